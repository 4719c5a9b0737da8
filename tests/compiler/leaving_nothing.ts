import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { EagerValue } from "../../lib/compiler/eager.ts";
import { BACKEND_NAME, startCompiler } from "../../lib/compiler/start.ts";
import { leavingNoTensors } from "./leaving_no_tensors.ts";

await startCompiler();

/** A test on the compiler's backend that leaves no tensor and no handle behind. */
export function test(name: string, run: () => void | Promise<void>): void {
  Deno.test(name, async () => {
    await tf.setBackend(BACKEND_NAME);
    const handles = EagerValue.alive;
    await leavingNoTensors(run);
    assert.equal(EagerValue.alive, handles, "handles");
  });
}

/** The memory of this process beside V8's heap, where garbage comes and goes. */
export function nativeBytes(): number {
  const { rss, heapTotal } = Deno.memoryUsage();
  return rss - heapTotal;
}

export const values = (tensor: tf.Tensor) => Array.from(tensor.dataSync());
