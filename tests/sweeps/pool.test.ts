import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { hugePages } from "../../lib/backend/kept_memory.ts";
import { readJson } from "../../lib/files/json.ts";
import { SETTINGS } from "../../lib/models/settings.ts";
import { experimentSchema } from "../../lib/sweeps/experiment.ts";
import { lockSweep } from "../../lib/sweeps/lock.ts";
import { finished } from "../../lib/sweeps/outcome.ts";
import { type PlannedRun, planRuns } from "../../lib/sweeps/plan.ts";
import { type PoolOptions, runPool } from "../../lib/sweeps/pool.ts";
import { type StoredRun, storedRunSchema } from "../../lib/sweeps/record.ts";
import {
  checkpointFile,
  readPlan,
  readRecords,
  startsFile,
  writePlan,
  writeRun,
} from "../../lib/sweeps/store.ts";
import { openExperiment, sweep } from "../../lib/sweeps/sweep.ts";
import { taskOptionsSchema } from "../../lib/tasks/options.ts";
import { temporaryDirectory } from "../temporary_directory.ts";
import { ORIGIN } from "./planned.ts";

const experiment = experimentSchema.parse({
  name: "pool-test",
  model: "pocket-small",
  tasks: [{
    task: { name: "bit-xor" },
    training: { batchSize: 2, maximumSteps: 40, evaluateEvery: 20, validationExamples: 32, testExamples: 32 },
  }],
  settings: ["frozen-random"],
  learningRates: [1e-3, 1e-2],
  seeds: [0],
});
const runs = planRuns(experiment, null);

/** Trains runs in a directory, one worker at a time with one thread unless told otherwise. */
async function trainIn(
  directory: string,
  planned: PlannedRun[],
  options: Partial<PoolOptions> = {},
): Promise<void> {
  await writePlan(directory, planned);
  await runPool(planned, { directory, command: "test", workers: 1, threads: 1, ...options });
}

/** The records without what differs each time. */
async function resultsIn(directory: string) {
  return (await readRecords(directory)).map(({ seconds: _, ...record }) => record);
}

Deno.test("a run whose worker is killed is resumed by another, with the same result", async () => {
  const undisturbed = await temporaryDirectory(), disturbed = await temporaryDirectory();
  const killed = new Set<number>(), steps: number[] = [];
  for (const directory of [undisturbed, disturbed]) {
    await trainIn(directory, runs, {
      secondsPerCheckpoint: 0,
      onReport: (report, pid) => {
        if (directory !== disturbed || report.report !== "metrics" || report.runId !== runs[0].runId) return;
        if (killed.size > 0) steps.push(report.metrics.step);
        else if (existsSync(checkpointFile(directory, report.runId))) {
          killed.add(pid);
          Deno.kill(pid, "SIGKILL");
        }
      },
    });
  }
  assert.equal(killed.size, 1);
  assert(Math.min(...steps) > 10, "the other goes on from the checkpoint");
  const results = await resultsIn(disturbed);
  assert(results.every(({ status }) => status === "finished"));
  assert.deepEqual(results, await resultsIn(undisturbed));
});

Deno.test("a run that kills every worker fails and does not stop the others", async () => {
  const directory = await temporaryDirectory(), killed = new Set<number>(), ended: StoredRun[] = [];
  const { task, training } = experiment.tasks[0]; // with steps so slow that none gets further before it dies
  const slow = planRuns({ ...experiment, tasks: [{ task, training: { ...training, batchSize: 64 } }] }, null);
  await trainIn(directory, slow, {
    onReport: (report, pid) => {
      if (report.report === "ended") ended.push(report.run);
      if (report.report !== "metrics" || report.runId !== slow[0].runId || killed.has(pid)) return;
      killed.add(pid);
      Deno.kill(pid, "SIGKILL");
    },
  });
  assert.equal(killed.size, 3);
  assert.deepEqual((await readRecords(directory)).map(({ status }) => status), ["failed", "finished"]);
  assert.deepEqual(ended.map(({ runId }) => runId), slow.map(({ runId }) => runId));
  assert.match(ended[0].error!, /but 3 workers in a row died of it at step \d+: .* use fewer --workers$/);
  assert.deepEqual(ended.map(({ provenance }) => provenance.command), ["test", "test"]);
});

