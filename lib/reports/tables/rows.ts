import type { Display } from "../display.ts";
import { note } from "../note.ts";
import { frame } from "./frames.ts";
import { table, type TableOptions } from "./table.ts";

/** Rows as a table; where there are none, a note that says so in its place. */
export async function rowsTable(rows: readonly object[], options: TableOptions): Promise<Display> {
  if (rows.length === 0) return note(`No results yet. ${options.caption}`);
  return table(await frame(rows), options);
}
