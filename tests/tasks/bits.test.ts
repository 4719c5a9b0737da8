import assert from "node:assert/strict";
import { openTask } from "../../lib/tasks/open.ts";

Deno.test("Bit Memory asks for one of the patterns, shown again with about half its bits masked", async () => {
  const task = await openTask({ name: "bit-memory" });
  assert.deepEqual([task.length, task.input], [120, { kind: "vectors", width: 50 }]);
  assert.deepEqual([task.answers, task.answerPositions, task.classes], [1000, 20, 2]);

  const count = 20,
    { inputs, shape, lengths, labels } = task.batch("train", Array.from({ length: count }, (_, i) => i));
  assert.deepEqual(shape, [count, 120, 50]);
  assert(lengths.every((length) => length === 120));
  const asked = new Set<number>();
  let masked = 0, ones = 0, repeated = 0;
  for (let example = 0; example < count; example++) {
    const strings = Array.from(
      { length: 6 },
      (_, i) => inputs.subarray(6000 * example + 1000 * i).subarray(0, 1000),
    );
    const answer = labels.subarray(1000 * example, 1000 * (example + 1));
    const query = strings.pop()!;
    const pattern = strings.findIndex((string) => string.every((bit, i) => bit === 2 * answer[i] - 1));
    assert(pattern >= 0, "the answer is one of the patterns");
    asked.add(pattern);
    for (const string of strings) assert(string.every((bit) => bit === -1 || bit === 1));
    assert(query.every((bit, i) => bit === 0 || bit === 2 * answer[i] - 1));
    masked += query.filter((bit) => bit === 0).length;
    ones += answer.reduce((sum, bit) => sum + bit, 0);
    repeated += answer.filter((bit, i) => bit === answer[(i + 1) % answer.length]).length;
  }
  assert.equal(asked.size, 5, "every pattern is asked for");
  // Five standard errors of 20,000 fair coins.
  for (const coins of [masked, ones, repeated]) {
    assert(Math.abs(coins - 10_000) < 5 * Math.sqrt(5000), String(coins));
  }
});

Deno.test("Bit XOR asks for the exclusive or of the patterns", async () => {
  for (const patterns of [2, 3]) {
    const task = await openTask({ name: "bit-xor", patterns });
    assert.deepEqual([task.length, task.answers, task.answerPositions], [5 * patterns, 5, 5]);
    const { inputs, shape, labels } = task.batch("test", Array.from({ length: 200 }, (_, i) => i));
    assert.deepEqual(shape, [200, 5 * patterns, 1]);
    for (let i = 0; i < labels.length; i++) {
      const example = Math.floor(i / 5), bit = i % 5;
      const shown = Array.from({ length: patterns }, (_, j) => inputs[5 * (patterns * example + j) + bit]);
      assert(shown.every((bit) => bit === 0 || bit === 1));
      assert.equal(labels[i], shown.filter((bit) => bit === 1).length % 2);
    }
  }
});

Deno.test("an example of a bit task is shown a string a line", async () => {
  const task = await openTask({ name: "bit-xor", bits: 6, patch: 3, patterns: 2 });
  const { inputs, labels } = task.batch("train", [5]);
  const text = `${inputs.subarray(0, 6).join(" ")}\n${inputs.subarray(6).join(" ")}`;
  assert.deepEqual(task.example("train", 5), { kind: "text", text, answer: labels.join(" ") });
});

Deno.test("examples of bit tasks depend on split and index only", async () => {
  const task = await openTask({ name: "bit-memory", bits: 64, patch: 8 });
  const large = 5 * 2 ** 32;
  const { inputs } = task.batch("train", [3, large + 3, 4]);
  const size = inputs.length / 3;
  assert.deepEqual(inputs.slice(0, size), task.batch("train", [3]).inputs);
  const distinct = new Set([0, 1, 2].map((i) => inputs.slice(size * i, size * (i + 1)).join()));
  distinct.add(task.batch("validation", [3]).inputs.join());
  assert.equal(distinct.size, 4);
});

Deno.test("the three splits have other examples", async () => {
  for (const name of ["bit-memory", "bit-xor"] as const) {
    const task = await openTask({ name });
    const first = (["train", "validation", "test"] as const).map((split) =>
      task.batch(split, Array.from({ length: 32 }, (_, i) => i)).inputs.join()
    );
    assert.equal(new Set(first).size, 3);
  }
});
