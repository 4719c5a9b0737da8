import assert from "node:assert/strict";
import { gpt2Preset } from "../../../lib/models/config.ts";
import { SETTINGS } from "../../../lib/models/settings.ts";
import { freezePolicyTable } from "../../../lib/reports/tables/freeze_policy.ts";
import { openTask } from "../../../lib/tasks/open.ts";

Deno.test("the freeze policy names every part, its size and which settings train it", async () => {
  const task = await openTask({ name: "bit-xor" });
  const { bundle } = await freezePolicyTable(task, gpt2Preset("pocket"), Object.values(SETTINGS).slice(1, 3));
  const text = bundle["text/plain"];
  // Four blocks of width 256, each: attention 256 * 1024 + 1024 weights and biases, MLP 2 * 256 * 1024 + 1280, two
  // layer norms of 512; and a last layer norm.
  assert.match(text, /Attention +1,052,672 +frozen +trained/);
  assert.match(text, /MLP +2,102,272 +frozen +trained/);
  assert.match(text, /Layer norms +4,608 +trained +trained/);
  // Ten positions; one number in; two classes for each of the last five positions.
  assert.match(text, /Positions +2,560 +trained +trained/);
  assert.match(text, /Input layer +512 +trained +trained/);
  assert.match(text, /Output layer +514 +trained +trained/);
  assert.match(text, /3,163,138 +0\.3 % +100\.0 %/);
});
