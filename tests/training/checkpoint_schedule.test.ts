import assert from "node:assert/strict";
import { checkpointSchedule } from "../../lib/training/checkpoint_schedule.ts";
import { stopwatch } from "../../lib/training/stopwatch.ts";

Deno.test("a run that is kept in no time is kept no more often for it", async () => {
  let time = 0;
  const watch = stopwatch(0, () => time);
  const { isDue, save } = checkpointSchedule({ seconds: 0 }, watch, 30, () => Promise.resolve());
  await save();
  time = 30;
  assert.equal(isDue(), false);
  time = 31;
  assert.equal(isDue(), true);
});
