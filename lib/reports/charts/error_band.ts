import * as Plot from "@observablehq/plot";

/**
 * The band of standard errors around a line, and a bar around a point that has no neighbor to make a band with.
 *
 * @param points Where an edge is not a number, as of an error that is not known, the band is broken.
 * @param edge The upper edge for 1, the lower for -1.
 */
export function errorBand<Point>(
  points: readonly Point[],
  x: (point: Point) => number,
  edge: (sign: 1 | -1) => (point: Point) => number,
  color: string,
): Plot.Markish[] {
  const isKnown = (point: Point | undefined) => point !== undefined && Number.isFinite(edge(1)(point));
  const alone = points.filter((point, i) =>
    isKnown(point) && !isKnown(points[i - 1]) && !isKnown(points[i + 1])
  );
  const edges = { x, y1: edge(-1), y2: edge(1) };
  return [
    Plot.areaY(points, { ...edges, fill: color, fillOpacity: 0.2 }),
    Plot.ruleX(alone, { ...edges, stroke: color, strokeOpacity: 0.4, strokeWidth: 3 }),
  ];
}
