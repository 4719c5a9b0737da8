import { existsSync } from "node:fs";
import { join } from "node:path";
import { sha256OfFile } from "../../../lib/files/integrity.ts";
import { dependenciesDirectory } from "../../../lib/files/paths.ts";
import { makeEnvironment, pythonIn } from "../../../lib/setup/environment.ts";
import { pip } from "../../../lib/setup/pip.ts";
import { findPython } from "../../../lib/setup/python.ts";
import { runProgram } from "../../../lib/setup/run_program.ts";
import { isStamped, writeStamp } from "../../../lib/setup/stamp.ts";

const directory = join(dependenciesDirectory, "bench-python");
const python = pythonIn(directory);

/** Where PyTorch's makers keep builds without CUDA. */
const CPU_INDEX = "https://download.pytorch.org/whl/cpu";
const requirements = (name: string) => join(import.meta.dirname!, `${name}.txt`);

/**
 * The Python that runs the peers: the one of UTR_BENCH_PYTHON, such as one whose PyTorch knows the GPU, else an
 * environment in `.deps/bench-python`, made at first use.
 *
 * PyTorch is its makers' build for CPUs (200 MB) where their index can be reached. Elsewhere it is PyPI's, which on
 * Linux does not load without CUDA's libraries: a download of some 2 GB more, without those that it loads later.
 *
 * @throws {UserError} If there is no Python 3.10 or later, or pip fails.
 */
export async function peersPython(): Promise<string> {
  const own = Deno.env.get("UTR_BENCH_PYTHON");
  if (own) return own;
  const stamp = {
    directory,
    requirements: await Promise.all(
      ["requirements", "torch", "cuda"].map((name) => sha256OfFile(requirements(name))),
    ),
  };
  if (existsSync(python) && await isStamped(directory, stamp)) return python;
  const systemPython = await findPython();
  console.error("Installing PyTorch, JAX and TensorFlow for Python in .deps/bench-python: 1 to 3 GB");
  await makeEnvironment(systemPython, directory);
  const install = (name: string, ...options: string[]) =>
    pip(python, ["install", "--no-deps", ...options, "--requirement", requirements(name)]);
  await install("requirements");
  await install("torch", "--extra-index-url", CPU_INDEX, "--retries", "1");
  if (!(await runProgram(python, ["-c", "import torch"]))?.success) await install("cuda");
  await writeStamp(directory, stamp);
  return python;
}
