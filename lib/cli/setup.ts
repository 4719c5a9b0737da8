import { Command, Option } from "commander";
import { PRESET_NAMES, type PresetName } from "../sweeps/presets.ts";
import { DATA_SETS } from "./data_sets.ts";

/** `setup`: installs what is missing. */
export function setupCommand(): Command {
  return new Command("setup")
    .description("install what is missing: Python environment, libtensorflow, Jupyter kernel, data")
    .addOption(
      new Option("--scale <scale>", "the scale of sweeps to download data for").choices(PRESET_NAMES)
        .default("quick"),
    )
    .action(async ({ scale }: { scale: PresetName }) => {
      const { setup } = await import("../setup/setup.ts");
      await setup(DATA_SETS[scale]);
    });
}
