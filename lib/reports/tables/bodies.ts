import { compareSettings } from "../../analysis/comparisons.ts";
import { summarize } from "../../analysis/summary.ts";
import type { Gpt2Config } from "../../models/config.ts";
import { SETTING_NAMES } from "../../models/settings.ts";
import type { Experiment } from "../../sweeps/experiment.ts";
import type { History } from "../../sweeps/record.ts";
import { ofSameTasks, withinGrid } from "../../sweeps/within_grid.ts";
import { modelConfig } from "../../weights/model_config.ts";
import type { Display } from "../display.ts";
import { differenceLabel, settingLabel, taskLabel, testEstimate } from "../labels.ts";
import { LU_SIZES, LU_VERIFICATION } from "../../published/lu_2021.ts";
import { tasksRates } from "../rates_in_words.ts";
import { scaleNote } from "../scale_note.ts";
import { warnings } from "../warnings.ts";
import { rowsTable } from "./rows.ts";

/** The runs with one body. */
export interface BodyRuns {
  model: string;
  /** Those beyond the experiment's grid only say whether a best learning rate at its edge is the best of more. */
  histories: readonly History[];
}

/**
 * The paper's four settings with bodies of several sizes, within the grid of one of their experiments.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { historiesOf } from "../../sweeps/histories_of.ts";
 * import { bodyPresets } from "../../sweeps/presets.ts";
 * import { bodiesTable } from "./bodies.ts";
 *
 * const presets = bodyPresets("quick");
 * const bodies = await Promise.all(
 *   presets.map(async (one) => ({ model: one.model, histories: await historiesOf(one) })),
 * );
 * const { bundle } = await bodiesTable(bodies, presets[0]);
 * assert.match(bundle["text/plain"], /pocket-small \(\d layers of width \d+\)/);
 * ```
 */
export async function bodiesTable(bodies: readonly BodyRuns[], experiment: Experiment): Promise<Display> {
  const tasks = experiment.tasks.map(({ task }) => task.name);
  const shapes = await Promise.all(
    bodies.map(async (body) => ({ ...body, ...await modelConfig(body.model) })),
  );
  shapes.sort((a, b) => size(a) - size(b));
  const rows = tasks.flatMap((task) =>
    shapes.map(({ model, histories, layers, width }) => {
      const ofTask = withinGrid(histories, experiment).filter((one) => one.task === task);
      const summaries = summarize(ofTask);
      const cells = SETTING_NAMES.map((setting) => [
        settingLabel(setting),
        testEstimate(summaries.find((one) => one.setting === setting)),
      ]);
      const difference = (body: string) => {
        const [found] = compareSettings(ofTask, [[`unfrozen-${body}`, `frozen-${body}`]]);
        return differenceLabel(found?.comparison);
      };
      return {
        "Task": taskLabel(task),
        "Body": `${model} (${layers} layers of width ${width})`,
        ...Object.fromEntries(cells),
        "Unfrozen \u2212 frozen: random": difference("random"),
        "Unfrozen \u2212 frozen: pretrained": difference("pretrained"),
      };
    })
  );
  const warned = bodies.flatMap(({ model, histories }) => {
    const tried = ofSameTasks(histories, experiment),
      text = warnings(withinGrid(tried, experiment), { tried });
    return text === "" ? [] : [` Body ${model}:${text}`];
  });
  return await rowsTable(rows, {
    caption:
      "Test accuracy in % by the size of the body, each setting at the learning rate that is best on validation of " +
      `those tried (${
        tasksRates(experiment)
      }), ± standard error over seeds; differences in points, paired by seed, with ` +
      `95 % t intervals. ${
        scaleNote({ ...experiment, model: undefined })
      } Pretrained settings need weights in weights/<body>.${warned.join("")}`,
    rowHeaders: 2,
  });
}

/** In proportion to the parameters of its blocks. */
function size({ layers, width }: Gpt2Config): number {
  return layers * width ** 2;
}

/**
 * What Lu et al. (2021) report for bodies of several sizes.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { publishedBodiesTable } from "./bodies.ts";
 *
 * assert.match((await publishedBodiesTable()).bundle["text/plain"], /gpt2-large +72\.1/);
 * ```
 */
export async function publishedBodiesTable(): Promise<Display> {
  const { source, task, rows } = LU_SIZES;
  const cells = rows.map(({ model, ...accuracies }) => ({
    "Body": model,
    ...Object.fromEntries(
      Object.entries(accuracies).map(([setting, accuracy]) => [settingLabel(setting), accuracy.toFixed(1)]),
    ),
  }));
  return await rowsTable(cells, {
    caption: `Test accuracy in % on ${taskLabel(task)}. Lu et al.: ${source}, ${LU_VERIFICATION}.`,
  });
}
