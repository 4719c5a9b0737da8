import assert from "node:assert/strict";
import type { z } from "zod";
import { openTask } from "../../lib/tasks/open.ts";
import { decisiveOptions, taskOptionsSchema } from "../../lib/tasks/options.ts";

Deno.test("options default to those of the paper", () => {
  assert.deepEqual(taskOptionsSchema.parse({ name: "listops" }), {
    name: "listops",
    minimumLength: 500,
    maximumLength: 2000,
    depth: 10,
    arguments: 10,
    examples: { train: 96_000, validation: 2000, test: 2000 },
    seed: 0,
  });
  assert.deepEqual(taskOptionsSchema.parse({ name: "mnist" }), {
    name: "mnist",
    patch: 4,
    validationExamples: 5000,
  });
  assert.deepEqual(taskOptionsSchema.parse({ name: "cifar10-lra" }), {
    name: "cifar10-lra",
    pixels: 32,
    augmentation: true,
    validationExamples: 5000,
  });
  const examples = { validation: 1000, test: 1000 };
  assert.deepEqual(taskOptionsSchema.parse({ name: "bit-memory" }), {
    name: "bit-memory",
    bits: 1000,
    patterns: 5,
    patch: 50,
    examples,
  });
  assert.deepEqual(taskOptionsSchema.parse({ name: "bit-xor" }), {
    name: "bit-xor",
    bits: 5,
    patterns: 2,
    patch: 1,
    examples,
  });
  assert.deepEqual(taskOptionsSchema.parse({ name: "cifar10" }), {
    name: "cifar10",
    patch: 4,
    augmentation: true,
    validationExamples: 5000,
  });
});

Deno.test("options out of range and unknown options are refused with a message that names them", async () => {
  const cases: [object, RegExp][] = [
    [{ name: "imagenet" }, /Expected "listops", "mnist", .* but found "imagenet"/],
    [{ name: "mnist", patch: 5 }, /Expected patch to divide 32 but found 5/],
    [{ name: "mnist", patch: 64 }, /at patch/],
    [{ name: "mnist", patches: 4 }, /"patches"/],
    [{ name: "mnist", augmentation: true }, /"augmentation"/],
    [{ name: "mnist", validationExamples: 0 }, /at validationExamples/],
    [{ name: "cifar10", validationExamples: 25_001 }, /at validationExamples/],
    [{ name: "cifar10-lra", pixels: 24 }, /at pixels/],
    [{ name: "listops", examples: { train: 0 } }, /at examples\.train/],
    [{ name: "listops", maximumLength: 501 }, /Expected maximumLength to be at least 502/],
    [{ name: "listops", depth: 1e300 }, /at depth/],
    [
      { name: "listops", minimumLength: 16, maximumLength: 64, examples: { train: 20_000_000 } },
      /Expected at most 16777215 examples to generate but found 20004000/,
    ],
    [{ name: "listops", depth: 3 }, /Expected minimumLength to be less than 122, the longest expression/],
    [{ name: "listops", depth: 3, minimumLength: 122 }, /Expected minimumLength to be less than 122/],
    [{ name: "listops", arguments: 1 }, /at arguments/],
    [{ name: "listops", seed: 0.5 }, /at seed/],
    [
      { name: "listops", examples: { train: 1e6 }, maximumLength: 10_000 },
      /Expected fewer than 2\^32 symbols/,
    ],
    [{ name: "bit-memory", patch: 3 }, /Expected patch to divide bits, 1000, but found 3/],
    [{ name: "bit-xor", patterns: 1 }, /at patterns/],
  ];
  for (const [options, message] of cases) {
    await assert.rejects(openTask(options as z.input<typeof taskOptionsSchema>), {
      name: "UserError",
      message,
    });
  }
});

Deno.test("where expressions are read from files, options that no generator could meet are none to refuse", () => {
  const read = taskOptionsSchema.parse({ name: "listops", directory: "lra", maximumLength: 400 });
  assert.equal(read.name === "listops" && read.maximumLength, 400);
});

Deno.test("all options of generated expressions are decisive", () => {
  const generated = taskOptionsSchema.parse({ name: "listops", depth: 6 });
  assert.deepEqual(decisiveOptions(generated), generated);
});
