/** How a line is drawn: its color is never the only sign. */
export interface LineStyle {
  color: string;
  /** An SVG stroke-dasharray; "none" for a solid line. */
  dash: string;
  /** Drawn at each point; null for a bare line. */
  symbol: "circle" | "square" | "triangle" | "diamond" | "star" | null;
  /** Whether symbols are filled or hollow. */
  filled: boolean;
}

/*
 * Four of the colors of Okabe and Ito (2008), which the common kinds of color blindness tell apart: those with a
 * contrast of at least 3:1 both to white and to the dark gray of Jupyter's dark theme.
 */
export const BLUE = "#0072B2";
export const GREEN = "#009E73";
export const PURPLE = "#CC79A7";
export const VERMILION = "#D55E00";
