import { statSync } from "node:fs";

/** Whether there is a file at `path`, and not a folder or nothing. */
export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
