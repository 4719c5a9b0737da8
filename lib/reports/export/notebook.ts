import { z } from "zod";

const text = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join(""))]);

const outputSchema = z.looseObject({
  output_type: z.string(),
  ename: z.string().optional(),
  evalue: z.string().optional(),
});

const cellSchema = z.looseObject({
  id: z.string(),
  cell_type: z.enum(["code", "markdown", "raw"]),
  metadata: z.record(z.string(), z.unknown()),
  source: text,
  outputs: z.array(outputSchema).optional(),
});

/** A Jupyter notebook (nbformat 4.5), as far as reports need to know it; what else it holds is kept. */
export const notebookSchema = z.looseObject({
  nbformat: z.literal(4),
  cells: z.array(cellSchema),
  metadata: z.looseObject({
    language_info: z.looseObject({ version: z.string().optional() }).optional(),
  }),
});
export type Notebook = z.infer<typeof notebookSchema>;

/** The first error among a notebook's outputs: the number of its code cell, from 1, and what it says. */
export function firstError({ cells }: Notebook): { cell: number; message: string } | undefined {
  const codeCells = cells.filter(({ cell_type }) => cell_type === "code");
  for (const [i, { outputs = [] }] of codeCells.entries()) {
    const error = outputs.find(({ output_type }) => output_type === "error");
    if (error) return { cell: i + 1, message: `${error.ename}: ${withoutColors(error.evalue ?? "")}` };
  }
}

/** What a notebook says of itself in its first cell: its title, and the paragraph that begins with "Claim", as text. */
export function introduction({ cells }: Notebook): { title: string; claim: string } {
  const paragraphs = (cells[0]?.source ?? "").split("\n\n");
  const after = (start: string) =>
    plainText(paragraphs.find((paragraph) => paragraph.startsWith(start))?.slice(start.length) ?? "");
  return { title: after("# "), claim: after("**Claim.**") };
}

/** What stands under a notebook's heading "What came out", as text; "" where it has none. */
export function outcome({ cells }: Notebook): string {
  const heading = "## What came out\n";
  return plainText(
    cells.find(({ source }) => source.startsWith(heading))?.source.slice(heading.length) ?? "",
  );
}

/** Markdown without links, emphasis and line breaks. */
function plainText(markdown: string): string {
  return markdown.trim().replace(/\s+/g, " ").replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/[*`]/g, "");
}

/** The scale that is written in a notebook's call of chooseScale; "" where it calls none. */
export function writtenScale({ cells }: Notebook): string {
  const code = cells.filter(({ cell_type }) => cell_type === "code").map(({ source }) => source).join("\n");
  return /\bchooseScale\("(\w+)"\)/.exec(code)?.[1] ?? "";
}

/** The notebook without what changes from one execution to the next though its results do not. */
export function withoutVolatile(notebook: Notebook): Notebook {
  const { language_info, ...metadata } = notebook.metadata;
  const { version: _, ...language } = language_info ?? {};
  return {
    ...notebook,
    metadata: { ...metadata, ...language_info && { language_info: language } },
    cells: notebook.cells.map((cell) => {
      const { execution: _, ...metadata } = cell.metadata;
      return { ...cell, metadata };
    }),
  };
}

/** `text` without the escape sequences by which terminals color it. */
function withoutColors(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replace(/\x1b\[[\d;]*m/g, "");
}
