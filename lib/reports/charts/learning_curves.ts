import { bestRuns } from "../../analysis/best_runs.ts";
import { estimate } from "../../analysis/statistics.ts";
import type { History } from "../../sweeps/record.ts";
import { type Display, stack } from "../display.ts";
import { learningRateLabel, percent, settingLabel, taskLabel } from "../labels.ts";
import { scaleNote, type ScaleOf } from "../scale_note.ts";
import { type SettingPoint, settingsChart } from "./settings_chart.ts";

/** Validation accuracy against gradient steps, a chart for each task, each setting at its best learning rate. */
export function learningCurves(histories: readonly History[], experiment: ScaleOf): Display {
  const tasks = [...Map.groupBy(bestRuns(histories), ({ task }) => task)];
  return stack(...tasks.map(([task, best]) => {
    const lines = best.map(({ setting, learningRate, runs }) => ({
      setting,
      learningRate,
      points: meanCurve(runs),
    }));
    return settingsChart(
      lines,
      {
        x: { zero: true, label: "Gradient step →" },
        y: { nice: true, grid: true, label: `↑ Validation accuracy on ${taskLabel(task)} (%)` },
      },
      {
        title: `Validation accuracy on ${taskLabel(task)} against gradient steps`,
        description: lines.map(describe).join(" "),
        caption: `${meaning(best.map(({ runs }) => runs))} Learning rates: ${lines.map(rateOf).join(", ")}. ${
          scaleNote(experiment, [task])
        }`,
      },
    );
  }));
}

/** What the lines of settings with these runs stand for. */
function meaning(settings: readonly (readonly History[])[]): string {
  const runs = settings.flat();
  const error = settings.some(({ length }) => length > 1) ? " ± standard error" : "";
  const also = runs.some(({ status }) => status === "diverged") ? ", or divergence," : "";
  return `Means over seeds${error}; a line ends where early stopping${also} ended the first of them.`;
}

/** The mean over seeds at each step at which all were evaluated. */
function meanCurve(runs: readonly History[]): SettingPoint[] {
  const evaluations = runs.flatMap((run) => run.evaluations);
  return [...Map.groupBy(evaluations, ({ step }) => step)]
    .filter(([, ofStep]) => ofStep.length === runs.length)
    .map(([step, ofStep]) => {
      const { mean, error } = estimate(ofStep.map((one) => 100 * one.validationAccuracy))!;
      return { x: step, y: mean, error };
    });
}

interface Curve {
  setting: string;
  learningRate: number;
  points: readonly SettingPoint[];
}

function rateOf({ setting, learningRate }: Curve): string {
  return `${settingLabel(setting)} ${learningRateLabel(learningRate)}`;
}

function describe({ setting, learningRate, points }: Curve): string {
  const at = ({ x, y }: SettingPoint) => `${percent(y / 100)} % at step ${x.toLocaleString("en")}`;
  const told = points.length === 0 ? "no evaluation that all seeds have" : points.map(at).join(", ");
  return `${settingLabel(setting)} at ${learningRateLabel(learningRate)}: ${told}.`;
}