Deno.test("a run whose workers die one after the other, each further on, is not given up", async () => {
  const directory = await temporaryDirectory(), killed = new Set<number>();
  const { task, training } = experiment.tasks[0]; // with steps to spare, should a worker get further before it dies
  const long = planRuns(
    { ...experiment, tasks: [{ task, training: { ...training, maximumSteps: 200 } }] },
    null,
  );
  let furthest = 0;
  const pids = new Set<number>();
  await trainIn(directory, long.slice(0, 1), {
    secondsPerCheckpoint: 0,
    workers: 2,
    onReport: (report, pid) => {
      pids.add(pid);
      if (report.report !== "metrics" || killed.has(pid) || killed.size === 3) return;
      if (report.metrics.step <= furthest) return;
      furthest = report.metrics.step;
      killed.add(pid);
      Deno.kill(pid, "SIGKILL");
    },
  });
  assert.equal(killed.size, 3);
  assert.equal(pids.size, 4, "for one run no second worker is started");
  assert.deepEqual((await readRecords(directory)).map(({ status }) => status), ["finished"]);
});

Deno.test("a worker that has compiled enough steps gives its place to another", async () => {
  const directory = await temporaryDirectory(), workers = new Map<string, Set<number>>();
  const several = planRuns(
    { ...experiment, settings: [SETTINGS["frozen-random"], SETTINGS["unfrozen-random"]] },
    null,
  );
  await trainIn(directory, several, {
    stepsPerWorker: 1,
    threads: 3,
    onReport: (report, pid) => {
      if (report.report === "ready" && Deno.build.os === "linux") {
        const variables = Deno.readTextFileSync(`/proc/${pid}/environ`).split("\0");
        assert(variables.includes(`GLIBC_TUNABLES=${hugePages().GLIBC_TUNABLES}`));
      }
      if (report.report !== "ended") return;
      assert.equal(report.run.provenance.threads, 3);
      for (const fileOf of [checkpointFile, startsFile]) {
        assert(!existsSync(fileOf(directory, report.run.runId)), "an ended run needs none");
      }
      const pids = workers.get(report.run.setting) ?? new Set();
      workers.set(report.run.setting, pids.add(pid));
    },
  });
  assert.deepEqual((await readRecords(directory)).map(({ status }) => status), Array(4).fill("finished"));
  const [frozen, unfrozen] = [...workers.values()].map((pids) => [...pids]);
  assert.equal(frozen.length, 1);
  assert.equal(unfrozen.length, 1);
  assert.notEqual(frozen[0], unfrozen[0]);
});

Deno.test("what others print on a worker's standard output does not end the sweep", async () => {
  const directory = await temporaryDirectory();
  Deno.env.set("DENO_V8_FLAGS", "--trace-gc");
  try {
    await trainIn(directory, runs.slice(0, 1));
  } finally {
    Deno.env.delete("DENO_V8_FLAGS");
  }
  assert.deepEqual((await readRecords(directory)).map(({ status }) => status), ["finished"]);
});

Deno.test("an error in the midst of a sweep stops all workers before it is told", async () => {
  const directory = await temporaryDirectory(), training = new Set<number>();
  // So long that neither ends before both have begun, however busy the machine is.
  const long = { ...experiment.tasks[0].training, maximumSteps: 1_000_000, evaluateEvery: 1_000_000 };
  const endless = planRuns({ ...experiment, tasks: [{ ...experiment.tasks[0], training: long }] }, null);
  const failing = trainIn(directory, endless, {
    workers: 2,
    onReport: (report, pid) => {
      if (report.report === "metrics") training.add(pid);
      if (training.size === 2) throw new Error("the disk is full");
    },
  });
  await assert.rejects(failing, /the disk is full/);
  for (const pid of training) assert.throws(() => Deno.kill(pid, "SIGCONT"), Deno.errors.NotFound);
  assert.deepEqual((await readRecords(directory)).map(({ status }) => status), ["pending", "pending"]);
});

Deno.test("a stopped sweep goes on where it was and repeats no finished run", async () => {
  const directory = await temporaryDirectory();
  const stopping = new AbortController();
  const stopped = await sweep(experiment, {
    directory,
    workers: 1,
    signal: stopping.signal,
    // Stops in the midst of the second run.
    onProgress: ({ ended, running }) => ended === 1 && running[0]?.step === 10 && stopping.abort(),
  });
  assert.deepEqual(stopped.map(({ status }) => status), ["finished", "pending"]);

  const firstRecord = join(directory, runs[0].runId, "run.json");
  const before = await Deno.readTextFile(firstRecord);
  const starts = startsFile(directory, runs[1].runId), elsewhere = { commit: "1c4a2f", backend: "wasm" };
  const [start] = (await Deno.readTextFile(starts)).trim().split("\n").map((line) => JSON.parse(line));
  await Deno.writeTextFile(starts, JSON.stringify({ ...start, ...elsewhere }) + "\n");
  const steps: number[] = [];
  const resumed = await sweep(experiment, {
    directory,
    workers: 1,
    onProgress: ({ running }) => running.forEach(({ step }) => steps.push(step)),
  });
  assert.deepEqual(resumed.map(({ status }) => status), ["finished", "finished"]);
  assert.equal(await Deno.readTextFile(firstRecord), before);
  assert(Math.min(...steps) > 10, "the second run goes on after its step 10");
  const [first, second] = await Promise.all(
    runs.map(({ runId }) => readJson(join(directory, runId, "run.json"), storedRunSchema)),
  );
  assert.equal(first.earlier, undefined);
  assert.deepEqual(second.earlier!.map(({ commit, backend }) => ({ commit, backend })), [elsewhere]);
});

