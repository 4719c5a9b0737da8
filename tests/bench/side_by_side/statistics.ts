import { median } from "../../../lib/analysis/statistics.ts";

/** A peer's time over ours. */
export interface Ratio {
  median: number;
  /** The least and the greatest of all rounds. */
  spread: [number, number];
}

/**
 * How many times as long the peer took, from the median times of each round. Rounds are compared one by one, so that
 * what slows the machine for some minutes slows both sides of a ratio.
 */
export function ratioOf(peer: readonly number[], ours: readonly number[]): Ratio {
  const ratios = peer.map((time, round) => time / ours[round]);
  return { median: median(ratios), spread: [Math.min(...ratios), Math.max(...ratios)] };
}
