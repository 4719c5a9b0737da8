import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { debuglog } from "node:util";
import { sha256OfData } from "../files/integrity.ts";
import { LIBRARIES, librariesDirectory } from "./native_files.ts";

const SEAL = ".sha256";
/** What was compiled longer ago is compiled anew, so that what is no longer needed does not stay. */
const DAYS_KEPT = 60;

/** TensorFlow's flag for the folder. Processes that are started from here, and other test files in this one, find it set. */
const FOLDER_FLAG = "--tf_xla_persistent_cache_directory=";

const debug = debuglog("jit");

/** The folder in use; undefined where there is none. */
let directory: string | undefined;

/**
 * Has XLA keep compiled code in a folder. TensorFlow reads the setting when it is first used.
 *
 * TensorFlow would run damaged code, or code for another processor or of other flags, and XLA divides work among the threads
 * it compiles for. So the folder that is used is named after the library, the processor, the threads and the flags; files
 * whose contents are not those that were sealed are deleted, as are those in any folder that are older than two months.
 *
 * A folder that cannot be used costs time and nothing else; the debug log (NODE_DEBUG=jit) says why. Only a disk that
 * is full later fails a call, before it has changed anything.
 */
export function useCache(root: string, threads = availableParallelism()): void {
  try {
    const folder = join(root, fingerprint(threads));
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK); // TensorFlow fails a call whose code it cannot write
    const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    folders.flatMap(({ name }) => entries(join(root, name))).filter(isOld).forEach(remove);
    entries(folder).filter((path) => !isSealed(path)).forEach(remove);
    directory = folder;
  } catch (error) {
    return debug(`no compiled code is kept in ${root}: ${error}`);
  }
  Deno.env.set("TF_XLA_FLAGS", [...flagsIn("TF_XLA_FLAGS"), FOLDER_FLAG + directory].join(" "));
}

/** Makes what has been compiled since the last time count at the next start, until that fails. */
export function sealCache(): void {
  if (directory === undefined) return;
  try {
    for (const path of entries(directory)) seal(path);
  } catch (error) {
    debug(`no more compiled code is kept in ${directory}: ${error}`);
    directory = undefined;
  }
}

/** Compiled code; other files, such as those that another process is writing, are left alone. */
function entries(directory: string): string[] {
  return readdirSync(directory).filter((name) => name.endsWith(".pb")).map((name) => join(directory, name));
}

function isOld(path: string): boolean {
  const days = unlessRemoved(() => (Date.now() - statSync(path).mtimeMs) / 86_400_000);
  return days !== undefined && days > DAYS_KEPT;
}

function isSealed(path: string): boolean {
  return unlessRemoved(() => readSeal(path).checksum === checksum(path)) ?? false;
}

function seal(path: string): void {
  unlessRemoved(() => {
    const file = String(statSync(path).ino);
    // Another process that compiled the same at the same time may have put its own file in the place of what was sealed.
    if (existsSync(path + SEAL) && readSeal(path).file === file) return;
    writeFileSync(path + SEAL, `${checksum(path)} ${file}`);
  });
}

/** What was sealed: its checksum, and the file's number on its disk. */
function readSeal(path: string): { checksum: string; file: string | undefined } {
  const [checksum, file] = readFileSync(path + SEAL, "utf8").split(" ");
  return { checksum, file };
}

/** What `act` gives; undefined where another process has just removed the file that it reads. */
function unlessRemoved<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return undefined;
    throw error;
  }
}

function remove(path: string): void {
  rmSync(path, { force: true });
  rmSync(path + SEAL, { force: true });
}

function checksum(path: string): string {
  return sha256OfData(readFileSync(path));
}

/** Names the library, the processor, the threads and XLA's flags. */
function fingerprint(threads: number): string {
  const libraries = LIBRARIES.map((name) => {
    const { size, mtimeMs } = statSync(join(librariesDirectory, name));
    return `${name} ${size} ${mtimeMs}`;
  });
  const processor = existsSync("/proc/cpuinfo")
    ? readFileSync("/proc/cpuinfo", "utf8").match(/^(model name|flags|Features)\s*:.*$/gm)?.slice(0, 2)
    : [Deno.build.arch];
  const flags = ["XLA_FLAGS", "TF_XLA_FLAGS"].map((name) => [name, ...flagsIn(name)].join(" "));
  const described = [...libraries, ...processor ?? [], ...flags, `${threads} threads`].join("\n");
  return sha256OfData(described).slice(0, 16);
}

/** The flags in an environment variable, but for that of the folder. */
function flagsIn(name: string): string[] {
  const flags = (Deno.env.get(name) ?? "").split(/\s+/);
  return flags.filter((flag) => flag !== "" && !flag.startsWith(FOLDER_FLAG));
}
