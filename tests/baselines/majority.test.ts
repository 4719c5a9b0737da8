import assert from "node:assert/strict";
import { labelledExamples } from "../../lib/baselines/labelled.ts";
import { majority } from "../../lib/baselines/majority.ts";
import { accuracyOf } from "../../lib/baselines/rule.ts";
import { openTask } from "../../lib/tasks/open.ts";

const inputs = new Float32Array();
const examples = (...labels: number[][]) => labels.map((one) => ({ inputs, labels: Int32Array.from(one) }));

Deno.test("each answer's most frequent class is given, the first of equals", () => {
  const rule = majority(examples([0, 2], [1, 2], [1, 0], [0, 1]), 3);
  assert.deepEqual([...rule(inputs)], [0, 2]);
});

Deno.test("accuracy is the share of right answers", () => {
  assert.equal(accuracyOf(() => [1, 1], examples([1, 0], [1, 1])), 0.75);
});

Deno.test("labelled examples are the first of their split, without padding, over several batches", async () => {
  const options = { examples: { train: 1200, validation: 1, test: 1 }, minimumLength: 3, maximumLength: 40 };
  const task = await openTask({ name: "listops", depth: 3, arguments: 3, ...options });
  const found = [...labelledExamples(task, "train", 1100)];
  assert.equal(found.length, 1100);
  for (const index of [0, 999, 1000, 1099]) {
    const { inputs, lengths, labels } = task.batch("train", [index]);
    assert.deepEqual(found[index].inputs, inputs.slice(0, lengths[0]));
    assert.deepEqual(found[index].labels, labels);
  }
});

Deno.test("labelled examples have the vectors of all their positions, and each answer", async () => {
  const task = await openTask({ name: "bit-memory", bits: 6, patterns: 2, patch: 3 });
  const { inputs, labels } = task.batch("test", [0, 1]);
  const [, second] = labelledExamples(task, "test", 2);
  assert.deepEqual(second, { inputs: inputs.slice(18), labels: labels.slice(6) });
});
