import assert from "node:assert/strict";
import { experimentSchema } from "../../lib/sweeps/experiment.ts";
import { ofSameTasks, withinGrid } from "../../lib/sweeps/within_grid.ts";
import { taskOptionsSchema } from "../../lib/tasks/options.ts";
import { syntheticHistory } from "../analysis/synthetic.ts";

const experiment = experimentSchema.parse({
  name: "own",
  model: "pocket",
  tasks: [{
    task: { name: "mnist" },
    training: { maximumSteps: 20, evaluateEvery: 10, patience: 1 },
    learningRatesBySetting: { "unfrozen-random": [1e-4] },
  }],
  learningRates: [1e-3],
  seeds: [0, 1],
});

Deno.test("runs within a grid are those of its tasks, training, learning rates and seeds", () => {
  const history = (known: Parameters<typeof syntheticHistory>[0], accuracies = [0.5, 0.6]) =>
    syntheticHistory(known, accuracies); // 20 steps, evaluated every 10
  const inside = [
    history({}),
    history({ seed: 1 }),
    history({ setting: "unfrozen-random", learningRate: 1e-4 }),
  ];
  const outside = [
    history({ learningRate: 1e-2 }),
    history({ seed: 2 }),
    history({ setting: "unfrozen-random" }),
    history({ task: "listops" }),
    history({}, [0.5, 0.6, 0.7]),
  ];
  assert.deepEqual(withinGrid([...outside, ...inside], experiment), inside);
  assert.deepEqual(
    ofSameTasks(outside, experiment),
    outside.slice(0, 3),
    "at any learning rate, with any seed",
  );
});

Deno.test("runs on files of one's own are within the grid of the experiment that names them", () => {
  const task = { name: "listops", directory: "data/lra" };
  const run = syntheticHistory({ task: "listops" }, [0.5, 0.6]);
  const found = {
    ...run,
    config: { ...run.config, task: taskOptionsSchema.parse({ ...task, sha256: "1f" }) },
  };
  const own = experimentSchema.parse({
    ...{ name: "own", model: "pocket", learningRates: [1e-3], seeds: [0] },
    tasks: [{ task, training: { maximumSteps: 20, evaluateEvery: 10, patience: 1 } }],
  });
  assert.deepEqual(withinGrid([run, found], own), [found]);
});
