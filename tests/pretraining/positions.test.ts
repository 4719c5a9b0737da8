import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { startBackend } from "../../lib/backend/start.ts";
import { pretrain } from "../../lib/pretraining/pretrain.ts";
import { repeatPositions } from "../../lib/pretraining/positions.ts";
import { options, text } from "./tiny.ts";

await startBackend();

Deno.test("positions that no window has reached get the embeddings of the first ones, over and over", async () => {
  const positions = tf.variable(tf.tensor2d([[1, 10], [2, 20], [3, 30], [4, 40], [5, 50]]));
  repeatPositions(positions, 2);
  assert.deepEqual(await positions.array(), [[1, 10], [2, 20], [1, 10], [2, 20], [1, 10]]);
  tf.dispose(positions);
});

Deno.test("pretraining repeats positions once, where its windows become longer", async () => {
  const { length, shortLength, shortSteps } = options;
  const embeddings = async (steps: number) => {
    const { parameters } = await pretrain(text, { ...options, steps });
    const { shape: [, width], values } = parameters["wpe.weight"];
    return (position: number) => values.slice(position * width, (position + 1) * width);
  };
  const before = await embeddings(shortSteps);
  assert.notDeepEqual(before(length + shortLength), before(length));
  const after = await embeddings(options.steps);
  assert.deepEqual(after(length + shortLength), after(length), "no window has reached either");
  assert.notDeepEqual(after(length), after(0), "the longer windows trained the first one further");
});
