import { basename, join } from "node:path";
import { UserError } from "../../errors.ts";
import { readJson } from "../../files/json.ts";
import { runJupyter } from "../../setup/jupyter.ts";
import { firstError, type Notebook, notebookSchema } from "./notebook.ts";

/**
 * Executes a notebook from its first cell to its last in a fresh kernel and gives it with its outputs; its file is
 * left as it is. Cells may take as long as they need.
 *
 * @param directory Where the executed notebook is put.
 * @throws UserError, naming notebook, cell and error, if a cell fails.
 */
export async function executeNotebook(path: string, directory: string): Promise<Notebook> {
  const name = basename(path);
  const code = await runJupyter([
    "nbconvert",
    "--log-level=ERROR",
    "--to=notebook",
    "--execute",
    // Errors are reported here, with the cell they come from.
    "--allow-errors",
    "--ExecutePreprocessor.timeout=-1",
    "--ExecutePreprocessor.startup_timeout=300",
    "--ExecutePreprocessor.record_timing=False",
    `--output-dir=${directory}`,
    path,
  ]);
  if (code !== 0) throw new UserError(`Expected Jupyter to execute ${name} but it ended with code ${code}`);
  const notebook = await readJson(join(directory, name), notebookSchema);
  const error = firstError(notebook);
  if (error) {
    throw new UserError(
      `Expected ${name} to run without errors but found in code cell ${error.cell}: ${error.message}`,
    );
  }
  return notebook;
}
