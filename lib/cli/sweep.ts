import { Command } from "commander";
import { countOption, pathOption } from "./arguments.ts";
import { runSweep } from "./run_sweep.ts";

interface SweepFlags {
  workers?: number;
  out?: string;
  missing?: true;
  estimate?: true;
  yes?: true;
}

/** `sweep FILE|PRESET`: runs an experiment, or what is left of it. */
export function sweepCommand(): Command {
  return new Command("sweep")
    .description("run an experiment file or a preset (quick, pocket, paper); a stopped sweep is resumed")
    .argument(
      "<file|preset>",
      "a JSON file, or the name of a preset such as quick, pocket-parts or paper-depth",
    )
    .option(
      "--workers <number>",
      "processes that train at once (default: the number of cores; one where a GPU computes)",
      countOption,
    )
    .option(
      "--out <directory>",
      "where the runs are kept (default: data/runs/<name of the experiment>)",
      pathOption,
    )
    .option("--missing", "leave out the runs whose records are under version control in data/records/")
    .option("--estimate", "say what the sweep, or what is left of it, costs and run nothing")
    .option("--yes", "start without asking, however large the sweep is")
    .action(async (source: string, { workers, out, missing, estimate, yes }: SweepFlags) => {
      const { openExperiment } = await import("../sweeps/sweep.ts");
      const experiment = await openExperiment(source);
      const { archiveFile, readArchive } = await import("../sweeps/archive.ts");
      const known = missing ? await readArchive(archiveFile(experiment.name)) : new Map();
      const command = `sweep ${source}`;
      const options = { workers, directory: out, except: new Set<string>(known.keys()), command };
      const { confirmCost, printCost } = await import("./confirm_cost.ts");
      if (estimate) return await printCost([{ experiment, ...options }]);
      await confirmCost([{ experiment, ...options }], { yes });
      Deno.exit(await runSweep(experiment, options));
    });
}
