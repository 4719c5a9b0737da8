import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UserError } from "../errors.ts";
import { dependenciesDirectory, root } from "../files/paths.ts";
import { endingSignals, onSignals } from "../files/signals.ts";
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
 * output. Ctrl-C is Jupyter's to answer; what else asks this process to end makes Jupyter end, with its kernels.
 *
 * @param args For instance ["lab", "--no-browser"].
 * @param options.env Further environment variables; kernels inherit them.
 * @param options.isBatch Shows what it says of errors only if it fails by itself, and not what Ctrl-C makes it say.
 * @returns Its exit code.
 * @throws {UserError} If the Python environment is not installed, or a batch is interrupted.
 */
export async function runJupyter(
  args: string[],
  { env, isBatch = false }: { env?: Record<string, string>; isBatch?: boolean } = {},
): Promise<number> {
  const jupyter = join(dirname(python), Deno.build.os === "windows" ? "jupyter.exe" : "jupyter");
  if (!existsSync(jupyter)) {
    throw new UserError(`Expected Jupyter in ${dirname(python)} but found none: run \`deno task setup\``);
  }
  await registerKernel();
  await mkdir(ownFiles, { recursive: true });
  // A terminal that is closed would end Jupyter before its kernels, which then stay.
  const [program, ...words] = Deno.build.os === "windows"
    ? [jupyter, ...args]
    : ["sh", "-c", 'trap "" HUP; exec "$0" "$@"', jupyter, ...args];
  const command = new Deno.Command(program, {
    args: words,
    cwd: root,
    env: { ...ENVIRONMENT, ...env },
    stderr: isBatch ? "piped" : "inherit",
  });
  let isInterrupted = false;
  using _staying = onSignals(["SIGINT"], () => isInterrupted = true);
  const child = command.spawn();
  using _passing = onSignals(endingSignals().filter((signal) => signal !== "SIGINT"), () => {
    isInterrupted = true;
    child.kill(isBatch ? "SIGINT" : "SIGTERM"); // by which nbconvert, and a server, end their kernels too
  });
  const [{ code }, said] = await Promise.all([
    child.status,
    isBatch ? new Response(child.stderr).text() : "",
  ]);
  if (isBatch && isInterrupted) {
    throw new UserError("Expected Jupyter to come to its end but found it interrupted");
  }
  if (code !== 0 && said !== "") console.error(said.trimEnd());
  return code;
}