Deno.test("two sweeps in one directory are refused", async () => {
  const directory = await temporaryDirectory();
  using _lock = lockSweep(directory);
  await assert.rejects(sweep(experiment, { directory }), /Expected no other sweep/);
});

Deno.test("a run that cannot be written down stops the sweep and says why", async () => {
  const directory = await temporaryDirectory();
  await writePlan(directory, runs);
  await Deno.writeTextFile(join(directory, runs[0].runId), "where the run's folder should be");
  await assert.rejects(
    runPool(runs, { directory, command: "test", workers: 1, threads: 1 }),
    { name: "UserError", message: /Expected to write .* but found: .*exist.* run the command again/ },
  );
});

Deno.test("a checkpoint that cannot be written stops the sweep instead of failing its runs", async () => {
  const directory = await temporaryDirectory();
  const task = { ...experiment.tasks[0], training: { ...experiment.tasks[0].training, maximumSteps: 600 } };
  const long = planRuns({ ...experiment, tasks: [task] }, null);
  const stopped = trainIn(directory, long, {
    onReport: (report) => {
      if (report.report !== "metrics") return;
      Deno.mkdirSync(join(checkpointFile(directory, report.runId), "in the way"), { recursive: true });
    },
  });
  await assert.rejects(stopped, {
    name: "UserError",
    message: /Expected to write .*checkpoint\.safetensors but found: .*; what was written stays$/,
  });
  assert.deepEqual((await readRecords(directory)).map(({ status }) => status), ["pending", "pending"]);
});

Deno.test("a sweep that is refused for want of data leaves the plan as it was", async () => {
  const directory = await temporaryDirectory();
  await writePlan(directory, runs);
  const listops = taskOptionsSchema.parse({ name: "listops", directory: join(directory, "none") });
  const refused = { ...experiment, tasks: [{ ...experiment.tasks[0], task: listops }] };
  await assert.rejects(sweep(refused, { directory }), /Expected a file of Long Range Arena's ListOps/);
  assert.deepEqual(await readPlan(directory), runs);
});

Deno.test("runs that ended with weights that are gone since stay in the plan", async () => {
  const directory = await temporaryDirectory(), model = "pocket-large"; // which has none
  const settings = [SETTINGS["frozen-random"], SETTINGS["frozen-pretrained"]];
  const both = { ...experiment, model, settings, learningRates: [1e-3] };
  const planned = planRuns({ ...both, seeds: [0, 1] }, "0".repeat(64));
  await writePlan(directory, planned);
  const [random, ended] = planned.filter(({ config }) => config.seed === 0);
  const accuracies = { validationAccuracy: 1, testAccuracy: 1, trainAccuracy: 1 };
  const result = { status: "finished" as const, ...accuracies, bestStep: 20, steps: 40, seconds: 1 };
  await writeRun(directory, finished(ended, result, ORIGIN));
  const records = await sweep({ ...both, seeds: [0, 1] }, {
    directory,
    except: new Set(planned.map(({ runId }) => runId)),
  });
  assert.deepEqual(
    records.map(({ setting, seed, status }) => [setting, seed, status]),
    [["frozen-random", 0, "pending"], ["frozen-pretrained", 0, "finished"], ["frozen-random", 1, "pending"]],
  );
  assert.equal(records[0].runId, random.runId);
});

Deno.test("an experiment of which no setting can be had without weights is refused", async () => {
  const directory = join(await temporaryDirectory(), "runs");
  const settings = [SETTINGS["frozen-pretrained"]];
  await assert.rejects(
    sweep({ ...experiment, model: "gpt2-xl", settings }, { directory }),
    /Expected pretrained weights in weights\/gpt2-xl.*deno task weights gpt2-xl/,
  );
  assert(!existsSync(directory), "no plan is written");
});

Deno.test("an experiment file may not take a preset's name", async () => {
  const file = await Deno.makeTempFile();
  await Deno.writeTextFile(file, JSON.stringify({ ...experiment, name: "quick-parts" }));
  await assert.rejects(openExperiment(file), /Expected another name in .* than quick-parts/);
});
