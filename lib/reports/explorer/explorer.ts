import { join } from "node:path";
import { sha256OfData } from "../../files/integrity.ts";
import { isEnded, type RunRecord } from "../../sweeps/record.ts";
import { describeCurves } from "../charts/describe_curves.ts";
import type { LineStyle } from "../charts/line_style.ts";
import { settingStyles } from "../charts/setting_styles.ts";
import { Display } from "../display.ts";
import { escapeHtml } from "../html.ts";
import { learningRateLabel, settingLabel, taskLabel } from "../labels.ts";
import { LU_LEARNING_RATE } from "../../published/lu_2021.ts";
import { scaleNote, type ScaleOf } from "../scale_note.ts";
import { warnings } from "../warnings.ts";
import { tasksOf } from "../../analysis/series.ts";

/** What is written into the page: the script and its style, which need no network. */
const SCRIPT = await Deno.readTextFile(join(import.meta.dirname!, "client.js"));
const STYLE = await Deno.readTextFile(join(import.meta.dirname!, "style.css"));

/**
 * Every run against its learning rate, to be explored in the page: hovering or focusing a run tells its figures, tasks
 * and settings can be left out, and the axis shows accuracy or error, linear or logarithmic.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { historiesOf } from "../../sweeps/histories_of.ts";
 * import { preset } from "../../sweeps/presets.ts";
 * import { learningRateExplorer } from "./explorer.ts";
 *
 * const experiment = preset("quick");
 * const { bundle } = learningRateExplorer(await historiesOf(experiment), experiment);
 * assert.match(bundle["text/plain"], /Learning-rate explorer/);
 * ```
 */
export function learningRateExplorer(records: readonly RunRecord[], experiment: ScaleOf): Display {
  const ended = records.filter(isEnded);
  const tasks = tasksOf(ended);
  const settings = [...new Set(ended.map(({ setting }) => setting))];
  const styles = settingStyles(settings);
  const data = JSON.stringify({
    tasks: tasks.map((name) => ({ name, label: taskLabel(name) })),
    settings: settings.map((name) => ({ name, label: settingLabel(name), ...styles.get(name)! })),
    runs: ended.map((run) => ({
      ...{ runId: run.runId, task: run.task, setting: run.setting, seed: run.seed, status: run.status },
      ...{
        rate: run.learningRate,
        rateLabel: learningRateLabel(run.learningRate),
        taskLabel: taskLabel(run.task),
      },
      ...{ test: run.testAccuracy, validation: run.validationAccuracy, train: run.trainAccuracy },
      ...{ bestStep: run.bestStep, steps: run.steps },
    })),
    missing: records.filter((run) => !isEnded(run)).map(({ task, setting, learningRate: rate }) => (
      { task, setting, rate }
    )),
    marked: { value: LU_LEARNING_RATE.value },
  });
  // The same runs give the same page.
  const id = `explorer-${sha256OfData(data).slice(0, 8)}`;
  const remark = scaleNote(experiment) + warnings(records);
  const taskBoxes = checkboxes("Tasks", "task", tasks.map((name) => [name, taskLabel(name)]));
  const settingBoxes = checkboxes(
    "Settings",
    "setting",
    settings.map((name) => [name, settingLabel(name), sign(styles.get(name)!)]),
  );
  const { authors, value } = LU_LEARNING_RATE;
  const legend = "Each symbol is a run, lines are means over seeds; the dotted line is " +
    `${authors}'s ${
      learningRateLabel(value)
    }. A run that diverged before any evaluation counts as 0 % accuracy. ${remark}`;
  const html = `<div class="explorer" id="${id}"><style>
${STYLE}</style>
${taskBoxes}
${settingBoxes}
<fieldset><legend>Shown</legend>
${choice("split", [["test", "test"], ["validation", "validation"], ["train", "training"]])}
${choice("quantity", [["accuracy", "accuracy"], ["error", "error"]])}
${choice("scale", [["linear", "linear"], ["log", "logarithmic"]])}
</fieldset>
<div class="explorer-charts">The explorer needs JavaScript; the tables have the same figures.</div>
<p>${escapeHtml(legend)}</p>
<script type="application/json">${data.replaceAll("<", "\\u003c")}</script>
<script>{
${SCRIPT}
for (const root of document.querySelectorAll("#${id}:not([data-mounted])")) {
  root.setAttribute("data-mounted", "");
  mountExplorer(root);
}
}</script></div>`;
  const words = tasks.map((task) =>
    `${taskLabel(task)}: ${describeCurves(ended.filter((run) => run.task === task))}`
  );
  return new Display(
    html,
    ["Learning-rate explorer (in HTML it can be filtered).", ...words, remark].join("\n"),
  );
}

/** A fieldset of checked boxes; each option has a value, a label and perhaps a sign in HTML. */
function checkboxes(
  legend: string,
  name: string,
  options: readonly (readonly [value: string, label: string, sign?: string])[],
): string {
  const labels = options.map(([value, label, sign = ""]) => {
    const box = `<input type="checkbox" name="${name}" value="${escapeHtml(value)}" checked>`;
    return `<label>${box} ${sign}${escapeHtml(label)}</label>`;
  });
  return `<fieldset><legend>${legend}</legend>${labels.join("")}</fieldset>`;
}

const SIGNS = { circle: "●○", square: "■□", triangle: "▲△", diamond: "◆◇", star: "★☆" };

/** The symbol of a setting's runs, as text. */
function sign({ color, symbol, filled }: LineStyle): string {
  return symbol === null
    ? ""
    : `<span aria-hidden="true" style="color: ${color}">${SIGNS[symbol][filled ? 0 : 1]}</span> `;
}

function choice(name: string, options: readonly (readonly [string, string])[]): string {
  const items = options.map(([value, label], i) =>
    `<option value="${value}"${i === 0 ? " selected" : ""}>${label}</option>`
  );
  return `<select name="${name}" aria-label="${name}">${items.join("")}</select>`;
}
