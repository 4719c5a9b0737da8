import { Buffer } from "node:buffer";
import { UserError } from "../../errors.ts";
import { fold, keyOf } from "../../random/key.ts";
import { Stream } from "../../random/stream.ts";
import { type Expressions, ExpressionsBuilder } from "./expressions.ts";
import { CLOSE, FIRST_DIGIT, FIRST_OPERATOR } from "./symbols.ts";

/** What expressions to make. The defaults in lib/tasks/options.ts are those of Long Range Arena. */
export interface GeneratorOptions {
  /** Expressions have more symbols than this... */
  minimumLength: number;
  /** ... and fewer than this. */
  maximumLength: number;
  /** The most levels of nesting: at the deepest are digits only. */
  depth: number;
  /** The most arguments of an operator. */
  arguments: number;
  seed: number;
}

const PATIENCE = 10_000_000;

/**
 * `count` distinct expressions, drawn as by Long Range Arena's generator: at each place stands a digit with
 * probability 0.75 (always at the deepest level), else an operator with 2 to `arguments` arguments; all digits,
 * operators and counts of arguments are equally likely; trees with too few or too many symbols are thrown away.
 * As in LRA's code both bounds are exclusive and every digit, operator and closing bracket counts as one symbol.
 *
 * Source: `generate_tree` and `main` in lra_benchmarks/data/listops.py (Tay et al., 2021, arXiv:2011.04006).
 *
 * @throws {UserError} If so many distinct expressions cannot be found.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { generate } from "./generate.ts";
 *
 * const options = { minimumLength: 4, maximumLength: 30, depth: 4, arguments: 5, seed: 0 };
 * const { offsets, values } = generate(100, options);
 * assert(offsets[1] > 4 && offsets[1] < 30 && values.length === 100);
 * ```
 */
export function generate(count: number, options: GeneratorOptions): Expressions {
  const stream = new Stream(fold(keyOf(options.seed), "listops"));
  const expressions = new ExpressionsBuilder();
  const symbols = new Uint8Array(options.maximumLength);
  const places = new Map<number, number>();
  let failures = 0;
  while (expressions.count < count) {
    const length = growTree(stream, options, symbols);
    const tree = symbols.subarray(0, length);
    if (length > options.minimumLength && isNew(tree, expressions, places)) {
      expressions.add(tree);
      failures = 0;
    } else if (++failures === PATIENCE) {
      throw new UserError(
        `Expected ${count} distinct ListOps expressions but found only ${expressions.count}, and none in the ` +
          `last ${PATIENCE} trials: ask for fewer examples, or allow more lengths, depth or arguments`,
      );
    }
  }
  return expressions.build();
}

/** Draws a tree into `symbols` and returns its length, or 0 as soon as that cannot be below `maximumLength`. */
function growTree(stream: Stream, options: GeneratorOptions, symbols: Uint8Array): number {
  const { maximumLength, depth } = options;
  const missing: number[] = []; // for each open operator, its arguments still to come
  let length = 0;
  let needed = 1; // how many more symbols there will be at least
  while (length + needed < maximumLength) {
    // One draw for both choices: of 40 equally likely outcomes 30 are digits and 10 say "operator".
    const draw = stream.below(40);
    if (draw >= 30 && missing.length + 1 < depth) {
      const choice = stream.below(4 * (options.arguments - 1));
      symbols[length++] = FIRST_OPERATOR + choice % 4;
      missing.push(2 + Math.floor(choice / 4));
      needed += missing[missing.length - 1];
      continue;
    }
    symbols[length++] = FIRST_DIGIT + draw % 10;
    needed--;
    while (missing.length > 0 && --missing[missing.length - 1] === 0) {
      symbols[length++] = CLOSE;
      needed--;
      missing.pop();
    }
    if (needed === 0) return length;
  }
  return 0;
}

/** Whether `tree` is not among `expressions`; remembers its hash in `places`, a table with open addressing. */
function isNew(tree: Uint8Array, expressions: ExpressionsBuilder, places: Map<number, number>): boolean {
  let high = 0, low = 0;
  for (let i = 0; i < tree.length; i++) {
    high = Math.imul(high ^ tree[i], 0x01000193);
    low = Math.imul(low + tree[i], 0x85ebca6b) ^ (low >>> 15);
  }
  let hash = (high >>> 11) * 2 ** 32 + (low >>> 0);
  for (let place = places.get(hash); place !== undefined; place = places.get(++hash)) {
    if (Buffer.compare(tree, expressions.symbolsOf(place)) === 0) return false;
  }
  places.set(hash, expressions.count);
  return true;
}
