import { type Experiment, learningRatesOf } from "../sweeps/experiment.ts";
import { preset } from "../sweeps/presets.ts";
import { decisiveOptions, type TaskOptions, taskOptionsSchema } from "../tasks/options.ts";
import { taskShape } from "../tasks/shape.ts";
import { evaluatedExamples } from "../training/evaluated_examples.ts";
import { precisionLabel } from "../training/options.ts";
import { learningRateLabel, optionLabel, taskLabel } from "./labels.ts";

/** What a note needs to know of an experiment. */
export type ScaleOf =
  & Pick<Experiment, "name" | "seeds" | "tasks" | "settings" | "learningRates">
  & {
    /** undefined for figures of several bodies, which say themselves of which. */
    model?: string;
  };

/** Options of tasks that do not say what is asked; how many examples there are is told apart. */
const NOT_ASKED = ["name", "examples", "validationExamples", "seed", "sha256"];

/**
 * At which scale figures were obtained, and which tasks were shortened against the papers and how: every table and
 * chart of ours says so.
 *
 * @param shown The tasks that the figures are of; all if not given.
 */
export function scaleNote(
  { name, model, seeds, tasks, settings, learningRates }: ScaleOf,
  shown?: readonly string[],
): string {
  const found = tasks
    .filter(({ task }) => shown === undefined || shown.includes(task.name))
    .map((entry): [string, string[]] => [
      taskLabel(entry.task.name),
      [
        ...changedOptions(entry.task),
        ...changedTraining(entry),
        ...changedExamples(entry),
        ...changedRates({ learningRates, settings }, entry),
      ],
    ]);
  const changes = sharedApart(found).flatMap(([name, own]) =>
    own.length === 0 ? [] : [`${name}: ${own.join(", ")}`]
  );
  if (settings.some(({ initialization }) => initialization === "random")) {
    changes.push("random bodies: projections into residual connections drawn smaller");
  }
  const body = model === undefined ? "" : ` body ${model},`;
  const scale = `Scale: ${name},${body} ${seeds.length} ${seeds.length === 1 ? "seed" : "seeds"}`;
  return changes.length === 0
    ? `${scale}; tasks as in the papers.`
    : `${scale}. Other than in the papers: ${changes.join("; ")}.`;
}

/** What several tasks all have is said once, behind what they have for themselves. */
function sharedApart(found: [name: string, changes: string[]][]): [name: string, changes: string[]][] {
  if (found.length < 2) return found;
  const shared = found[0][1].filter((change) => found.every(([, changes]) => changes.includes(change)));
  const own = found.map(([name, changes]): [string, string[]] => [
    name,
    changes.filter((change) => !shared.includes(change)),
  ]);
  return [...own, ["all", shared]];
}

function changedOptions(options: TaskOptions): string[] {
  const defaults: Record<string, unknown> = taskOptionsSchema.parse({ name: options.name });
  return Object.entries(decisiveOptions(options)).flatMap(([name, value]) => {
    if (NOT_ASKED.includes(name) || value === defaults[name]) return [];
    const theirs = name in defaults ? ` (not ${defaults[name]})` : "";
    return [`${optionLabel(name)} ${value}${theirs}`];
  });
}

function changedTraining(
  { task, training }: Experiment["tasks"][number],
): string[] {
  const { maximumSteps, batchSize, matmulPrecision, clipNorm, patience } = training;
  const { tasks } = preset("paper");
  const { training: theirs } = tasks.find((one) => one.task.name === task.name) ?? {};
  const precision = matmulPrecision === "float32"
    ? []
    : [`matrix products in ${precisionLabel(matmulPrecision)}`];
  const others = [
    ...patience === null ? ["no early stopping"] : [],
    ...clipNorm === 1
      ? []
      : [clipNorm === null ? "no clipping" : `gradient norm clipped at ${clipNorm} (not 1)`],
    ...precision,
  ];
  const steps = `at most ${maximumSteps.toLocaleString("en")} gradient steps`;
  if (theirs === undefined) {
    return [
      steps,
      ...batchSize === tasks[0].training.batchSize ? [] : [`batch size ${batchSize}`],
      ...others,
    ];
  }
  return [
    ...maximumSteps === theirs.maximumSteps
      ? []
      : [`${steps} (not ${theirs.maximumSteps.toLocaleString("en")})`],
    ...batchSize === theirs.batchSize ? [] : [`batch size ${batchSize} (not ${theirs.batchSize})`],
    ...others,
  ];
}

/** More or fewer examples than the task has by default, to train on or to be evaluated on. */
function changedExamples({ task, training }: Experiment["tasks"][number]): string[] {
  const { sizes } = taskShape(task), usual = taskShape(taskOptionsSchema.parse({ name: task.name })).sizes;
  const evaluated = evaluatedExamples(sizes, training);
  const counted = [
    ["trained", sizes.train, usual.train],
    ["validated", evaluated.validation, usual.validation],
    ["tested", evaluated.test, usual.test],
  ] as const;
  return counted.flatMap(([how, found, theirs]) =>
    found === theirs ? [] : [`${how} on ${found.toLocaleString("en")} examples`]
  );
}

/** A range of learning rates that is not the paper's; runs that have one for each setting are not of a range. */
function changedRates(
  { learningRates, settings }: Pick<Experiment, "learningRates" | "settings">,
  entry: Experiment["tasks"][number],
): string[] {
  const paper = preset("paper"), theirs = paper.tasks.find(({ task }) => task.name === entry.task.name);
  const { learningRatesBySetting = {} } = entry;
  const haveOne = settings.every(({ name }) =>
    Object.hasOwn(learningRatesBySetting, name) && learningRatesBySetting[name].length === 1
  );
  if (theirs === undefined || haveOne) return [];
  const ends = (rates: readonly number[]) => [Math.min(...rates), Math.max(...rates)].map(learningRateLabel);
  const tried = new Set(settings.flatMap(({ name }) => learningRatesOf({ learningRates }, entry, name)));
  const [least, most] = ends([...tried]),
    [paperLeast, paperMost] = ends(theirs.learningRates ?? paper.learningRates);
  if (least === paperLeast && most === paperMost) return [];
  const range = tried.size === 1 ? `learning rate ${least}` : `learning rates from ${least} to ${most}`;
  return [`${range} (not ${paperLeast} to ${paperMost})`];
}
