import { availableParallelism, cpus, totalmem } from "node:os";
import { Command, InvalidArgumentError } from "commander";
import { countOption } from "../../../lib/cli/arguments.ts";
import { findAdapter, gpuName } from "../../../lib/backend/webgpu/adapter.ts";
import { UserError } from "../../../lib/errors.ts";
import type { Comparison, Rounds } from "./compare.ts";
import { table } from "./table.ts";

/** What every comparison can be told. */
export interface Flags extends Rounds {
  json?: true;
}

/** A command with the flags of {@linkcode Flags}. */
export function comparison(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option("--rounds <count>", "how often each takes its turn", countOption, 5)
    .option("--steps <count>", "how many steps a turn has (default: what takes us two seconds)", countOption)
    .option("--json", "print a JSON object");
}

/** Parses names with commas between them. */
export function listOf<Name extends string>(known: readonly Name[]) {
  return (text: string): Name[] => {
    const names = text.split(",") as Name[];
    const unknown = names.find((name) => !known.includes(name));
    if (unknown === undefined) return names;
    throw new InvalidArgumentError(`Expected some of ${known.join(", ")} but found "${unknown}".`);
  };
}

/** The machine that measures: its GPU, if that is what computes; processor, threads, memory in MB. */
const machineOf = async (gpu = false) => ({
  ...gpu && { gpu: gpuName(await findAdapter()) },
  cpu: cpus()[0]?.model ?? "unknown",
  threads: availableParallelism(),
  memory: Math.round(totalmem() / 1e6),
});

/**
 * Compares case after case and prints a table of each, or at the end all as a JSON object. At the first that fails it
 * says why, and exits with 1 when it has printed the JSON of those before.
 *
 * @param compareCase Is told the number of threads.
 * @param title What stands above a case's table, and what below.
 */
export async function compareAll<Case, Found extends Comparison>(
  cases: readonly Case[],
  compareCase: (work: Case, threads: number) => Promise<Found>,
  { title, remark }: { title: (found: Found) => string; remark?: (found: Found) => string | undefined },
  { json, gpu }: Flags,
): Promise<void> {
  const all: Found[] = [];
  try {
    const machine = await machineOf(gpu), { cpu, threads, memory } = machine;
    if (!json) {
      console.log(
        `${machine.gpu ? `${machine.gpu}, ` : ""}${cpu}, ${threads} threads, ${memory} MB of memory`,
      );
    }
    try {
      for (const work of cases) {
        const found = await compareCase(work, threads);
        all.push(found);
        if (!json) console.log(["", title(found), table(found), remark?.(found) ?? []].flat().join("\n"));
      }
    } finally {
      const peaks = all.flatMap(({ peak }) => peak ?? []);
      const peak = peaks.length > 0 && { peak: Math.max(...peaks) };
      if (json) console.log(JSON.stringify({ machine, ...peak, cases: all }));
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    console.error(`error: ${error.message}`);
    Deno.exit(1);
  }
}
