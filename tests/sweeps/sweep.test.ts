import assert from "node:assert/strict";
import { join } from "node:path";
import { preset } from "../../lib/sweeps/presets.ts";
import { openExperiment, sweep } from "../../lib/sweeps/sweep.ts";
import { temporaryDirectory } from "../temporary_directory.ts";

for (const workers of [0, -2, NaN, 1.5]) {
  Deno.test(`a sweep with ${workers} workers is refused`, async () => {
    await assert.rejects(sweep(preset("quick"), { workers, directory: await temporaryDirectory() }), {
      name: "UserError",
      message: `Expected workers to be a whole number of at least 1 but found ${workers}`,
    });
  });
}

/** An experiment file with these changes. */
async function fileWith(changes: Record<string, unknown>): Promise<string> {
  const path = join(await temporaryDirectory(), "own.json");
  const training = { maximumSteps: 1, evaluateEvery: 1 };
  const experiment = { name: "own", model: "pocket-small", tasks: [{ task: { name: "bit-xor" }, training }] };
  await Deno.writeTextFile(
    path,
    JSON.stringify({ ...experiment, learningRates: [1e-3], seeds: [0], ...changes }),
  );
  return path;
}

/** What is said of such a file. */
async function refused(changes: Record<string, unknown>, message: RegExp): Promise<void> {
  await assert.rejects(openExperiment(await fileWith(changes)), { name: "UserError", message });
}

Deno.test("a setting with more layers than the model is refused with its place", async () => {
  const setting = { name: "deep", initialization: "normal", trained: ["output"], layers: 3 };
  const whole = { ...setting, layers: 2 };
  assert.deepEqual((await openExperiment(await fileWith({ settings: [whole] }))).settings, [whole]);
  await refused(
    { settings: ["frozen-random", setting] },
    /own\.json does not fit:\n.* at most 2, the layers of pocket-small, but found 3\n.*at settings\[1\]\.layers/,
  );
});

Deno.test("a name that no folder can have is refused with its place", () =>
  refused({ name: "a".repeat(101) }, /at name/));
