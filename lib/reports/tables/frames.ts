import type { DataFrame } from "danfojs-node";
import type { Summary } from "../../analysis/summary.ts";
import { loadDanfo } from "../../backend/danfo.ts";
import { type RunRecord, runRecordSchema } from "../../sweeps/record.ts";
import { publishedLabel, settingLabel, taskLabel, testEstimate } from "../labels.ts";
import { PUBLISHED_TABLE_1 } from "../../published/rothermel_2021.ts";

/**
 * The records of runs as a DataFrame: a row each, accuracies as fractions.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { historiesOf } from "../../sweeps/histories_of.ts";
 * import { preset } from "../../sweeps/presets.ts";
 * import { runsFrame } from "./frames.ts";
 *
 * const records = await historiesOf(preset("quick"));
 * assert.equal((await runsFrame(records)).shape[0], records.length);
 * ```
 */
export async function runsFrame(records: readonly RunRecord[]): Promise<DataFrame> {
  return await frame(records.map((record) => runRecordSchema.parse(record)));
}

/**
 * Summaries as a DataFrame: a row for each task and setting, accuracies as fractions.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { summarize } from "../../analysis/summary.ts";
 * import { historiesOf } from "../../sweeps/histories_of.ts";
 * import { preset } from "../../sweeps/presets.ts";
 * import { summaryFrame } from "./frames.ts";
 *
 * const frame = await summaryFrame(summarize(await historiesOf(preset("quick"))));
 * assert(frame.columns.includes("testMean"));
 * ```
 */
export async function summaryFrame(summaries: readonly Summary[]): Promise<DataFrame> {
  return await frame(summaries);
}

/**
 * Table 1 of Rothermel et al. (2021) with our figures: a row for each setting, for each task a column of ours and
 * one of those published, in percent with standard errors; null where there is none.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { table1Frame } from "./frames.ts";
 *
 * const frame = await table1Frame([]);
 * assert.equal(frame["MNIST: published"].values[0], "98.0 ± 0.0");
 * ```
 */
export async function table1Frame(summaries: readonly Summary[]): Promise<DataFrame> {
  const { tasks, settings, cells } = PUBLISHED_TABLE_1;
  return await frame(settings.map((setting) => {
    const row: Record<string, string | null> = { Setting: settingLabel(setting) };
    for (const task of tasks) {
      const isHere = (one: { task: string; setting: string }) => one.task === task && one.setting === setting;
      const ours = summaries.find(isHere), published = cells.find(isHere)!;
      row[`${taskLabel(task)}: ours`] = testEstimate(ours);
      row[`${taskLabel(task)}: published`] = publishedLabel(published);
    }
    return row;
  }));
}

/** Rows, one or more, as a DataFrame. */
export async function frame(rows: readonly object[]): Promise<DataFrame> {
  const { DataFrame } = await loadDanfo();
  return new DataFrame(rows as object[]);
}
