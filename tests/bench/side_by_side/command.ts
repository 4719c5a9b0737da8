import { availableParallelism, cpus, totalmem } from "node:os";
import { Command, InvalidArgumentError } from "commander";
import { countOption } from "../../../lib/cli/arguments.ts";
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

/** The machine that measures: processor, threads, memory in MB. */
const machine = {
  cpu: cpus()[0]?.model ?? "unknown",
  threads: availableParallelism(),
  memory: Math.round(totalmem() / 1e6),
};

/**
 * Compares case after case and prints a table of each, or at the end all as a JSON object. Exits with 1 if one fails.
 *
 * @param compareCase Is told the number of threads.
 * @param title What stands above a case's table, and what below.
 */
export async function compareAll<Case, Found extends Comparison>(
  cases: readonly Case[],
  compareCase: (work: Case, threads: number) => Promise<Found>,
  words: { title: (found: Found) => string; remark?: (found: Found) => string },
  { json }: Flags,
): Promise<void> {
  if (!json) console.log(`${machine.cpu}, ${machine.threads} threads, ${machine.memory} MB of memory`);
  const all: Found[] = [];
  const remarkOn = (found: Found) => words.remark ? [words.remark(found)] : [];
  try {
    for (const work of cases) {
      const found = await compareCase(work, machine.threads);
      all.push(found);
      if (!json) console.log(["", words.title(found), table(found), ...remarkOn(found)].join("\n"));
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    console.error(`error: ${error.message}`);
    Deno.exit(1);
  }
  const peaks = all.flatMap(({ peak }) => peak ?? []);
  if (json) {
    console.log(JSON.stringify({ machine, ...peaks.length > 0 && { peak: Math.max(...peaks) }, cases: all }));
  }
}
