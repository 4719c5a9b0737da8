import { basename, join } from "node:path";
import { UserError } from "../../errors.ts";
import { readJson } from "../../files/json.ts";
import { runJupyter } from "../../setup/jupyter.ts";
import type { PresetName } from "../../sweeps/presets.ts";
import { SCALE_VARIABLE } from "../scale.ts";
import { TRAIN_VARIABLE } from "../training.ts";
import { firstError, type Notebook, notebookSchema } from "./notebook.ts";

/**
 * Executes a notebook from its first cell to its last in a fresh kernel and gives it with its outputs; its file is
 * left as it is. Cells may take as long as they need.
 *
 * @param scale Overrides the scale that is written in the notebook.
 * @param train Whether notebooks train the runs they miss; otherwise they say which are missing.
 * @throws {UserError} If a cell fails; it names notebook, cell and error.
 */
export async function executeNotebook(
  path: string,
  { scale, train }: { scale?: PresetName; train?: boolean } = {},
): Promise<Notebook> {
  const name = basename(path);
  const temporary = await Deno.makeTempDir();
  try {
    const code = await runJupyter([
      "nbconvert",
      "--log-level=ERROR",
      "--to=notebook",
      "--execute",
      // Errors are reported below, with the cell they come from.
      "--allow-errors",
      "--ExecutePreprocessor.timeout=-1",
      "--ExecutePreprocessor.startup_timeout=300",
      "--ExecutePreprocessor.record_timing=False",
      `--output-dir=${temporary}`,
      path,
    ], { env: { [SCALE_VARIABLE]: scale ?? "", [TRAIN_VARIABLE]: train ? "" : "no" }, isBatch: true });
    if (code !== 0) throw new UserError(`Expected Jupyter to execute ${name} but it ended with code ${code}`);
    const notebook = await readJson(join(temporary, name), notebookSchema);
    const error = firstError(notebook);
    if (!error) return notebook;
    throw new UserError(
      `Expected ${name} to run without errors but found in code cell ${error.cell}:\n${error.message}`,
    );
  } finally {
    await Deno.remove(temporary, { recursive: true });
  }
}
