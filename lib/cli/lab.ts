import { readdir } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { Command } from "commander";
import { notebooksDirectory } from "../files/paths.ts";
import { isTracked } from "../provenance.ts";

/** `lab`: JupyterLab, reachable from this machine only. */
export function labCommand(): Command {
  return new Command("lab")
    .description("open JupyterLab on localhost with the Deno kernel")
    .argument("[options...]", "JupyterLab's own, for instance --no-browser --port=8890")
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (options: string[]) => {
      const { runJupyter } = await import("../setup/jupyter.ts");
      await trustNotebooks((paths) => runJupyter(["trust", ...paths], { isBatch: true }));
      // JupyterLab refuses to run as root, which is who one is in a container, unless told to.
      const root = process.getuid?.() === 0 ? ["--allow-root"] : [];
      Deno.exit(await runJupyter(["lab", "--ip=127.0.0.1", ...root, ...options]));
    });
}

/**
 * Has JupyterLab show the charts that notebooks came with, which it leaves out of those that are not trusted: of those under
 * version control, as somebody else's may hold anything; of all where there is none, as in an archive of the project.
 */
async function trustNotebooks(trust: (paths: string[]) => Promise<number>): Promise<void> {
  const names = (await readdir(notebooksDirectory)).filter((name) => name.endsWith(".ipynb"));
  const paths = names.map((name) => join(notebooksDirectory, name));
  const tracked = await Promise.all(paths.map(isTracked));
  const ours = tracked.includes(true) ? paths.filter((_, i) => tracked[i]) : paths;
  if (await trust(ours) === 0) return;
  // One that is damaged keeps Jupyter from those behind it.
  for (const path of ours) {
    if (await trust([path]) !== 0) {
      console.error(`Expected a notebook at ${path}: its charts will not be shown`);
    }
  }
}
