import type { Experiment } from "../sweeps/experiment.ts";
import type { RunRecord } from "../sweeps/record.ts";
import type { Display } from "./display.ts";
import { settingLabel } from "./labels.ts";
import { note } from "./note.ts";

/**
 * Says which settings of an experiment are shown, and what to do for those left out for want of weights.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { historiesOf } from "../sweeps/histories_of.ts";
 * import { preset } from "../sweeps/presets.ts";
 * import { missingSettings } from "./missing_settings.ts";
 *
 * const experiment = preset("quick");
 * const { bundle } = missingSettings(await historiesOf(experiment), experiment);
 * assert.match(bundle["text/plain"], /Frozen Random/);
 * ```
 */
export function missingSettings(records: readonly RunRecord[], { settings, model }: Experiment): Display {
  const found = new Set(records.map(({ setting }) => setting));
  const names = (present: boolean) =>
    settings.filter(({ name }) => found.has(name) === present).map(({ name }) => settingLabel(name)).join(
      ", ",
    );
  const shown = `Shown: ${names(true)}.`;
  const text = names(false) === ""
    ? shown
    : `${shown} Left out, since weights/${model} holds no pretrained weights: ` +
      `${names(false)}. Bring them there (\`deno task weights\`, \`deno task pretrain\`) and run again.`;
  return note(text);
}
