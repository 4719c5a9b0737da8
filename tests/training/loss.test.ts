import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { startBackend } from "../../lib/backend/start.ts";
import { countRight, crossEntropy } from "../../lib/training/loss.ts";

await startBackend();

const logits = tf.tensor3d([[[2, 0, -1], [0, 0, 3]], [[1, 5, 1], [0, 1, 0]]]);
const labels = tf.tensor2d([[0, 1], [1, 1]], [2, 2], "int32");

Deno.test("crossEntropy is the mean over an example's answers of -log softmax at the right class", () => {
  const expected = [[[2, 0, -1, 0], [0, 0, 3, 1]], [[1, 5, 1, 1], [0, 1, 0, 1]]].map((answers) =>
    answers.map(([a, b, c, label]) => {
      const scores = [a, b, c];
      return Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0)) - scores[label];
    }).reduce((sum, value) => sum + value / 2, 0)
  );
  crossEntropy(logits, labels).dataSync().forEach((loss, i) => assert(Math.abs(loss - expected[i]) < 1e-6));
});

Deno.test("countRight counts each example's answers whose greatest logit is that of the right class", () => {
  assert.deepEqual([...countRight(logits, labels).dataSync()], [1, 2]);
});
