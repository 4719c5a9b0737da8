import * as Plot from "@observablehq/plot";

/**
 * The band of standard errors around a line.
 *
 * @param points Where an edge is not a number, as of an error that is not known, the band is broken.
 * @param edge The upper edge for 1, the lower for -1.
 */
export function errorBand<Point>(
  points: readonly Point[],
  x: (point: Point) => number,
  edge: (sign: 1 | -1) => (point: Point) => number,
  color: string,
): Plot.Markish {
  return Plot.areaY(points, { x, y1: edge(-1), y2: edge(1), fill: color, fillOpacity: 0.2 });
}
