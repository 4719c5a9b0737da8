import { Command, Option } from "commander";
import { PRESET_NAMES, type PresetName } from "../sweeps/presets.ts";

/** `report`: executes the notebooks and exports them. */
export function reportCommand(): Command {
  return new Command("report")
    .description("execute the notebooks on the runs that are there and export them to reports/")
    .addOption(
      new Option("--scale <scale>", "the scale of every notebook (default: the one each names)").choices(
        PRESET_NAMES,
      ),
    )
    .option("--train", "train the runs that the notebooks miss, which may take hours")
    .option("--in-place", "store the outputs in the notebooks too, to commit them")
    .action(async (options: { scale?: PresetName; train?: boolean; inPlace?: boolean }) => {
      const { writeReports } = await import("../reports/export/report.ts");
      const index = await writeReports({
        ...options,
        onNotebook: (name) => console.log(`Executing ${name}`),
      });
      console.log(index);
    });
}
