import { basename, join } from "node:path";
import { makeDirectory, writeAtomically } from "../../files/json.ts";
import { notebooksDirectory, reportsDirectory } from "../../files/paths.ts";
import type { PresetName } from "../../sweeps/presets.ts";
import { currentCommit } from "../../provenance.ts";
import { convertNotebook, STYLE } from "./convert.ts";
import { executeNotebook } from "./execute.ts";
import { indexPage, type ReportEntry } from "./index_page.ts";
import { introduction, outcome, withoutVolatile, writtenScale } from "./notebook.ts";

export interface ReportOptions {
  /** The scale of every notebook; each notebook's own if not given. */
  scale?: PresetName;
  /** Train the runs that notebooks miss, instead of saying which are missing. */
  train?: boolean;
  /** Store the outputs in the notebooks too. */
  inPlace?: boolean;
  notebooks?: string;
  reports?: string;
  /** Called with the name of each notebook before it is executed. */
  onNotebook?: (name: string) => void;
}

/** How many notebooks are executed at once: while one kernel starts, another computes. */
const AT_ONCE = 2;
/** With training only one: a sweep that several notebooks show would be locked by the first. */
const AT_ONCE_WITH_TRAINING = 1;

/**
 * Executes the notebooks and writes a page for each, and an index of them.
 *
 * @returns The path of the index.
 * @throws {UserError} If a notebook fails, or a page cannot be written.
 */
export async function writeReports(options: ReportOptions): Promise<string> {
  const { notebooks = notebooksDirectory, reports = reportsDirectory, train } = options;
  await makeDirectory(reports);
  const waiting = [...(await notebookPaths(notebooks)).entries()];
  const entries: ReportEntry[] = [];
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [place, path] = next;
      try {
        entries[place] = await writeReport(path, reports, options);
      } catch (error) {
        waiting.length = 0; // no more are begun; the one beside comes to its end
        throw error;
      }
    }
  };
  const lanes = Array.from({ length: train ? AT_ONCE_WITH_TRAINING : AT_ONCE }, lane);
  for (const ended of await Promise.allSettled(lanes)) if (ended.status === "rejected") throw ended.reason;
  const date = new Date().toISOString().slice(0, 10);
  const style = await Deno.readTextFile(STYLE);
  const index = join(reports, "index.html");
  await writeAtomically(
    index,
    indexPage(entries, { date, commit: await currentCommit({ paths: ["."] }), style }),
  );
  return index;
}

async function writeReport(
  path: string,
  reports: string,
  { scale, train, inPlace, onNotebook }: ReportOptions,
): Promise<ReportEntry> {
  const name = basename(path, ".ipynb");
  onNotebook?.(name);
  const notebook = withoutVolatile(await executeNotebook(path, { scale, train }));
  if (inPlace) await writeAtomically(path, JSON.stringify(notebook, null, 1) + "\n");
  const file = await convertNotebook(notebook, name, reports);
  const written = writtenScale(notebook);
  const shown = written && (scale ?? written);
  return {
    file: basename(file),
    ...introduction(notebook),
    outcome: shown === written ? outcome(notebook) : "", // it was written down at that scale
    scale: shown,
  };
}

async function notebookPaths(directory: string): Promise<string[]> {
  const names = (await Array.fromAsync(Deno.readDir(directory))).map(({ name }) => name);
  return names.filter((name) => name.endsWith(".ipynb")).sort().map((name) => join(directory, name));
}
