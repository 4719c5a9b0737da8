import { type Stats, statSync } from "node:fs";
import { cannotRead } from "./read.ts";

/**
 * Whether there is a file at `path`, and not a folder or nothing.
 *
 * @throws {UserError} If that cannot be told, for want of rights for one.
 */
export function isFile(path: string): boolean {
  return statsOf(path)?.isFile() ?? false;
}

/** Whether there is a folder at `path`; otherwise as {@linkcode isFile}. */
export function isFolder(path: string): boolean {
  return statsOf(path)?.isDirectory() ?? false;
}

function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if ((error as { code?: string }).code === "ENOTDIR") return undefined; // a file is where its folder would be
    throw cannotRead(path, error as Error);
  }
}
