import { Command, Option } from "commander";
import { PRESET_NAMES, type PresetName } from "../sweeps/presets.ts";
import { DATA_SETS } from "./data_sets.ts";
import { STOPPED } from "./interruption.ts";

/** `reproduce`: everything from a fresh machine to the reports. */
export function reproduceCommand(): Command {
  return new Command("reproduce")
    .description("set up, run the sweeps of a scale, or what is left of them, and write the reports")
    .addOption(
      new Option("--scale <scale>", "quick: minutes on two cores; pocket: hours; paper: for a GPU")
        .choices(PRESET_NAMES).default("quick"),
    )
    .option("--yes", "start without asking, however large the scale is")
    .action(async ({ scale, yes }: { scale: PresetName; yes?: true }) => {
      const { setup } = await import("../setup/setup.ts");
      await setup(DATA_SETS[scale]);
      const [{ preset, presetsOf }, { confirmCost }, { runSweeps }, { writeReports }] = await Promise.all([
        import("../sweeps/presets.ts"),
        import("./confirm_cost.ts"),
        import("./run_sweep.ts"),
        import("../reports/export/report.ts"),
      ]);
      // The quick scale is to take minutes; its other experiments are left to those who ask for them.
      const experiments = scale === "quick" ? [preset(scale)] : presetsOf(scale);
      await confirmCost(experiments.map((experiment) => ({ experiment })), { yes });
      const code = await runSweeps(experiments);
      if (code === STOPPED) Deno.exit(code);
      const onNotebook = (name: string) => console.log(`Executing ${name}`);
      console.log(await writeReports({ scale, onNotebook }));
      if (code === 0) return;
      console.error(
        "Runs failed: the reports have them where data/records does; the same command tries them again",
      );
      Deno.exit(code);
    });
}
