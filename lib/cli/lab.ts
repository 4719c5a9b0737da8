import { readdir } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { Command } from "commander";
import { notebooksDirectory } from "../files/paths.ts";

/** `lab`: JupyterLab, reachable from this machine only. */
export function labCommand(): Command {
  return new Command("lab")
    .description("open JupyterLab on localhost with the Deno kernel")
    .argument("[options...]", "JupyterLab's own, for instance --no-browser --port=8890")
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (options: string[]) => {
      const { runJupyter } = await import("../setup/jupyter.ts");
      // Without trust JupyterLab leaves out the charts that the notebooks were committed with.
      const notebooks = (await readdir(notebooksDirectory)).filter((name) => name.endsWith(".ipynb"));
      await runJupyter(["trust", ...notebooks.map((name) => join(notebooksDirectory, name))]);
      // JupyterLab refuses to run as root, which is who one is in a container, unless told to.
      const root = process.getuid?.() === 0 ? ["--allow-root"] : [];
      Deno.exit(await runJupyter(["lab", "--ip=127.0.0.1", ...root, ...options]));
    });
}
