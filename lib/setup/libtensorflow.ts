import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { LIBRARIES } from "../compiler/native_files.ts";
import { UserError } from "../errors.ts";
import { sha256OfFile } from "../files/integrity.ts";
import { dependenciesDirectory } from "../files/paths.ts";
import type { Part } from "./part.ts";
import { pinned, pip } from "./pip.ts";
import { whyNotNative } from "./platform.ts";
import { python } from "./python.ts";
import { runProgram } from "./run_program.ts";
import { isStamped, type Stamp, writeStamp } from "./stamp.ts";

const REQUIREMENT = join(import.meta.dirname!, "libtensorflow.txt");
const UNPACK_WHEEL = join(import.meta.dirname!, "unpack_wheel.py");

const directory = join(dependenciesDirectory, "libtensorflow");
/** Where its shared libraries are... */
export const librariesSource = join(directory, "tensorflow");
/** ... and the C headers. */
export const headers = join(librariesSource, "include");

/** The folders of the headers that the binding includes (as `g++ -M` lists them). */
const HEADER_FOLDERS = ["tensorflow/c/", "tensorflow/core/platform/", "tsl/platform/", "xla/tsl/c/"];

/** TensorFlow's C library, from PyPI's package of TensorFlow for Python. */
export const libtensorflowPart: Part = {
  name: "libtensorflow",
  announcement: "tensorflow-cpu from PyPI, 274 MB; unpacked 0.9 GB",
  async look() {
    const obstacle = whyNotNative();
    if (obstacle !== null) return { state: "unneeded", detail: obstacle };
    const whole = await isStamped(directory, await libtensorflowStamp()) &&
      LIBRARIES.every((name) => existsSync(join(librariesSource, name)));
    if (!whole) return { state: "missing", detail: "not installed" };
    return { state: "ready", detail: (await pinned(REQUIREMENT))("tensorflow-cpu") };
  },
  async install() {
    const unfinished = `${directory}.unfinished`;
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished, { recursive: true });
    try {
      await downloadWheel(unfinished);
      await unpackWheel(unfinished);
      await writeStamp(unfinished, await libtensorflowStamp());
      await rm(directory, { recursive: true, force: true });
      await rename(unfinished, directory);
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
  },
};

/** Changes when another version is asked for. */
export async function libtensorflowStamp(): Promise<Stamp> {
  return { requirement: await sha256OfFile(REQUIREMENT) };
}

async function downloadWheel(folder: string): Promise<void> {
  await pip(python, [
    "download",
    "--no-deps",
    "--only-binary=:all:",
    "--python-version=3.12",
    "--require-hashes",
    `--requirement=${REQUIREMENT}`,
    `--dest=${folder}`,
  ], { TMPDIR: folder });
}

async function unpackWheel(folder: string): Promise<void> {
  const name = (await readdir(folder)).find((name) => name.endsWith(".whl"))!;
  const prefixes = [
    ...LIBRARIES.map((library) => `tensorflow/${library}`),
    ...HEADER_FOLDERS.map((headers) => `tensorflow/include/${headers}`),
  ];
  const ended = await runProgram(python, [UNPACK_WHEEL, join(folder, name), folder, ...prefixes]);
  if (!ended?.success) throw new UserError(`Expected to unpack ${name} but it failed:\n${ended?.stderr}`);
  await rm(join(folder, name));
}
