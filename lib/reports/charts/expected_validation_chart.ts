import { curves } from "../../analysis/curves.ts";
import { type ExpectedValidation, expectedValidation } from "../../analysis/expected_validation.ts";
import { series } from "../../analysis/series.ts";
import { withWholeSeeds } from "../../analysis/whole_seeds.ts";
import type { RunRecord } from "../../sweeps/record.ts";
import { type Display, stack } from "../display.ts";
import { percent, settingLabel, taskLabel } from "../labels.ts";
import { scaleNote, type ScaleOf } from "../scale_note.ts";
import { warnings } from "../warnings.ts";
import { settingsChart } from "./settings_chart.ts";

/**
 * Expected best validation accuracy against the number of learning rates tried, a chart for each task (Dodge et al.,
 * 2019): which setting seems best depends on how much is spent on tuning.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { historiesOf } from "../../sweeps/histories_of.ts";
 * import { preset } from "../../sweeps/presets.ts";
 * import { expectedValidationCharts } from "./expected_validation_chart.ts";
 *
 * const experiment = preset("quick");
 * const { bundle } = expectedValidationCharts(await historiesOf(experiment), experiment);
 * assert.match(bundle["text/plain"], /against learning rates tried/);
 * ```
 */
export function expectedValidationCharts(records: readonly RunRecord[], experiment: ScaleOf): Display {
  const expected = expectedValidation(curves(withWholeSeeds(records)));
  return stack(
    ...[...Map.groupBy(expected, ({ task }) => task)].map(([task, ofTask]) =>
      chart(task, ofTask, scaleNote(experiment, [task]) + warnings(records, { shown: [task] }))
    ),
  );
}

function chart(task: string, expected: readonly ExpectedValidation[], remark: string): Display {
  const lines = series(expected).map(({ setting, members }) => ({
    setting,
    points: members.map(({ tries, accuracy }) => ({ x: tries, y: 100 * accuracy })),
  }));
  const most = Math.max(...expected.map(({ tries }) => tries));
  return settingsChart(
    lines,
    {
      x: {
        domain: [1, most],
        ticks: Array.from({ length: most }, (_, i) => i + 1),
        tickFormat: "d",
        label: "Learning rates tried →",
      },
      y: { nice: true, grid: true, label: `↑ Expected best validation accuracy on ${taskLabel(task)} (%)` },
    },
    {
      title: `Expected best validation accuracy on ${taskLabel(task)} against learning rates tried`,
      description: series(expected).map(({ setting, members }) => {
        const all = members.map(({ tries, accuracy }) => `${percent(accuracy)} % with ${tries}`);
        return `${settingLabel(setting)}: ${all.join(", ")}.`;
      }).join(" "),
      caption: "Learning rates drawn at random from the grid, with replacement (Dodge et al., 2019, " +
        `arXiv:1909.03004); each counts with its mean over seeds. Grids differ between tasks, and so does what a try is worth. ${remark}`,
    },
  );
}
