import * as tf from "@tensorflow/tfjs-core";
import { UserError } from "../errors.ts";
import { XlaBackend } from "./backend.ts";
import { useCache } from "./cache.ts";
import { EagerEmitter } from "./eager.ts";
import { registerGradients } from "./gradients.ts";
import { registerKernels } from "./kernels/register.ts";
import { type Context, openContext } from "./native/context.ts";
import { isQuiet, quietly } from "./quiet.ts";

/** What TensorFlow.js calls the compiler's backend. */
export const BACKEND_NAME = "xla";

/** By default XLA's max and min lose what is not a number, which operations that are executed one by one keep. */
const KEEP_NAN = "--xla_cpu_enable_fast_min_max=false";

/**
 * Makes the compiler's backend the one that TensorFlow.js computes on. Operations are executed by libtensorflow
 * one by one, functions wrapped in `jit` as a whole, compiled by XLA.
 *
 * @param options.threads How many cores to use, from 1 to 16383; all of them where it is not given.
 * @param options.cache A folder for compiled code, so that the next process starts faster; none where it is not
 * given. Both options count at the first call only.
 * @throws {UserError} If libtensorflow is not installed, or there cannot be so many threads.
 */
export async function startCompiler(
  { threads, cache }: { threads?: number; cache?: string } = {},
): Promise<void> {
  if (threads !== undefined && !(Number.isInteger(threads) && threads > 0 && threads < 1 << 14)) {
    throw new UserError(`Expected threads to be a whole number from 1 to 16383 but found ${threads}`);
  }
  if (tf.findBackendFactory(BACKEND_NAME) === null) {
    const flags = Deno.env.get("XLA_FLAGS") ?? "";
    if (!flags.includes(KEEP_NAN.split("=")[0])) Deno.env.set("XLA_FLAGS", `${flags} ${KEEP_NAN}`.trim());
    if (cache !== undefined) useCache(cache, threads); // which tells code by the flags
    const quiet = isQuiet();
    const context = await quietly(() => Promise.try(() => openQuietly(quiet, threads)));
    if (tf.findBackendFactory(BACKEND_NAME) === null) { // another call may have done it meanwhile
      registerGradients();
      registerKernels(BACKEND_NAME);
      tf.registerBackend(BACKEND_NAME, () => new XlaBackend(context), 0);
    }
  }
  await tf.setBackend(BACKEND_NAME);
}

/** Opens the context and executes a first operation, after which libtensorflow greets no more. */
function openQuietly(quiet: boolean, threads?: number): Context {
  if (quiet) Deno.env.set("TF_CPP_MIN_LOG_LEVEL", "3"); // at 2, reading the cache prints errors that are none
  const context = openContext(threads);
  const emitter = new EagerEmitter(context);
  emitter.emit("Neg", [emitter.constant([1])]);
  emitter.release();
  return context;
}
