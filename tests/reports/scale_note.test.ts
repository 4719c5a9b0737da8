import assert from "node:assert/strict";
import { scaleNote } from "../../lib/reports/scale_note.ts";
import { taskOptionsSchema } from "../../lib/tasks/options.ts";
import { longerPreset, preset } from "../../lib/sweeps/presets.ts";

Deno.test("a note names the scale and how each shown task differs from the papers'", () => {
  assert.equal(
    scaleNote(preset("quick"), ["mnist"]),
    "Scale: quick, body pocket, 1 seed. Other than in the papers: MNIST: patch 8 (not 4), at most 300 gradient " +
      "steps (not 400,000), batch size 32 (not 8), no early stopping, validated on 1,000 examples, tested on 2,000 examples, " +
      "learning rates from 1e-4 to 1e-2 (not 1e-6 to 1e-2).",
  );
});

Deno.test("tasks of Lu et al. alone are compared with their options, and have no published step limit", () => {
  assert.match(
    scaleNote(preset("pocket"), ["bit-memory"]),
    /Bit Memory: bits 100 \(not 1000\), patch 25 \(not 50\), at most [\d,]+ gradient steps, matrix products in bfloat16 \(native and WebGPU backends\)\.$/,
  );
});

Deno.test("what all shown tasks have in common is said once", () => {
  assert.equal(
    scaleNote(preset("pocket"), ["mnist", "bit-xor"]),
    "Scale: pocket, body pocket, 3 seeds. Other than in the papers: MNIST: patch 8 (not 4), at most 3,000 gradient " +
      "steps (not 400,000), validated on 2,000 examples; Bit XOR: at most 2,000 gradient steps; all: matrix products in bfloat16 (native and WebGPU backends).",
  );
});

Deno.test("a narrower range of learning rates than the paper's is told of, and the best ones of settings are none", () => {
  assert.match(
    scaleNote(preset("pocket"), ["listops"]),
    /, learning rates from 3e-5 to 1e-2 \(not 1e-6 to 1e-2\)\.$/,
  );
  assert.match(
    scaleNote({ ...preset("pocket"), learningRates: [1e-3] }, ["listops"]),
    /, learning rate 1e-3 \(not 1e-6 to/,
  );
  const paper = preset("paper"),
    narrower = Object.fromEntries(
      paper.settings.map(({ name }) => [name, name === "frozen-random" ? [1e-3, 1e-2] : [1e-4, 1e-3]]),
    );
  const own = paper.tasks.map((entry) => ({ ...entry, learningRatesBySetting: narrower }));
  assert.match(scaleNote({ ...paper, tasks: own }), /learning rates from 1e-4 to 1e-2 \(not 1e-6 to 1e-2\)/);
  const best = { ...longerPreset("pocket")!, learningRates: [1e-3] };
  assert.doesNotMatch(scaleNote(best), /learning rate/);
  const tasks = best.tasks.map((entry) => ({
    ...entry,
    learningRatesBySetting: { "frozen-random": [1e-2] },
  }));
  assert.match(
    scaleNote({ ...best, tasks }),
    /learning rates from 1e-3 to 1e-2 \(not/,
    "the other settings are of a range",
  );
  const few = Object.fromEntries(best.settings.map(({ name }) => [name, [1e-3, 1e-2]]));
  const ranges = best.tasks.map((entry) => ({ ...entry, learningRatesBySetting: few }));
  assert.match(scaleNote({ ...best, tasks: ranges, learningRates: [1e-3, 1e-2] }), /rates from 1e-3 to 1e-2/);
});

Deno.test("of ListOps read from files only what counts is told", () => {
  const paper = preset("paper");
  const tasks = paper.tasks.map(({ task, ...entry }) =>
    task.name === "listops" ? { ...entry, task: { ...task, directory: "lra", depth: 3 } } : { ...entry, task }
  );
  assert.match(scaleNote({ ...paper, tasks }, ["listops"]), /papers: ListOps: directory lra\.$/);
});

Deno.test("fewer examples than the task has are told of, wherever they were left out", () => {
  const note = (task: unknown) => {
    const paper = preset("paper"), options = taskOptionsSchema.parse(task);
    const [entry] = paper.tasks.filter((one) => one.task.name === options.name);
    return scaleNote({ ...paper, tasks: [{ ...entry, task: options }] });
  };
  assert.match(
    note({ name: "listops", examples: { train: 500, validation: 50, test: 60 } }),
    /papers: ListOps: trained on 500 examples, validated on 50 examples, tested on 60 examples\.$/,
  );
  assert.match(
    note({ name: "mnist", validationExamples: 25_000 }),
    /MNIST: trained on 35,000 examples, validated on 25,000 examples\.$/,
  );
});

Deno.test("clipping otherwise than in the papers is told of", () => {
  const paper = preset("paper");
  const note = (clipNorm: number | null) =>
    scaleNote({
      ...paper,
      tasks: paper.tasks.map((one) => ({ ...one, training: { ...one.training, clipNorm } })),
    }, [
      "mnist",
    ]);
  assert.match(note(null), /MNIST: no clipping\.$/);
  assert.match(note(0.5), /MNIST: gradient norm clipped at 0\.5 \(not 1\)\.$/);
});

Deno.test("random bodies that are drawn in another way than the papers' are told of", () => {
  const quick = preset("quick");
  const settings = quick.settings.map((setting) => ({ ...setting, initialization: "random" as const }));
  assert.match(
    scaleNote({ ...quick, settings }, ["mnist"]),
    /; random bodies: projections into residual connections drawn smaller\.$/,
  );
});

Deno.test("the paper's scale has nothing to excuse", () => {
  assert.equal(scaleNote(preset("paper")), "Scale: paper, body gpt2, 3 seeds; tasks as in the papers.");
});
