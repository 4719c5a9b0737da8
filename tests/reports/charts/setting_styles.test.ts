import assert from "node:assert/strict";
import * as colors from "../../../lib/reports/charts/line_style.ts";
import { settingStyles } from "../../../lib/reports/charts/setting_styles.ts";

/** Relative luminance and contrast as in the Web Content Accessibility Guidelines 2.2. */
function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16) / 255).map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

Deno.test("every color has a contrast of 3:1 to light and dark backgrounds", () => {
  for (const color of Object.values(colors)) {
    for (const background of ["#ffffff", "#212121", "#111111"]) {
      assert(contrast(color, background) >= 3, `${color} on ${background}`);
    }
  }
});

Deno.test("settings of one's own look like none of the paper's and none of the others", () => {
  const names = ["frozen-random", "frozen-pretrained", "unfrozen-random", "unfrozen-pretrained"];
  const own = Array.from({ length: 71 }, (_, i) => `own-${i}`);
  const styles = settingStyles([...names, ...own, "constructor"]);
  const known = new Set<string>(Object.values(colors));
  assert([...styles.values()].every(({ color }) => known.has(color)));
  assert.equal(new Set([...styles.values()].map((style) => JSON.stringify(style))).size, 4 + 72);
  const withoutColor = [...styles.values()].slice(0, 4 + 18).map((style) =>
    JSON.stringify({ ...style, color: null })
  );
  assert.equal(new Set(withoutColor).size, 4 + 18, "color is never the only sign of these");
});

Deno.test("a setting looks the same whatever it is compared with", () => {
  assert.deepEqual(
    settingStyles(["unfrozen-random"]).get("unfrozen-random"),
    settingStyles(["frozen-random", "unfrozen-random"]).get("unfrozen-random"),
  );
});
