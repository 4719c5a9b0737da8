import { basename, join } from "node:path";
import { writeAtomically } from "../../files/json.ts";
import { notebooksDirectory, reportsDirectory } from "../../files/paths.ts";
import type { PresetName } from "../../sweeps/presets.ts";
import { currentCommit } from "../../provenance.ts";
import { convertNotebook, STYLE } from "./convert.ts";
import { executeNotebook } from "./execute.ts";
import { indexPage, type ReportEntry } from "./index_page.ts";
import { introduction, withoutVolatile, writtenScale } from "./notebook.ts";

export interface ReportOptions {
  /** The scale of every notebook; each notebook's own if not given. */
  scale?: PresetName;
  /** Store the outputs in the notebooks too. */
  inPlace?: boolean;
  notebooks?: string;
  reports?: string;
  /** Called with the name of each notebook before it is executed. */
  onNotebook?: (name: string) => void;
}

/**
 * Executes the notebooks and writes a page for each, and an index of them.
 *
 * @returns The path of the index.
 * @throws UserError, if a notebook fails.
 */
export async function writeReports(
  { scale, inPlace, notebooks = notebooksDirectory, reports = reportsDirectory, onNotebook }: ReportOptions,
): Promise<string> {
  await Deno.mkdir(reports, { recursive: true });
  const entries: ReportEntry[] = [];
  for (const path of await notebookPaths(notebooks)) {
    const name = basename(path, ".ipynb");
    onNotebook?.(name);
    const notebook = withoutVolatile(await executeNotebook(path, scale));
    if (inPlace) await writeAtomically(path, JSON.stringify(notebook, null, 1) + "\n");
    const file = await convertNotebook(notebook, name, reports);
    entries.push({ file: basename(file), ...introduction(notebook), scale: scale ?? writtenScale(notebook) });
  }
  const date = new Date().toISOString().slice(0, 10);
  const style = await Deno.readTextFile(STYLE);
  const index = join(reports, "index.html");
  await writeAtomically(index, indexPage(entries, { date, commit: await currentCommit(), style }));
  return index;
}

async function notebookPaths(directory: string): Promise<string[]> {
  const names = (await Array.fromAsync(Deno.readDir(directory))).map(({ name }) => name);
  return names.filter((name) => name.endsWith(".ipynb")).sort().map((name) => join(directory, name));
}
