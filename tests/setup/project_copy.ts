import { cp, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../../lib/files/paths.ts";
import { withDirectory } from "../temporary_directory.ts";

/** How a command of the project's command line ended. */
export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a command line in a copy of the project where nothing but the npm packages is installed. */
export type Run = (args: string[], env?: Record<string, string>) => Promise<Ended>;

export async function inProjectCopy(test: (run: Run, copy: string) => Promise<void>): Promise<void> {
  await withDirectory(async (directory) => {
    const copy = join(directory, "project");
    await mkdir(join(copy, "data"), { recursive: true });
    for (const name of ["lib", "notebooks", "deno.json", "deno.lock", "package.json"]) {
      await cp(join(root, name), join(copy, name), { recursive: true });
    }
    await symlink(join(root, "node_modules"), join(copy, "node_modules"));
    await test((args, env) => runCommandLine(args, { env, project: copy }), copy);
  });
}

/** A command line of the project, or of a copy of it, that can be run. */
export function commandLine(
  args: string[],
  { env, project = root, stdout }: {
    env?: Record<string, string>;
    project?: string;
    stdout?: "piped";
  } = {},
): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", join(project, "lib", "cli", "main.ts"), ...args],
    cwd: project,
    stdout,
    env: { NO_COLOR: "1", ...env },
  });
}

/** Runs a command line of the project, or of a copy of it. */
export async function runCommandLine(
  args: string[],
  options: { env?: Record<string, string>; project?: string } = {},
): Promise<Ended> {
  const output = await commandLine(args, options).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code: output.code, stdout: text(output.stdout), stderr: text(output.stderr) };
}
