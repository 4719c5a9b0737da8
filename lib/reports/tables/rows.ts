import { isEnded, type RunRecord } from "../../sweeps/record.ts";
import type { Display } from "../display.ts";
import { note } from "../note.ts";
import { frame } from "./frames.ts";
import { table, type TableOptions } from "./table.ts";

const NOT_YET = "No results yet.";

/** Rows as a table; where there are none, a note that says `none` in its place. */
export async function rowsTable(
  rows: readonly object[],
  options: TableOptions,
  none = NOT_YET,
): Promise<Display> {
  if (rows.length === 0) return note(`${none} ${options.caption}`);
  return table(await frame(rows), options);
}

/** What a table says that has no rows of `records`: that some are still to be run, or else `what`, which is a result. */
export function withoutRows(records: readonly RunRecord[], what: string): string {
  return records.some(isEnded) && records.every(({ status }) => status !== "pending") ? what : NOT_YET;
}
