import { existsSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { UserError } from "../../errors.ts";
import { SYMBOLS } from "./symbols.ts";

/** The functions of TensorFlow's C API that the compiler calls. */
export type Library = Deno.DynamicLibrary<typeof SYMBOLS>["symbols"];

let opened: Library | undefined;

/**
 * Opens libtensorflow where npm:@tensorflow/tfjs-node-gpu keeps it, so that both share one library. Flags that
 * TensorFlow reads from the environment must be set before.
 *
 * @throws {UserError} If the library is not there.
 */
export function openLibrary(): Library {
  return opened ??= Deno.dlopen(libraryPath(), SYMBOLS).symbols;
}

/** Whether {@linkcode openLibrary} would find the library. */
export function hasLibrary(): boolean {
  return existsSync(expectedPath());
}

function expectedPath(): string {
  const entry = createRequire(import.meta.url).resolve("@tensorflow/tfjs-node-gpu/package.json");
  return join(dirname(entry), "deps", "lib", "libtensorflow_cc.so.2");
}

function libraryPath(): string {
  const path = expectedPath();
  if (!existsSync(path)) {
    throw new UserError(
      `Expected libtensorflow at ${path} but found nothing. Run \`deno task setup\` to install it`,
    );
  }
  return realpathSync(path); // dlopen resolves links of its own siblings only from the real folder
}
