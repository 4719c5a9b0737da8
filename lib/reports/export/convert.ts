import { join } from "node:path";
import { UserError } from "../../errors.ts";
import { runJupyter } from "../../setup/jupyter.ts";
import { introduction, type Notebook } from "./notebook.ts";

/** Our template for nbconvert, and the style sheet that all pages share. */
const TEMPLATES = join(import.meta.dirname!, "templates");
export const STYLE = join(TEMPLATES, "report", "style.css");

/**
 * Converts an executed notebook to one HTML page that needs no network.
 *
 * @param name The page's name, without ".html".
 * @param directory Where the page is put.
 * @returns The page's path.
 */
export async function convertNotebook(notebook: Notebook, name: string, directory: string): Promise<string> {
  const page = {
    ...notebook,
    metadata: { ...notebook.metadata, title: introduction(notebook).title },
    // Links between notebooks lead from page to page.
    cells: notebook.cells.map((cell) => ({
      ...cell,
      source: cell.source.replace(/(\]\([\w-]+)\.ipynb\)/g, "$1.html)"),
    })),
  };
  const temporary = await Deno.makeTempDir();
  try {
    const path = join(temporary, `${name}.ipynb`);
    await Deno.writeTextFile(path, JSON.stringify(page));
    const code = await runJupyter([
      "nbconvert",
      "--log-level=ERROR",
      "--to=html",
      "--no-prompt",
      "--template=report",
      `--TemplateExporter.extra_template_basedirs=${TEMPLATES}`,
      "--HTMLExporter.exclude_anchor_links=True",
      `--output-dir=${directory}`,
      path,
    ], { isBatch: true });
    if (code !== 0) {
      throw new UserError(`Expected Jupyter to convert ${name} to HTML but it ended with code ${code}`);
    }
  } finally {
    await Deno.remove(temporary, { recursive: true });
  }
  return join(directory, `${name}.html`);
}
