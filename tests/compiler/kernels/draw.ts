import type { Key } from "../../../lib/random/key.ts";
import { Stream } from "../../../lib/random/stream.ts";

/** Random choices of what a kernel is tested on: the same each time for one key. */
export class Draw {
  #stream: Stream;

  constructor(key: Key) {
    this.#stream = new Stream(key);
  }

  /** A whole number from `low` to `high`, both included. */
  number(low: number, high: number): number {
    return low + this.#stream.below(high - low + 1);
  }

  oneOf<T>(choices: readonly T[]): T {
    return choices[this.number(0, choices.length - 1)];
  }

  /** `count` whole numbers. */
  numbers(count: number, low: number, high: number): number[] {
    return Array.from({ length: count }, () => this.number(low, high));
  }

  /** A shape of `rank` axes, none to three where it is not given, each of one to four places. */
  shape(rank: number = this.number(0, 3)): number[] {
    return this.numbers(rank, 1, 4);
  }

  /** Two shapes of which either is stretched to the other: it lacks axes in front, or has one place where that has many. */
  broadcast(): [number[], number[]] {
    const shape = this.shape();
    const stretched = () => shape.slice(this.number(0, shape.length)).map((side) => this.oneOf([side, 1]));
    const pair: [number[], number[]] = [shape.map((side) => this.oneOf([side, side, 1])), stretched()];
    return this.oneOf([pair, [pair[1], pair[0]]]);
  }

  /** Some of the axes of a shape, counted from either end; undefined for all. */
  axes(rank: number): number[] | number | undefined {
    const one = this.number(0, rank - 1);
    const some = Array.from({ length: rank }, (_, axis) => axis).filter(() => this.number(0, 1) === 1);
    return this.oneOf([undefined, one, one - rank, some.length > 0 ? some : one]);
  }
}
