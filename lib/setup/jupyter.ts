import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UserError } from "../errors.ts";
import { dependenciesDirectory, root } from "../files/paths.ts";
import { registerKernel } from "./kernel.ts";
import { python } from "./python.ts";

const ownFiles = join(dependenciesDirectory, "jupyter");

/** Keeps what Jupyter writes inside the project, and what is in the user's home away from it. */
const ENVIRONMENT = {
  JUPYTER_CONFIG_DIR: join(ownFiles, "config"),
  JUPYTER_DATA_DIR: join(ownFiles, "data"),
  JUPYTER_RUNTIME_DIR: join(ownFiles, "runtime"),
  IPYTHONDIR: join(ownFiles, "ipython"),
  PYTHONNOUSERSITE: "1",
};

/**
 * Runs `jupyter` of the project's Python environment, with the Deno kernel and with this process's input and
 * output. Ctrl-C is Jupyter's to answer.
 *
 * @param args For instance ["lab", "--no-browser"].
 * @param options.env Further environment variables; kernels inherit them.
 * @returns Its exit code.
 * @throws {UserError} If the Python environment is not installed.
 */
export async function runJupyter(
  args: string[],
  { env }: { env?: Record<string, string> } = {},
): Promise<number> {
  const jupyter = join(dirname(python), Deno.build.os === "windows" ? "jupyter.exe" : "jupyter");
  if (!existsSync(jupyter)) {
    throw new UserError(`Expected Jupyter in ${dirname(python)} but found none: run \`deno task setup\``);
  }
  await registerKernel();
  await mkdir(ownFiles, { recursive: true });
  const command = new Deno.Command(jupyter, {
    args,
    cwd: root,
    env: { ...ENVIRONMENT, ...env },
  });
  const stay = () => {};
  Deno.addSignalListener("SIGINT", stay);
  try {
    return (await command.spawn().status).code;
  } finally {
    Deno.removeSignalListener("SIGINT", stay);
  }
}
