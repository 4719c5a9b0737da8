import { existsSync, readFileSync } from "node:fs";
import { arch, cpus, platform } from "node:os";
import { basename, dirname } from "node:path";
import { z } from "zod";
import { root } from "./files/paths.ts";

/** Where numbers come from. */
export const provenanceSchema = z.strictObject({
  /** The commit of the code that ran (see {@linkcode currentCommit}); null outside a git checkout. */
  commit: z.string().nullable(),
  command: z.string(),
  machine: z.string(),
  backend: z.string(),
  /** Of libtensorflow, by which numbers differ in their last bits; unknown of runs made before it was noted. */
  threads: z.int().min(1).optional(),
  ended: z.iso.datetime(),
});
export type Provenance = z.infer<typeof provenanceSchema>;

/** What only the caller knows of where numbers come from. */
export type Origin = Pick<Provenance, "command" | "backend" | "threads" | "commit">;

/** Where numbers that are known just now come from. */
export function provenance(origin: Origin): Provenance {
  const cpuinfo = existsSync("/proc/cpuinfo") ? readFileSync("/proc/cpuinfo", "utf8") : "";
  const processor = processorName(cpus()[0]?.model ?? "", cpuinfo);
  const machine = `${processor}, ${cpus().length} cores, ${platform()} ${arch()}`;
  return { ...origin, machine, ended: new Date().toISOString() };
}

/**
 * A processor's name, and where Linux tells them its family and model: a virtual machine's "AMD EPYC" may be of any
 * generation.
 *
 * @param cpuinfo What /proc/cpuinfo says; "" where there is none.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { processorName } from "./provenance.ts";
 *
 * const cpuinfo = "cpu family\t: 25\nmodel\t\t: 1\nmodel name\t: AMD EPYC\n";
 * assert.equal(processorName("AMD EPYC", cpuinfo), "AMD EPYC (family 25, model 1)");
 * assert.equal(processorName("Apple M4", ""), "Apple M4");
 * ```
 */
export function processorName(name: string, cpuinfo: string): string {
  const [family, model] = ["cpu family", "model"].map((key) =>
    cpuinfo.match(new RegExp(`^${key}\\s*: (\\d+)$`, "m"))?.[1]
  );
  const known = name.trim() || "unknown processor";
  return family && model ? `${known} (family ${family}, model ${model})` : known;
}

/** What a run's numbers depend on. Archives of other runs, for one, do not change them. */
const CODE = ["lib", "weights", "deno.json", "deno.lock", "package.json"];

/**
 * This project's commit, with "+" behind it where files under version control were changed since; null outside a git
 * checkout, also where another project's is around it. A process that trains asks when it starts, for it goes on with
 * the code that it has loaded.
 *
 * @param paths Which files count, relative to the project in `directory`.
 */
export async function currentCommit(
  { paths = CODE, directory = root }: { paths?: readonly string[]; directory?: string } = {},
): Promise<string | null> {
  const commit = await git(directory, "rev-parse", "--short=12", "HEAD");
  if (commit === null || await git(directory, "ls-files", "--", ...paths) === "") return null;
  const changes = await git(directory, "status", "--porcelain", "--untracked-files=no", "--", ...paths);
  return changes === "" ? commit : `${commit}+`;
}

/** Whether git has a file under version control. */
export async function isTracked(path: string): Promise<boolean> {
  return await git(dirname(path), "ls-files", "--error-unmatch", "--", basename(path)) !== null;
}

async function git(cwd: string, ...args: string[]): Promise<string | null> {
  try {
    const { success, stdout } = await new Deno.Command("git", { args, cwd, stderr: "null" }).output();
    return success ? new TextDecoder().decode(stdout).trim() : null;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
