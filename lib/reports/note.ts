import { Display } from "./display.ts";
import { escapeHtml } from "./html.ts";

/** A paragraph. */
export function note(text: string): Display {
  return new Display(`<p>${escapeHtml(text)}</p>`, text);
}
