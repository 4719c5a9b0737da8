import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../errors.ts";
import { librariesDirectory } from "../native_files.ts";
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

function libraryPath(): string {
  const path = join(librariesDirectory, "libtensorflow_cc.so.2");
  if (!existsSync(path)) {
    throw new UserError(
      `Expected libtensorflow at ${path} but found nothing: run \`deno task setup\` to install it`,
    );
  }
  return realpathSync(path); // its sibling library is looked for where it really lies
}
