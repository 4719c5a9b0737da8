import { Command } from "commander";
import { countOption } from "./arguments.ts";
import { runSweep } from "./run_sweep.ts";

/** `sweep FILE|PRESET`: runs an experiment, or what is left of it. */
export function sweepCommand(): Command {
  return new Command("sweep")
    .description("run an experiment file or a preset (quick, pocket, paper); a stopped sweep is resumed")
    .argument("<file|preset>", "a JSON file or the name of a preset")
    .option("--workers <number>", "processes that train at once (default: the number of cores)", countOption)
    .option("--out <directory>", "where the runs are kept (default: data/runs/<name of the experiment>)")
    .action(async (source: string, { workers, out }: { workers?: number; out?: string }) => {
      const { openExperiment } = await import("../sweeps/sweep.ts");
      Deno.exit(await runSweep(await openExperiment(source), { workers, directory: out }));
    });
}
