/** The symbol under which the Deno kernel looks for what to show of a cell's last value. */
const display = Symbol.for("Jupyter.display");

/** One output in each format a front end may choose from, by media type. */
export interface MediaBundle {
  "text/html": string;
  "text/plain": string;
}

/** What a notebook cell shows. */
export class Display {
  #bundle: MediaBundle;

  /**
   * @param html For notebooks and reports.
   * @param text The same in plain text, for front ends without HTML.
   */
  constructor(html: string, text: string) {
    this.#bundle = { "text/html": html, "text/plain": text };
  }

  get bundle(): MediaBundle {
    return this.#bundle;
  }

  [display](): MediaBundle {
    return this.#bundle;
  }
}

/** Several displays under one another. */
export function stack(...displays: Display[]): Display {
  const all = (type: keyof MediaBundle) => displays.map(({ bundle }) => bundle[type]).join("\n");
  return new Display(all("text/html"), all("text/plain"));
}
