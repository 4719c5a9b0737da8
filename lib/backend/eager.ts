import util from "node:util";
import * as tf from "@tensorflow/tfjs-core";
import { quietly } from "../compiler/quiet.ts";

/** Starts libtensorflow through @tensorflow/tfjs-node-gpu, which computes one operation at a time. */
export async function startEager(): Promise<void> {
  // Removed from Node.js 23; tfjs-node 4.22 calls it still.
  Object.assign(util, { isNullOrUndefined: (value: unknown) => value === null || value === undefined });
  await quietly(() => import("@tensorflow/tfjs-node-gpu"));
  await tf.setBackend("tensorflow");
}
