import { Command } from "commander";
import type { BaselineRecord } from "../baselines/record.ts";
import { learningRateLabel, testEstimate } from "../reports/labels.ts";

/** `baselines [FILE|PRESET]`: computes what trivial baselines reach on an experiment's tasks, or what is left of that. */
export function baselinesCommand(): Command {
  return new Command("baselines")
    .description("compute what trivial baselines reach on the tasks of an experiment, to be committed")
    .argument("[file|preset]", "a JSON file, or the name of a preset such as quick or pocket", "quick")
    .option("--anew", "compute those that are on record, too")
    .addHelpText(
      "after",
      "\nThey go to data/records/baselines/<name of the experiment>.jsonl; minutes on two cores for quick and pocket, hours\n" +
        "for paper. A stopped command is resumed, seed by seed, by the same without --anew,\n" +
        "which drops what is on record when the first ones are there.",
    )
    .action(async (source: string, { anew }: { anew?: true }) => {
      const [{ openExperiment }, { startBackend }, { measureBaselines }, store, { currentCommit }] =
        await Promise.all([
          import("../sweeps/sweep.ts"),
          import("../backend/start.ts"),
          import("../baselines/measure.ts"),
          import("../baselines/store.ts"),
          import("../provenance.ts"),
        ]);
      const experiment = await openExperiment(source), commit = await currentCommit();
      const { description: backend, threads } = await startBackend();
      const origin = { command: `baselines ${source}`, backend, threads, commit };
      const file = store.baselinesFile(experiment.name);
      let others = 0, replaced = 0;
      const known = anew ? [] : await store.readBaselines(experiment, file, (count) => others = count);
      const records = await measureBaselines(experiment, origin, {
        known,
        onMeasured: async (records) => {
          await store.writeBaselines(file, records);
          replaced = others;
        },
        onTask: printOutcome,
      });
      console.log(
        `${file}: ${records.length} baselines${replaced > 0 ? `, ${replaced} in place of others` : ""}`,
      );
    });
}

/** Prints what each baseline of a task reaches. */
async function printOutcome(records: readonly BaselineRecord[]): Promise<void> {
  const { summarizeBaselines } = await import("../analysis/baselines.ts");
  for (const { task, baseline, learningRate, ...found } of summarizeBaselines(records)) {
    const rate = learningRate === null ? "" : ` at ${learningRateLabel(learningRate)}`;
    console.log(`${task} ${baseline}${rate}: test accuracy ${testEstimate(found)} %`);
  }
}
