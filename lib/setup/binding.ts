import { existsSync } from "node:fs";
import { copyFile, mkdir, rename, rm, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  bindingFile,
  isNativeInstalled,
  LIBRARIES,
  librariesDirectory,
  tfjsNodeDirectory,
} from "../compiler/native_files.ts";
import { UserError } from "../errors.ts";
import { sha256OfFile } from "../files/integrity.ts";
import { dependenciesDirectory, root } from "../files/paths.ts";
import { findCompiler } from "./compiler.ts";
import { headers, librariesSource, libtensorflowStamp } from "./libtensorflow.ts";
import { installedVersion } from "./packages.ts";
import type { Part } from "./part.ts";
import { whyNotNative } from "./platform.ts";
import { probeBackend } from "./probe_backend.ts";
import { runProgram } from "./run_program.ts";
import { isStamped, type Stamp, writeStamp } from "./stamp.ts";

const directory = join(dependenciesDirectory, "binding");
const built = join(directory, "tfjs_binding.node");

/** The package's own build file, binding.gyp, has the same sources and options. */
const SOURCES = ["tfjs_backend.cc", "tfjs_binding.cc"];
const OPTIONS = ["-std=c++17", "-O2", "-shared", "-fPIC", "-DNAPI_VERSION=8"];

/** What connects TensorFlow.js to libtensorflow: the C++ code of @tensorflow/tfjs-node-gpu, compiled here. */
export const bindingPart: Part = {
  name: "TensorFlow.js binding",
  announcement: "compiling, about 15 s",
  async look() {
    const obstacle = whyNotNative();
    if (obstacle !== null) return { state: "unneeded", detail: obstacle };
    if (!await isBuilt()) return { state: "missing", detail: "not compiled" };
    if (!await isInPlace()) return { state: "missing", detail: "not in node_modules" };
    const probed = await probeBackend("eager");
    return "error" in probed
      ? { state: "missing", detail: probed.error }
      : { state: "ready", detail: "compiled, and loads libtensorflow" };
  },
  checkPrerequisites: async () => void await findCompiler(),
  async install() {
    // What is built and in place is installed again only because it does not load.
    if (!await isBuilt() || await isInPlace()) await build();
    await putInPlace();
    const probed = await probeBackend("eager");
    if ("error" in probed) throw new UserError(probed.error);
  },
};

async function stamp(): Promise<Stamp> {
  return {
    ...await libtensorflowStamp(),
    tfjs: installedVersion("@tensorflow/tfjs-node-gpu") ?? "none",
    headers: installedVersion("node-api-headers") ?? "none",
    options: OPTIONS,
  };
}

async function isBuilt(): Promise<boolean> {
  return existsSync(built) && await isStamped(directory, await stamp());
}

async function isInPlace(): Promise<boolean> {
  return isNativeInstalled() && await sha256OfFile(bindingFile) === await sha256OfFile(built);
}

async function build(): Promise<void> {
  const [compiler, ...args] = await findCompiler();
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  const ended = await runProgram(compiler, [
    ...args,
    ...OPTIONS,
    `-I${join(root, "node_modules", "node-api-headers", "include")}`,
    `-I${headers}`,
    ...SOURCES.map((name) => join(tfjsNodeDirectory, "binding", name)),
    `-o${built}`,
    `-L${librariesSource}`,
    ...LIBRARIES.map((name) => `-l:${name}`),
    "-Wl,-rpath,$ORIGIN/../../deps/lib",
  ]);
  if (!ended?.success) {
    throw new UserError(
      `Expected ${compiler} to compile the TensorFlow.js binding but it failed:\n${ended?.stderr}`,
    );
  }
  await writeStamp(directory, await stamp());
}

/** Puts the binding, and a link to the libraries, where the package looks for them. */
async function putInPlace(): Promise<void> {
  await mkdir(dirname(bindingFile), { recursive: true });
  await copyFile(built, `${bindingFile}.new`);
  await rename(`${bindingFile}.new`, bindingFile);
  await rm(librariesDirectory, { recursive: true, force: true });
  await mkdir(dirname(librariesDirectory), { recursive: true });
  await symlink(librariesSource, librariesDirectory);
}
