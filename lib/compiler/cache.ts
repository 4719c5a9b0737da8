import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LIBRARIES, librariesDirectory } from "./native_files.ts";

const SEAL = ".sha256";

let directory: string | undefined;

/**
 * Has XLA keep compiled code in a folder. TensorFlow reads the setting when it is first used.
 *
 * TensorFlow would run damaged code, or code for another processor. So the folder that is used is named after the
 * library and the processor, and files whose contents are not those that were sealed are deleted.
 */
export function useCache(root: string): void {
  directory = join(root, fingerprint());
  mkdirSync(directory, { recursive: true });
  for (const path of entries(directory)) {
    if (!isSealed(path)) remove(path);
  }
  const flags = Deno.env.get("TF_XLA_FLAGS") ?? "";
  Deno.env.set("TF_XLA_FLAGS", `${flags} --tf_xla_persistent_cache_directory=${directory}`.trim());
}

/** Makes what has been compiled since the last time count at the next start. */
export function sealCache(): void {
  if (directory === undefined) return;
  for (const path of entries(directory)) {
    if (!existsSync(path + SEAL) && existsSync(path)) writeFileSync(path + SEAL, checksum(path));
  }
}

/** Compiled code; other files, such as those that another process is writing, are left alone. */
function entries(directory: string): string[] {
  return readdirSync(directory).filter((name) => name.endsWith(".pb")).map((name) => join(directory, name));
}

/** Whether a file is as it was sealed; one that another process has just removed is not. */
function isSealed(path: string): boolean {
  try {
    return readFileSync(path + SEAL, "utf8") === checksum(path);
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return false;
    throw error;
  }
}

function remove(path: string): void {
  rmSync(path, { force: true });
  rmSync(path + SEAL, { force: true });
}

function checksum(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}

/** Names the library and the processor. */
function fingerprint(): string {
  const libraries = LIBRARIES.map((name) => {
    const { size, mtimeMs } = statSync(join(librariesDirectory, name));
    return `${name} ${size} ${mtimeMs}`;
  });
  const processor = existsSync("/proc/cpuinfo")
    ? readFileSync("/proc/cpuinfo", "utf8").match(/^(model name|flags|Features)\s*:.*$/gm)?.slice(0, 2)
    : [Deno.build.arch];
  return createHash("sha256").update([...libraries, ...processor ?? []].join("\n")).digest("hex").slice(
    0,
    16,
  );
}
