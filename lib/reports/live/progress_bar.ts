import { Display } from "../display.ts";
import { escapeHtml } from "../html.ts";

/**
 * A progress bar with what it stands for in words.
 *
 * @param fraction From 0 to 1.
 */
export function progressBar(fraction: number, text: string): Display {
  const label = escapeHtml(text), value = fraction.toFixed(4);
  return new Display(
    `<div><progress max="1" value="${value}" aria-label="${label}"></progress> ${label}</div>`,
    `${(100 * fraction).toFixed(0)} % ${text}`,
  );
}
