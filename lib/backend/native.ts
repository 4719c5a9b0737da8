import { availableParallelism } from "node:os";
import { join } from "node:path";
import util from "node:util";
import { startCompiler } from "../compiler/start.ts";
import { dependenciesDirectory } from "../files/paths.ts";
import { quietly } from "./quiet.ts";

/**
 * Starts libtensorflow: @tensorflow/tfjs-node-gpu, which stays registered as the backend "tensorflow", and the
 * compiler's backend on the same library, which is then in use. Returns the number of threads.
 */
export async function startNative(threads: number = availableParallelism()): Promise<number> {
  // libtensorflow reads these when it is loaded.
  Deno.env.set("TF_NUM_INTRAOP_THREADS", String(threads));
  Deno.env.set("OMP_NUM_THREADS", String(threads));
  // Removed from Node.js 23; tfjs-node 4.22 calls it still.
  Object.assign(util, { isNullOrUndefined: (value: unknown) => value === null || value === undefined });
  await quietly(() => import("@tensorflow/tfjs-node-gpu"));
  await startCompiler({ threads, cache: join(dependenciesDirectory, "xla") });
  return threads;
}
