import { rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../errors.ts";
import { sha256OfFile } from "../files/integrity.ts";
import { writeAtomically } from "../files/json.ts";
import { dependenciesDirectory } from "../files/paths.ts";
import { makeEnvironment, pythonIn } from "./environment.ts";
import type { Part } from "./part.ts";
import { pinned, pip } from "./pip.ts";
import { runProgram } from "./run_program.ts";
import { isStamped, writeStamp } from "./stamp.ts";
import { isAtLeast } from "./version.ts";

const REQUIREMENTS = join(import.meta.dirname!, "requirements.txt");
const OLDEST = [3, 10] as const;

/** The project's own Python environment... */
export const pythonDirectory = join(dependenciesDirectory, "python");
/** ... and its Python. */
export const python = pythonIn(pythonDirectory);

/** A Python environment with JupyterLab and nbconvert, in `.deps/python`. */
export const pythonPart: Part = {
  name: "Python environment",
  announcement: "JupyterLab and nbconvert from PyPI, 46 MB",
  async look() {
    if (existsSync(python) && await isStamped(pythonDirectory, await stamp()) && await hasPackages()) {
      const version = await pinned(REQUIREMENTS);
      return {
        state: "ready",
        detail: `JupyterLab ${version("jupyterlab")}, nbconvert ${version("nbconvert")}`,
      };
    }
    const moved = existsSync(python) && !await isStamped(pythonDirectory, await stamp());
    return {
      state: "missing",
      detail: moved
        ? "JupyterLab and nbconvert were installed for another folder, or in other versions"
        : "JupyterLab and nbconvert are not installed",
    };
  },
  checkPrerequisites: async () => void await findPython(),
  async install() {
    await makeEnvironment(await findPython(), pythonDirectory);
    try {
      await pip(python, ["install", "--requirement", REQUIREMENTS]);
      // Node.js, which JupyterLab runs, would otherwise go by the project's package.json.
      await writeAtomically(join(pythonDirectory, "package.json"), '{ "type": "commonjs" }\n');
      await writeStamp(pythonDirectory, await stamp());
    } catch (error) {
      await rm(pythonDirectory, { recursive: true, force: true });
      throw error;
    }
  },
};

/** Not so once the system's Python, which the environment links to, is another version than it was made with. */
async function hasPackages(): Promise<boolean> {
  return (await runProgram(python, ["-c", "import jupyterlab, nbconvert"]))?.success ?? false;
}

/** An environment cannot be moved: its scripts name its folder. */
async function stamp() {
  return { directory: pythonDirectory, requirements: await sha256OfFile(REQUIREMENTS) };
}

/**
 * The Python to make the environment with.
 *
 * @throws {UserError} If there is none, or only an older one than 3.10.
 */
export async function findPython(candidates: readonly string[] = ["python3", "python"]): Promise<string> {
  const found = [];
  for (const program of candidates) {
    const ended = await runProgram(program, ["-c", "import sys; print(*sys.version_info[:2])"]);
    if (!ended?.success) continue;
    const [major, minor] = ended.stdout.trim().split(" ").map(Number);
    if (isAtLeast([major, minor], OLDEST)) return program;
    found.push(`${major}.${minor}`);
  }
  throw new UserError(
    `Expected Python ${OLDEST.join(".")} or later on the PATH but found ${found.join(" and ") || "none"}: ` +
      "install it (Debian, Ubuntu: apt install python3 python3-venv; macOS: brew install python)",
  );
}
