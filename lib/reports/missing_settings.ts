import type { Experiment } from "../sweeps/experiment.ts";
import type { RunRecord } from "../sweeps/record.ts";
import type { Display } from "./display.ts";
import { settingLabel } from "./labels.ts";
import { note } from "./note.ts";

/** Says which settings of an experiment are shown, and what to do for those left out for want of weights. */
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
