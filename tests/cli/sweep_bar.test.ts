import assert from "node:assert/strict";
import { SweepBar } from "../../lib/cli/sweep_bar.ts";
import { syntheticRun } from "../analysis/synthetic.ts";

Deno.test("without a terminal each run that ends is a line, and none is told twice", () => {
  const lines: string[] = [], { log } = console, { isTerminal } = Deno.stderr;
  Deno.stderr.isTerminal = () => false;
  console.log = (line) => lines.push(line);
  try {
    const bar = new SweepBar(), latest = syntheticRun({ testAccuracy: 0.25, seconds: 75 });
    bar.update({ runs: 3, ended: 0, running: [], secondsLeft: null });
    bar.update({ runs: 3, ended: 1, running: [], secondsLeft: 120, latest });
    bar.update({ runs: 3, ended: 1, running: [], secondsLeft: 110, latest });
    const diverged = syntheticRun({ seed: 1, status: "diverged", testAccuracy: null });
    bar.update({ runs: 3, ended: 2, running: [], secondsLeft: null, latest: diverged });
    bar.stop();
  } finally {
    console.log = log;
    Deno.stderr.isTerminal = isTerminal;
  }
  assert.deepEqual(lines, [
    "1/3 mnist frozen-random lr 0.001 seed 0: finished, test accuracy 25.0 %, 1 min 15 s; 2 min 0 s left",
    "2/3 mnist frozen-random lr 0.001 seed 1: diverged, 10 s; … left",
  ]);
});
