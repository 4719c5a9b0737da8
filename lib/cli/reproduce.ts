import { Command, Option } from "commander";
import { PRESET_NAMES, type PresetName } from "../sweeps/presets.ts";
import { DATA_SETS } from "./data_sets.ts";

/** `reproduce`: everything from a fresh machine to the reports. */
export function reproduceCommand(): Command {
  return new Command("reproduce")
    .description("set up, run the sweep of a scale, or what is left of it, and write the reports")
    .addOption(
      new Option("--scale <scale>", "quick: minutes on two cores; pocket: hours; paper: for a GPU")
        .choices(PRESET_NAMES).default("quick"),
    )
    .action(async ({ scale }: { scale: PresetName }) => {
      const { setup } = await import("../setup/setup.ts");
      await setup(DATA_SETS[scale]);
      const [{ preset }, { runSweep }, { writeReports }] = await Promise.all([
        import("../sweeps/presets.ts"),
        import("./run_sweep.ts"),
        import("../reports/export/report.ts"),
      ]);
      const code = await runSweep(preset(scale));
      if (code !== 0) Deno.exit(code);
      const onNotebook = (name: string) => console.log(`Executing ${name}`);
      console.log(await writeReports({ scale, onNotebook }));
    });
}
