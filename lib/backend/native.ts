import { availableParallelism } from "node:os";
import util from "node:util";
import * as tf from "@tensorflow/tfjs-core";
import { quietly } from "./quiet.ts";

/** Starts libtensorflow through @tensorflow/tfjs-node-gpu. Returns the number of its threads. */
export async function startNative(threads: number = availableParallelism()): Promise<number> {
  // libtensorflow reads these when it is loaded.
  Deno.env.set("TF_NUM_INTRAOP_THREADS", String(threads));
  Deno.env.set("OMP_NUM_THREADS", String(threads));
  // Removed from Node.js 23; tfjs-node 4.22 calls it still.
  Object.assign(util, { isNullOrUndefined: (value: unknown) => value === null || value === undefined });
  await quietly(() => import("@tensorflow/tfjs-node-gpu"));
  await tf.setBackend("tensorflow");
  return threads;
}
