import { BLUE, GREEN, type LineStyle, PURPLE, VERMILION } from "./line_style.ts";

/** Warm and square is frozen, cool and round is unfrozen; dashed and hollow is random, solid is pretrained. */
const STYLES = new Map<string, LineStyle>([
  ["frozen-random", { color: PURPLE, dash: "5 4", symbol: "square", filled: false }],
  ["frozen-pretrained", { color: VERMILION, dash: "none", symbol: "square", filled: true }],
  ["unfrozen-random", { color: GREEN, dash: "5 4", symbol: "circle", filled: false }],
  ["unfrozen-pretrained", { color: BLUE, dash: "none", symbol: "circle", filled: true }],
]);

const COLORS = [BLUE, VERMILION, GREEN, PURPLE];
const SYMBOLS = ["triangle", "diamond", "star"] as const;
const DASHES = ["2 3", "9 3", "9 3 2 3"];

/**
 * A style for each setting; the paper's four always have the same, up to 72 others differ from them and among them, and the
 * first 18 of these by more than color.
 */
export function settingStyles(settings: readonly string[]): Map<string, LineStyle> {
  const others = settings.filter((setting) => !STYLES.has(setting));
  return new Map(settings.map((setting) => [setting, STYLES.get(setting) ?? other(others.indexOf(setting))]));
}

/** Lines in an order in which those with hollow symbols are drawn over others, which would hide them at the same place. */
export function hollowLast<Line extends { setting: string }>(
  lines: readonly Line[],
  styles: ReadonlyMap<string, LineStyle>,
): Line[] {
  const isFilled = ({ setting }: Line) => Number(styles.get(setting)!.filled);
  return lines.toSorted((a, b) => isFilled(b) - isFilled(a));
}

/** The style of the setting number `i` among those that are not the paper's: all but the color repeats after 18. */
function other(i: number): LineStyle {
  return {
    color: COLORS[(i + Math.floor(i / 18)) % COLORS.length],
    dash: DASHES[Math.floor(i / 6) % DASHES.length],
    symbol: SYMBOLS[i % SYMBOLS.length],
    filled: Math.floor(i / 3) % 2 === 0,
  };
}
