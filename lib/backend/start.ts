import { availableParallelism } from "node:os";
import * as tf from "@tensorflow/tfjs-core";
import { registerGradients } from "../compiler/gradients.ts";
import { isNativeInstalled } from "../compiler/native_files.ts";
import { BACKEND_NAME } from "../compiler/start.ts";
import { UserError } from "../errors.ts";
import { backendChoice, type BackendName } from "./choice.ts";
import { startCpu } from "./cpu.ts";
import { startEager } from "./eager.ts";
import { keepFreedMemory } from "./kept_memory.ts";
import { startNative } from "./native.ts";
import { startWasm } from "./wasm.ts";

/** TensorFlow.js, ready to compute. */
export interface Backend {
  name: BackendName;
  /** Its name and, after "on", the GPU if it computes on one. */
  description: string;
  tf: typeof tf;
  /** Why this backend, in words. */
  reason: string;
  threads: number;
}

const TFJS_NAMES: Record<BackendName, string> = {
  native: BACKEND_NAME,
  eager: "tensorflow",
  webgpu: "webgpu",
  wasm: "wasm",
  cpu: "cpu",
};
const started = new Map<BackendName | undefined, Promise<Backend>>();

/**
 * Makes TensorFlow.js ready: on the backend that is asked for; else on the one in the environment variable
 * UTR_BACKEND; else on libtensorflow where setup has installed it, and on WebAssembly where it has not, which a
 * notice on standard error then says. UTR_THREADS sets the number of libtensorflow's threads (default: all cores).
 *
 * It can be called again: what has been started is only switched to, and a start that failed is tried anew.
 *
 * @throws {UserError} If UTR_BACKEND or UTR_THREADS is malformed, or a backend is asked for that there is not, or not here.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startBackend } from "./start.ts";
 *
 * const { tf, name } = await startBackend("wasm");
 * assert.equal(name, "wasm");
 * assert.deepEqual([...tf.add([1, 2], [3, 4]).dataSync()], [4, 6]);
 * ```
 */
export async function startBackend(asked?: BackendName): Promise<Backend> {
  let starting = started.get(asked);
  if (starting === undefined) {
    starting = start(asked);
    started.set(asked, starting);
    starting.catch(() => started.delete(asked)); // what was wrong may be mended meanwhile, as in a notebook
  }
  const backend = await starting;
  await tf.setBackend(TFJS_NAMES[backend.name]);
  return backend;
}

async function start(asked?: BackendName): Promise<Backend> {
  const choice = backendChoice();
  registerGradients();
  if (asked !== undefined && !Object.hasOwn(TFJS_NAMES, asked)) {
    throw new UserError(
      `Expected a backend, one of ${Object.keys(TFJS_NAMES).join(", ")}, but found ${JSON.stringify(asked)}`,
    );
  }
  const backend = asked ?? choice.backend;
  const reason = asked ? "asked for" : `UTR_BACKEND is ${choice.backend}`;
  const made = (name: BackendName, threads: number, why = reason): Backend => ({
    name,
    description: name,
    tf,
    reason: why,
    threads,
  });
  if (backend === "cpu") return made("cpu", await startCpu());
  if (backend === "webgpu") {
    const { startWebgpu } = await import("./webgpu/start.ts");
    return { ...made("webgpu", 1), description: `webgpu on ${await startWebgpu()}` };
  }
  if (backend === "wasm") return made("wasm", await startWasm());
  try {
    const name = backend ?? "native", threads = choice.threads ?? availableParallelism();
    await startTensorflow(name, threads);
    return made(name, threads, backend ? reason : "libtensorflow is installed");
  } catch (error) {
    if (backend || !(error instanceof UserError)) throw error;
    console.error(`Computing on WebAssembly, several times slower. ${error.message}`);
    return made("wasm", await startWasm(), error.message);
  }
}

async function startTensorflow(name: "native" | "eager", threads: number): Promise<void> {
  if (!isNativeInstalled()) {
    throw new UserError(
      `Expected the ${name} backend to be installed but found none: run \`deno task setup\`, ` +
        "or set UTR_BACKEND=wasm",
    );
  }
  // libtensorflow reads these when it is loaded.
  Deno.env.set("TF_NUM_INTRAOP_THREADS", String(threads));
  Deno.env.set("OMP_NUM_THREADS", String(threads));
  try {
    keepFreedMemory();
    await (name === "native" ? startNative(threads) : startEager());
  } catch (error) {
    throw new UserError(
      `Expected the ${name} backend to load but found: ${(error as Error).message}\n` +
        "Run `deno task setup`, or set UTR_BACKEND=wasm",
    );
  }
}
