import { rm } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../errors.ts";
import { runProgram } from "./run_program.ts";

/** The Python of an environment. */
export function pythonIn(environment: string): string {
  return Deno.build.os === "windows"
    ? join(environment, "Scripts", "python.exe")
    : join(environment, "bin", "python");
}

/**
 * Makes a Python environment in `directory`, in the place of what is there.
 *
 * @throws {UserError} If `systemPython` cannot; nothing is left of it then.
 */
export async function makeEnvironment(systemPython: string, directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  const ended = await runProgram(systemPython, ["-m", "venv", directory]);
  if (ended?.success) return;
  await rm(directory, { recursive: true, force: true });
  const output = `${ended?.stdout}\n${ended?.stderr}`;
  throw new UserError(
    /ensurepip|No module named venv/.test(output)
      ? `Expected ${systemPython} to be able to make environments but its venv module is not whole: install it ` +
        "(Debian, Ubuntu: apt install python3-venv)"
      : `Expected ${systemPython} to make an environment in ${directory} but it failed:\n${output.trim()}`,
  );
}
