import { relative } from "node:path";
import { root } from "../files/paths.ts";

/**
 * Goes where the user has called `deno task`, so that the paths on the command line mean what they mean there:
 * `deno task` goes to the project's folder and names the other in INIT_CWD. Other tools set that too, and Deno leaves
 * it as it is, so it counts only within the project.
 */
export function goToUserFolder(): void {
  const folder = Deno.env.get("INIT_CWD");
  if (folder === undefined || relative(root, folder).startsWith("..")) return;
  Deno.chdir(folder);
}
