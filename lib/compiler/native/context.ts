import { type Library, openLibrary } from "./library.ts";
import { check } from "./status.ts";

/** A library and the TFE_Context in which operations are executed. */
export interface Context {
  library: Library;
  pointer: Deno.PointerValue;
}

let context: Context | undefined;

/**
 * The one context of this process; made at the first call.
 *
 * @param threads How many cores an operation may use; all of them where it is not given. Counts at the first call.
 */
export function openContext(threads?: number): Context {
  return context ??= newContext(openLibrary(), threads);
}

function newContext(library: Library, threads?: number): Context {
  const options = library.TFE_NewContextOptions();
  try {
    if (threads !== undefined) {
      const config = threadsConfig(threads);
      check(
        library,
        (status) => library.TFE_ContextOptionsSetConfig(options, config, BigInt(config.length), status),
      );
    }
    return { library, pointer: check(library, (status) => library.TFE_NewContext(options, status)) };
  } finally {
    library.TFE_DeleteContextOptions(options);
  }
}

/**
 * TensorFlow's ConfigProto with so many threads, up to 16,383, written by hand: intra_op_parallelism_threads is field 2,
 * a number of variable length.
 */
export function threadsConfig(threads: number): Uint8Array<ArrayBuffer> {
  const number = threads < 128 ? [threads] : [threads & 127 | 128, threads >> 7];
  return Uint8Array.of(2 << 3, ...number);
}
