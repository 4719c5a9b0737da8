import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { startBackend } from "../../lib/backend/start.ts";
import { countRight, crossEntropy } from "../../lib/training/loss.ts";

await startBackend();

const logits = tf.tensor3d([[[2, 0, -1], [0, 0, 3]], [[1, 5, 1], [0, 1, 0]]]);
const labels = tf.tensor2d([[0, 1], [1, 1]], [2, 2], "int32");

Deno.test("crossEntropy is the mean of -log softmax at the right classes", () => {
  const expected = [[2, 0, -1, 0], [0, 0, 3, 1], [1, 5, 1, 1], [0, 1, 0, 1]].map(([a, b, c, label]) => {
    const scores = [a, b, c];
    return Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0)) - scores[label];
  }).reduce((sum, value) => sum + value / 4, 0);
  assert(Math.abs(crossEntropy(logits, labels).dataSync()[0] - expected) < 1e-6);
});

Deno.test("countRight counts the answers whose greatest logit is that of the right class", () => {
  assert.equal(countRight(logits, labels).dataSync()[0], 3);
});
