import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import { UserError } from "../errors.ts";
import { jsonOrUndefined } from "../files/json.ts";
import { root } from "../files/paths.ts";

const directory = join(root, "tests", "bench");

/** `bench`: runs the scripts in tests/bench, each of which prints a table, or with --json a JSON object. */
export function benchCommand(): Command {
  return new Command("bench")
    .description("compare our speed with that of others, side by side")
    .argument("[names...]", "the benchmarks to run (default: all)")
    .option("--json", "print one object, a field for each benchmark")
    .action(async (names: string[], { json }: { json?: boolean }) => {
      const known = (await readdir(directory)).filter((name) => name.endsWith(".ts"))
        .map((name) => name.slice(0, -".ts".length)).sort();
      const unknown = names.find((name) => !known.includes(name));
      if (unknown !== undefined) {
        throw new UserError(`Expected the name of a benchmark (${known.join(", ")}) but found "${unknown}"`);
      }
      const results: Record<string, unknown> = {}, failed: string[] = [];
      for (const name of names.length > 0 ? names : known) {
        const { success, output } = await runBenchmark(name, json === true);
        if (json) results[name] = jsonOrUndefined(output); // one that failed may have come to half of it
        if (success) continue;
        failed.push(name);
        if (!json) break;
      }
      if (json) console.log(JSON.stringify(results, null, 2));
      if (failed.length === 0) return;
      throw new UserError(`Expected all benchmarks to run but ${failed.join(", ")} failed, see above`);
    });
}

/** Runs a benchmark; its output is given if it is JSON, and else shown. */
async function runBenchmark(name: string, json: boolean): Promise<{ success: boolean; output: string }> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", join(directory, `${name}.ts`), ...json ? ["--json"] : []],
    cwd: root,
    stdin: "null",
    stdout: json ? "piped" : "inherit",
    stderr: "inherit",
  }).spawn();
  const output = json ? await new Response(child.stdout).text() : "";
  return { success: (await child.status).success, output };
}
