import { sep } from "node:path";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs-core";

/**
 * Starts the WebAssembly backend. It has one thread: @tensorflow/tfjs-backend-wasm has more in browsers only
 * (tensorflow/tfjs issue 3830).
 */
export async function startWasm(): Promise<number> {
  const wasm = await import("@tensorflow/tfjs-backend-wasm");
  const folder = fileURLToPath(new URL(".", import.meta.resolve("@tensorflow/tfjs-backend-wasm")));
  wasm.setWasmPaths(folder.endsWith(sep) ? folder : folder + sep);
  await tf.setBackend("wasm");
  return 1;
}
