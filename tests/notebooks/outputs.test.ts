import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readJson } from "../../lib/files/json.ts";
import { notebooksDirectory } from "../../lib/files/paths.ts";
import { executeNotebook } from "../../lib/reports/export/execute.ts";
import { type Notebook, notebookSchema } from "../../lib/reports/export/notebook.ts";
import { PRESET_NAMES, presetsOf } from "../../lib/sweeps/presets.ts";
import { sweepDirectory } from "../../lib/sweeps/store.ts";

// Runs of one's own come before those of the records.
const own = PRESET_NAMES.flatMap(presetsOf).some(({ name }) => existsSync(sweepDirectory(name)));

const outputsOf = ({ cells }: Notebook) => cells.flatMap(({ outputs }) => outputs ?? []);

for (const { name } of Deno.readDirSync(notebooksDirectory)) {
  if (!name.endsWith(".ipynb")) continue;
  const path = join(notebooksDirectory, name);
  const committed = await readJson(path, notebookSchema);
  // The others train something of their own.
  if (!committed.cells.some(({ source }) => source.includes("watchSweep("))) continue;

  Deno.test({
    name: `every table and chart of ${name} follows from the records under version control`,
    ignore: own,
    fn: async () => assert.deepEqual(outputsOf(await executeNotebook(path)), outputsOf(committed)),
  });
}
