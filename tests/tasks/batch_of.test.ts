import assert from "node:assert/strict";
import { batchOf } from "../../lib/tasks/batch_of.ts";
import type { Batch, Task } from "../../lib/tasks/task.ts";

/** Two sequences of five tokens, of which the second has three, with two answers at each of the last two. */
const TASK: Task = {
  name: "own",
  title: "Own",
  input: { kind: "tokens", vocabulary: 10 },
  length: 5,
  classes: 3,
  answers: 4,
  answerPositions: 2,
  sizes: { train: 20, validation: 20, test: 20 },
  batch: () => ({
    inputs: Int32Array.from([1, 2, 3, 4, 9, 6, 7, 8, 0, 0]),
    shape: [2, 5],
    lengths: Int32Array.from([5, 3]),
    labels: Int32Array.from([0, 1, 2, 0, 2, 1, 0, 1]),
  }),
};

/** Two sequences of two vectors. */
const VECTORS: Task = {
  ...TASK,
  input: { kind: "vectors", width: 2 },
  answers: 1,
  answerPositions: 1,
  batch: () => ({
    inputs: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8),
    shape: [2, 2, 2],
    lengths: Int32Array.of(2, 1),
    labels: Int32Array.of(0, 1),
  }),
};

const withBatch = (batch: Partial<Batch>): Task => ({
  ...TASK,
  batch: (...given) => ({ ...TASK.batch(...given), ...batch }),
});

Deno.test("a batch that is as the task says is given as it is", () => {
  assert.deepEqual(batchOf(TASK, "train", [7, 11]), TASK.batch("train", [7, 11]));
});

for (
  const [what, task, message] of [
    [
      "labels from 1 on",
      withBatch({ labels: Int32Array.from([1, 2, 2, 1, 3, 2, 1, 2]) }),
      "labels from 0 to 2 but found 3 in train example 11",
    ],
    [
      "negative labels",
      withBatch({ labels: Int32Array.from([0, -1, 0, 0, 2, 1, 0, 1]) }),
      "labels from 0 to 2 but found -1 in train example 7",
    ],
    [
      "half labels",
      withBatch({ labels: Float32Array.of(0, 1, 2, 0, 0.5, 1, 0, 1) as never }),
      "labels from 0 to 2 but found 0.5 in train example 11",
    ],
    [
      "a label for each example",
      withBatch({ labels: Int32Array.from([0, 1]) }),
      "8 labels but found 2 in 2 train examples",
    ],
    [
      "unknown tokens",
      { ...TASK, input: { kind: "tokens", vocabulary: 9 } },
      "tokens from 0 to 8 but found 9 in train example 7",
    ],
    [
      "too few real positions",
      withBatch({ lengths: Int32Array.from([1, 5]) }),
      "lengths from 2 to 5 but found 1 in train example 7",
    ],
    [
      "more real positions than there are",
      withBatch({ lengths: Int32Array.from([5, 6]) }),
      "lengths from 2 to 5 but found 6 in train example 11",
    ],
    [
      "a length too many",
      withBatch({ lengths: Int32Array.from([5, 5, 5]) }),
      "2 lengths but found 3 in 2 train examples",
    ],
    [
      "more positions than the task has",
      { ...TASK, length: 4 },
      "the shape 2 x 1 to 4 but found 2 x 5 in 2 train examples",
    ],
    [
      "another number of examples",
      withBatch({ shape: [1, 10] }),
      "the shape 2 x 1 to 5 but found 1 x 10 in 2 train examples",
    ],
    [
      "inputs that do not fill the shape",
      withBatch({ shape: [2, 4] }),
      "8 inputs but found 10 in 2 train examples",
    ],
    [
      "vectors without their width",
      { ...TASK, input: { kind: "vectors", width: 3 } },
      "the shape 2 x 1 to 5 x 3 but found 2 x 5 in 2 train examples",
    ],
    [
      "tokens among other numbers",
      withBatch({ inputs: Float32Array.from([1, 2, 3, 4, 9, 6, 7, 8, 0, 0]) }),
      "tokens in Int32Array but found Float32Array in 2 train examples",
    ],
    [
      "numbers that are not finite",
      {
        ...VECTORS,
        batch: (...given) => ({
          ...VECTORS.batch(...given),
          inputs: Float32Array.of(1, 2, 3, 4, 5, NaN, 7, 8),
        }),
      },
      "finite numbers but found NaN in train example 11",
    ],
    [
      "vectors of whole numbers",
      {
        ...VECTORS,
        batch: (...given) => ({ ...VECTORS.batch(...given), inputs: Int32Array.of(1, 2, 3, 4, 5, 6, 7, 8) }),
      },
      "vectors in Float32Array but found Int32Array in 2 train examples",
    ],
    [
      "batches to be waited for",
      { ...TASK, batch: (...given) => Promise.resolve(TASK.batch(...given)) as unknown as Batch },
      "inputs, shape, lengths and labels but found a Promise in 2 train examples",
    ],
    [
      "batches without labels",
      { ...TASK, batch: (...given) => ({ ...TASK.batch(...given), labels: undefined as never }) },
      "inputs, shape, lengths and labels but found no more than inputs, shape, lengths in 2 train examples",
    ],
  ] satisfies [string, Task, string][]
) {
  Deno.test(`${what} are refused`, () => {
    const expected = { name: "UserError", message: `Expected ${message} of the task own` };
    assert.throws(() => batchOf(task, "train", [7, 11]), expected);
  });
}
