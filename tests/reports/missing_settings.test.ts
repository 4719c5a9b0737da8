import assert from "node:assert/strict";
import { missingSettings } from "../../lib/reports/missing_settings.ts";
import { preset } from "../../lib/sweeps/presets.ts";
import { syntheticSweep } from "../analysis/synthetic.ts";

const ALL = ["frozen-random", "frozen-pretrained", "unfrozen-random", "unfrozen-pretrained"];

Deno.test("settings left out for want of weights are named, with what to do", () => {
  const text = missingSettings(syntheticSweep(), preset("quick")).bundle["text/plain"];
  assert.match(
    text,
    /^Shown: Frozen Random, Unfrozen Random\. Left out, since weights\/pocket holds no pretrained/,
  );
  assert.match(text, /Frozen Pretrained, Unfrozen Pretrained\. Bring them there \(`deno task weights`, /);
});

Deno.test("nothing is said to be missing where all settings are there", () => {
  const text = missingSettings(syntheticSweep({ settings: ALL }), preset("quick")).bundle["text/plain"];
  assert.equal(text, "Shown: Frozen Random, Frozen Pretrained, Unfrozen Random, Unfrozen Pretrained.");
});
