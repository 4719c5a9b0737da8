import assert from "node:assert/strict";
import { trainingOptionsSchema } from "../../lib/training/options.ts";
import { type GivenRun, parseRun } from "../../lib/training/run.ts";
import type { Task } from "../../lib/tasks/task.ts";
import { train } from "../../lib/training/train.ts";
import { run } from "./small_run.ts";

Deno.test("a run's options have their defaults", () => {
  const options = { maximumSteps: 10, evaluateEvery: 5 };
  assert.deepEqual(parseRun({ ...run, options }), { ...run, options: trainingOptionsSchema.parse(options) });
});

Deno.test("answers may be read from all of a sequence's positions", () => {
  const { length } = run.task;
  parseRun({ ...run, task: { ...run.task, answers: 2 * length, answerPositions: length } });
});

const wrong: [string, Partial<GivenRun>, RegExp][] = [
  ["a learning rate of 0", { learningRate: 0 }, /at learningRate/],
  ["a learning rate that is no number", { learningRate: NaN }, /at learningRate/],
  ["half a seed", { seed: 0.5 }, /at seed/],
  [
    "no steps between evaluations",
    { options: { maximumSteps: 1, evaluateEvery: 0 } },
    /at options\.evaluateEvery/,
  ],
  ...([
    ["patience", 0],
    ["clipNorm", 0],
    ["validationExamples", 0],
  ] as const).map(([option, value]): [string, Partial<GivenRun>, RegExp] => [
    `a ${option} of ${value}`,
    { options: { maximumSteps: 1, evaluateEvery: 1, [option]: value } },
    new RegExp(`at options\\.${option}`),
  ]),
  [
    "an option outside of options",
    { batchSize: 32 } as never,
    /no fields besides task, body, setting, pretrained, learningRate, seed, options but found "batchSize"/,
  ],
  ["nothing to train", { setting: { ...run.setting, trained: [] } }, /at setting\.trained/],
  ["a body without layers", { setting: { ...run.setting, layers: 0 } }, /at setting\.layers/],
  [
    "heads that do not share the width",
    { body: { ...run.body, heads: 7 } },
    /width to be a multiple of heads[^]*at body\.width/,
  ],
  [
    "a body that lacks a constant",
    { body: { ...run.body, layerNormEpsilon: undefined as never } },
    /at body\.layerNormEpsilon/,
  ],
  ...([
    [
      { answerPositions: run.task.length + 1 },
      /at most the \d+ positions of a sequence[^]*at task\.answerPositions/,
    ],
    [{ answerPositions: 0 }, /at task\.answerPositions/],
    [
      { answers: 3, answerPositions: 2 },
      /a multiple of 2, as many from each position, but found 3[^]*at task\.answers/,
    ],
    [{ input: { kind: "token", vocabulary: 2 } as never }, /at task\.input\.kind/],
    [{ input: { kind: "vectors", width: 2.5 } }, /at task\.input\.width/],
    [{ sizes: undefined as never }, /at task\.sizes/],
    [
      { sizes: { ...run.task.sizes, test: "3" as never } },
      /Expected a number of examples, or Infinity[^]*at task\.sizes\.test/,
    ],
    [{ batch: null as never }, /Expected a function[^]*at task\.batch/],
    [{ classes: 2.5 }, /at task\.classes/],
  ] satisfies [Partial<Task>, RegExp][]).map(([task, message]): [string, Partial<GivenRun>, RegExp] => [
    `a task that says ${JSON.stringify(task)} of itself`,
    { task: { ...run.task, ...task } },
    message,
  ]),
  [
    "a validation split without end",
    {
      task: { ...run.task, sizes: { ...run.task.sizes, validation: Infinity } },
      options: { maximumSteps: 1, evaluateEvery: 1 },
    },
    /^Expected 1 or more validation examples .* found Infinity: give options\.validationExamples/,
  ],
  [
    "a test split without end",
    {
      task: { ...run.task, sizes: { ...run.task.sizes, test: Infinity } },
      options: { maximumSteps: 1, evaluateEvery: 1 },
    },
    /^Expected 1 or more test examples .* found Infinity: give options\.testExamples/,
  ],
  [
    "an empty test split",
    { task: { ...run.task, sizes: { ...run.task.sizes, test: 0 } } },
    /^Expected 1 or more test examples of the task .* to evaluate on but found 0$/,
  ],
];
for (const [what, given, message] of wrong) {
  Deno.test(`a run with ${what} is refused`, () => {
    assert.throws(() => parseRun({ ...run, ...given }), { name: "UserError", message });
  });
}

Deno.test("without a compute backend training says how to start one", async () => {
  await assert.rejects(train(run), {
    name: "UserError",
    message: "Expected a compute backend but found none: `await startBackend()` first",
  });
});
