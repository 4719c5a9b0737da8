import { Command, Option } from "commander";
import { SCALE_VARIABLE } from "../reports/scale.ts";
import { PRESET_NAMES, type PresetName, presetsOf } from "../sweeps/presets.ts";

/** `report`: executes the notebooks and exports them. */
export function reportCommand(): Command {
  const scale = new Option("--scale <scale>", "the scale of every notebook (default: the one each names)")
    .choices(PRESET_NAMES);
  if (Deno.env.get(SCALE_VARIABLE)) scale.env(SCALE_VARIABLE); // not where it is empty
  return new Command("report")
    .description("execute the notebooks on the runs that are there and export them to reports/")
    .addOption(scale)
    .option("--train", "train the runs that the notebooks miss, which may take hours")
    .option("--in-place", "store the outputs in the notebooks too, to commit them")
    .action(async (options: { scale?: PresetName; train?: boolean; inPlace?: boolean }) => {
      const { writeReports } = await import("../reports/export/report.ts");
      const index = await writeReports({
        ...options,
        onNotebook: (name) => console.log(`Executing ${name}`),
      });
      console.log(index);
      if (!options.train) return;
      const failed = await failedRuns(options.scale ? [options.scale] : PRESET_NAMES);
      if (failed === 0) return;
      console.error(
        `Runs failed: ${failed}; the notebooks say why, and the same command tries them again`,
      );
      Deno.exit(1);
    });
}

/** How many runs of the scales' experiments failed in data/runs. */
async function failedRuns(scales: readonly PresetName[]): Promise<number> {
  const { readPlanOrNone, readRecords, sweepDirectory } = await import("../sweeps/store.ts");
  const swept = await Promise.all(
    scales.flatMap(presetsOf).map(async ({ name }) => {
      const directory = sweepDirectory(name);
      return (await readPlanOrNone(directory)).runs.length > 0 ? await readRecords(directory) : [];
    }),
  );
  return swept.flat().filter(({ status }) => status === "failed").length;
}
