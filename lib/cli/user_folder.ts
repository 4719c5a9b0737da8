import { isAbsolute, relative, sep } from "node:path";
import { isFolder } from "../files/is_file.ts";
import { root } from "../files/paths.ts";

/**
 * Goes where the user has called `deno task`, so that the paths on the command line mean what they mean there:
 * `deno task` goes to the project's folder and names the other in INIT_CWD. Other tools set that too, and Deno leaves
 * it as it is, so it counts only within the project, and while there is such a folder.
 */
export function goToUserFolder(): void {
  const folder = Deno.env.get("INIT_CWD");
  if (folder !== undefined && isFolder(folder) && isWithin(root, folder)) Deno.chdir(folder);
}

function isWithin(outer: string, inner: string): boolean {
  const path = relative(outer, inner);
  return path.split(sep)[0] !== ".." && !isAbsolute(path); // absolute: on another drive
}
