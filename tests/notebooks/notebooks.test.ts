import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readJson } from "../../lib/files/json.ts";
import { notebooksDirectory, root } from "../../lib/files/paths.ts";
import { executeNotebook } from "../../lib/reports/export/execute.ts";
import {
  introduction,
  type Notebook,
  notebookSchema,
  writtenScale,
} from "../../lib/reports/export/notebook.ts";
import { PRESET_NAMES, presetsOf } from "../../lib/sweeps/presets.ts";
import { sweepDirectory } from "../../lib/sweeps/store.ts";

const MOST_LINES = 30;
/** The calls whose tables have published figures in them. */
const PUBLISHED = /\b(table1|besidePublished|luTable|publishedBodiesTable|efficiencyTable|gapsTable)\(/;

/** Runs of one's own come before those under version control. */
const ownRuns = PRESET_NAMES.flatMap(presetsOf).some(({ name }) => existsSync(sweepDirectory(name)));
const outputsOf = ({ cells }: Notebook) => cells.flatMap(({ outputs }) => outputs ?? []);

const names = Array.from(Deno.readDirSync(notebooksDirectory), ({ name }) => name)
  .filter((name) => name.endsWith(".ipynb"));

Deno.test("the code of all notebooks fits the library's types", async () => {
  const directory = await Deno.makeTempDir({ dir: root, prefix: "notebooks-" }); // beside lib
  try {
    for (const name of names) {
      const { cells } = await readJson(join(notebooksDirectory, name), notebookSchema);
      const code = cells.filter(({ cell_type }) => cell_type === "code").map(({ source }) => source);
      await Deno.writeTextFile(join(directory, `${name}.ts`), code.join("\n"));
    }
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "--quiet", ...names.map((name) => join(directory, `${name}.ts`))],
      cwd: root,
    }).output();
    assert(success, new TextDecoder().decode(stderr));
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

for (const name of names) {
  const path = join(notebooksDirectory, name);
  const notebook = await readJson(path, notebookSchema);
  const sources = notebook.cells.filter(({ cell_type }) => cell_type === "code").map(({ source }) => source);

  Deno.test(`${name} begins with its claim, its scale and how long it takes`, () => {
    const { title, claim } = introduction(notebook);
    assert(title.length > 0 && claim.length > 0);
    assert.match(notebook.cells[0].source, /^\*\*Scale\.\*\* /m);
    assert.match(notebook.cells[0].source, /^\*\*Time\.\*\* /m);
    assert(["", ...PRESET_NAMES].includes(writtenScale(notebook)));
  });

  Deno.test(`${name} runs on Deno, and imports nothing but the library`, () => {
    assert.equal((notebook.metadata.kernelspec as { name: string }).name, "deno");
    assert.equal(notebook.nbformat_minor, 5);
    const imports = sources.flatMap((source) =>
      [...source.matchAll(/from "([^"]+)"/g)].map(([, from]) => from)
    );
    assert.deepEqual(imports, ["../lib/mod.ts"]);
  });

  Deno.test(`${name} leaves logic to the library`, () => {
    for (const source of sources) {
      assert(source.split("\n").length <= MOST_LINES);
      assert.doesNotMatch(source, /\b(for|while|if|function|class)\b/);
    }
  });

  // The others train something of their own.
  if (sources.some((source) => source.includes("watchSweep("))) {
    Deno.test({
      name: `every table and chart of ${name} follows from the records under version control`,
      ignore: ownRuns,
      fn: async () => assert.deepEqual(outputsOf(await executeNotebook(path)), outputsOf(notebook)),
    });
  }

  // A notebook without a scale is about what was made here alone.
  if (writtenScale(notebook) === "") continue;
  Deno.test(`${name} shows the published figures, or says which are not verified`, () => {
    assert(sources.some((source) => PUBLISHED.test(source)));
  });
}
