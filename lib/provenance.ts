import { arch, cpus, platform } from "node:os";
import { z } from "zod";
import { root } from "./files/paths.ts";

/** Where numbers come from. */
export const provenanceSchema = z.strictObject({
  /** This project's commit, with "+" behind it where files were changed since; null outside a git checkout. */
  commit: z.string().nullable(),
  command: z.string(),
  machine: z.string(),
  backend: z.string(),
  ended: z.iso.datetime(),
});
export type Provenance = z.infer<typeof provenanceSchema>;

/** What only the caller knows of where numbers come from. */
export type Origin = Pick<Provenance, "command" | "backend">;

/** Where numbers that are known just now come from. */
export async function provenance(origin: Origin): Promise<Provenance> {
  const machine = `${cpus()[0]?.model.trim() || "unknown processor"}, ${cpus().length} cores`;
  return {
    commit: await currentCommit(),
    ...origin,
    machine: `${machine}, ${platform()} ${arch()}`,
    ended: new Date().toISOString(),
  };
}

/** This project's commit, with "+" behind it where files were changed since; null outside a git checkout. */
export async function currentCommit(): Promise<string | null> {
  const commit = await git("rev-parse", "--short=12", "HEAD");
  if (commit === null) return null;
  return await git("status", "--porcelain", "--untracked-files=no") === "" ? commit : `${commit}+`;
}

async function git(...args: string[]): Promise<string | null> {
  try {
    const { success, stdout } = await new Deno.Command("git", { args, cwd: root, stderr: "null" }).output();
    return success ? new TextDecoder().decode(stdout).trim() : null;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
