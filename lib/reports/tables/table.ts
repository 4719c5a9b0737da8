import { Display } from "../display.ts";
import { escapeHtml } from "../html.ts";

/** What a cell of a DataFrame holds. */
export type Cell = string | number | boolean | null;

/** As much of a danfojs DataFrame as a table needs. */
export interface Frame {
  columns: string[];
  /** Rows of cells. */
  values: readonly unknown[];
}

/** How a column is shown. */
export interface Column {
  label: string;
  /** Prints a cell that is not null; null is printed as a dash. */
  print?: (cell: never) => string;
}

export interface TableOptions {
  /** Says what the table shows and where its figures come from. */
  caption: string;
  /** Which columns are shown, in this order, by their names in the frame; all if not given. */
  columns?: Record<string, Column>;
  /** How many columns, from the left, name the row. */
  rowHeaders?: number;
}

const MISSING = "–";
/** For what is read like text; numbers, on the right by default, are compared digit by digit. */
const LEFT = 'style="text-align: left"';
/** As charts have theirs, and as long ones are read: after the figures. */
const BELOW = 'style="caption-side: bottom; text-align: left"';
/** Characters that fit in one line of a cell. */
const SHORT = 24;

/**
 * A DataFrame as a table: in HTML with header cells and a caption, in plain text with aligned columns. Neighboring
 * columns labelled "MNIST: ours" and "MNIST: published" share a header "MNIST".
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { table } from "./table.ts";
 *
 * const frame = { columns: ["task", "accuracy"], values: [["MNIST", 0.985], ["ListOps", null]] };
 * const { bundle } = table(frame, {
 *   caption: "Test accuracy.",
 *   columns: {
 *     task: { label: "Task" },
 *     accuracy: { label: "Accuracy (%)", print: (fraction: number) => (100 * fraction).toFixed(1) },
 *   },
 * });
 * assert.deepEqual(bundle["text/plain"].split("\n"), [
 *   "Test accuracy.",
 *   "Task     Accuracy (%)",
 *   "MNIST    98.5",
 *   "ListOps  –",
 * ]);
 * ```
 */
export function table(
  frame: Frame,
  { caption, columns = allOf(frame), rowHeaders = 1 }: TableOptions,
): Display {
  const rows = (frame.values as Cell[][]).map((row) =>
    Object.entries(columns).map(([name, { print = String }]) => {
      const cell = row[frame.columns.indexOf(name)];
      return cell === null ? MISSING : print(cell as never);
    })
  );
  const labels = Object.values(columns).map(({ label }) => label);
  const areWords = labels.map((_, i) => i < rowHeaders || rows.some((row) => row[i].length > SHORT));
  const body = rows.map((row) =>
    `<tr>${row.map((cell, i) => i < rowHeaders ? rowHeader(cell) : data(cell, areWords[i])).join("")}</tr>`
  );
  return new Display(
    `<table><caption ${BELOW}>${withUnbrokenNumbers(caption)}</caption><thead>${
      headerRows(labels, areWords).join("")
    }</thead>` +
      `<tbody>${body.join("")}</tbody></table>`,
    plainText([labels, ...rows], caption),
  );
}

function allOf({ columns }: Frame): Record<string, Column> {
  return Object.fromEntries(columns.map((name: string) => [name, { label: name }]));
}

/** One header row, or two where columns share a header. */
function headerRows(labels: readonly string[], areWords: readonly boolean[]): string[] {
  const names = labels.map((label) => label.split(": "));
  const column = (i: number) => areWords[i] ? `scope="col" ${LEFT}` : 'scope="col"';
  if (names.every(([, own]) => own === undefined)) {
    return [`<tr>${labels.map((label, i) => header(escapeHtml(label), column(i))).join("")}</tr>`];
  }
  const upper = names.map(([shared, own], i) => {
    if (own === undefined) return header(escapeHtml(shared), `${column(i)} rowspan="2"`);
    if (names[i - 1]?.[0] === shared) return "";
    const next = names.findIndex(([other], j) => j > i && other !== shared);
    return header(
      escapeHtml(shared),
      `scope="colgroup" style="text-align: center" colspan="${(next === -1 ? names.length : next) - i}"`,
    );
  });
  const lower = names.map(([, own], i) => own === undefined ? "" : header(escapeHtml(own), column(i)));
  return [`<tr>${upper.join("")}</tr>`, `<tr>${lower.join("")}</tr>`];
}

function header(html: string, attributes: string): string {
  return `<th ${attributes}>${html}</th>`;
}

function rowHeader(text: string): string {
  return header(unbroken(text), `scope="row" ${LEFT}`);
}

function data(text: string, isWords: boolean): string {
  return `<td${isWords ? ` ${LEFT}` : ""}>${unbroken(text)}</td>`;
}

/** Keeps what is short, such as a number and its unit, from being broken into lines, and numbers in what is longer. */
function unbroken(text: string): string {
  if (text.length > SHORT) return withUnbrokenNumbers(text);
  return /[ -]/.test(text) ? nowrap(escapeHtml(text)) : escapeHtml(text);
}

/** Keeps 1e-3 and 94.1 ± 0.2 each in one line. */
function withUnbrokenNumbers(text: string): string {
  return escapeHtml(text).replace(/\d+e-\d+|\S+ ± \S+/g, nowrap);
}

function nowrap(html: string): string {
  return `<span style="white-space: nowrap">${html}</span>`;
}

function plainText(rows: readonly string[][], caption: string): string {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  return [caption, ...rows.map((row) => row.map((cell, i) => cell.padEnd(widths[i])).join("  ").trimEnd())]
    .join("\n");
}
