import { parseHTML } from "linkedom";
import { Display } from "../display.ts";
import { escapeHtml } from "../html.ts";

/** As much of the DOM as charts need. */
export interface SvgElement {
  readonly outerHTML: string;
  textContent: string;
  setAttribute(name: string, value: string): void;
  append(child: SvgElement): void;
  prepend(...children: SvgElement[]): void;
}

/** The document in which Plot draws. */
export const { document } = parseHTML("<!doctype html><html><body></body></html>") as unknown as {
  document: { createElementNS(namespace: string, name: string): SvgElement };
};

/** What all charts have in common, as options of Plot. */
export const CHART = {
  document: document as never,
  width: 640,
  marginBottom: 44,
  marginLeft: 48,
  style: { fontSize: "12px" },
};

const NAMESPACE = "http://www.w3.org/2000/svg";

/** In a file of its own a chart follows the reader's dark mode; in a page it takes the color of the text. */
const STYLE = "svg:root{color:#1b1b1b}@media(prefers-color-scheme:dark){svg:root{color:#e8e8e8}}";

/** Attributes that say where something is drawn. */
const PLACES = / (?:d|points|transform|[xy][12]?|c[xy]|width|height)="[^"]*"/g;

/** The words that go with a chart. */
export interface ChartText {
  /** What it shows. */
  title: string;
  /** The data in words. */
  description: string;
  /** What the chart's signs mean, for every reader. */
  caption: string;
}

/** A chart that Plot has drawn, with words beside it and in its place, as an SVG that needs nothing else. */
export function chartDisplay(svg: SvgElement, { title, description, caption }: ChartText): Display {
  svg.setAttribute("xmlns", NAMESPACE);
  svg.setAttribute("role", "img");
  svg.prepend(element("title", title), element("desc", description), element("style", STYLE));
  // Plot computes with more digits than a screen can show.
  const text = svg.outerHTML.replace(PLACES, (place) => place.replace(/(\d\.\d\d)\d+/g, "$1"));
  const figure = `<figure>${text}<figcaption>${escapeHtml(caption)}</figcaption></figure>`;
  return new Display(figure, `${title}\n${description}\n${caption}`);
}

function element(name: string, text: string): SvgElement {
  const made = document.createElementNS(NAMESPACE, name);
  made.textContent = text;
  return made;
}
