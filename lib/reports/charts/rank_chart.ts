import { curves } from "../../analysis/curves.ts";
import { type Ranking, rankings } from "../../analysis/rankings.ts";
import { withSharedSeeds } from "../../analysis/whole_seeds.ts";
import type { RunRecord } from "../../sweeps/record.ts";
import { type Display, stack } from "../display.ts";
import { learningRateLabel, settingLabel, taskLabel } from "../labels.ts";
import { scaleNote, type ScaleOf } from "../scale_note.ts";
import { unfinishedWarning } from "../warnings.ts";
import { learningRateAxis } from "./learning_rate_axis.ts";
import { settingsChart } from "./settings_chart.ts";

/**
 * The rank of each setting against learning rate, a chart for each task: where lines cross, the order flips.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { historiesOf } from "../../sweeps/histories_of.ts";
 * import { preset } from "../../sweeps/presets.ts";
 * import { rankCharts } from "./rank_chart.ts";
 *
 * const experiment = preset("quick");
 * const { bundle } = rankCharts(await historiesOf(experiment), experiment);
 * assert.match(bundle["text/plain"], /Rank of the settings on MNIST/);
 * ```
 */
export function rankCharts(records: readonly RunRecord[], experiment: ScaleOf): Display {
  const tasks = [...Map.groupBy(rankings(curves(withSharedSeeds(records))), ({ task }) => task)];
  return stack(...tasks.map(([task, ranked]) => {
    const ofTask = records.filter((run) => run.task === task);
    const settings = new Set(ofTask.map(({ setting }) => setting));
    return rankChart(task, [...settings], ranked, scaleNote(experiment, [task]) + unfinishedWarning(ofTask));
  }));
}

function rankChart(
  task: string,
  settings: readonly string[],
  ranked: readonly Ranking[],
  notes: string,
): Display {
  const lines = settings.map((setting) => ({
    setting,
    points: ranked.flatMap(({ learningRate, order }) =>
      order.filter((one) => one.setting === setting).map(({ rank }) => ({ x: learningRate, y: rank }))
    ),
  }));
  return settingsChart(
    lines,
    {
      x: { type: "log", label: "Learning rate →" },
      y: {
        domain: [settings.length, 1],
        ticks: settings.map((_, i) => i + 1),
        tickFormat: "d",
        label: `Rank on ${taskLabel(task)} (1 is best)`,
      },
    },
    {
      title: `Rank of the settings on ${taskLabel(task)} against learning rate`,
      description: ranked.map(describe).join(" "),
      caption: `1 is the best mean test accuracy at that learning rate, by however little. ${notes}`,
    },
    learningRateAxis(ranked),
  );
}

function describe({ learningRate, order }: Ranking): string {
  const places = order.map(({ setting, rank }) => `${rank}. ${settingLabel(setting)}`);
  return `At ${learningRateLabel(learningRate)}: ${places.join(", ")}.`;
}
