import assert from "node:assert/strict";
import { sha256OfData } from "../../../lib/files/integrity.ts";
import { evaluate } from "../../../lib/tasks/listops/evaluate.ts";
import { type Expressions, symbolsOf } from "../../../lib/tasks/listops/expressions.ts";
import { generate } from "../../../lib/tasks/listops/generate.ts";
import { SYMBOLS, toText } from "../../../lib/tasks/listops/symbols.ts";

const LRA = { minimumLength: 500, maximumLength: 2000, depth: 10, arguments: 10, seed: 0 };
const SHORT = { minimumLength: 4, maximumLength: 12, depth: 3, arguments: 3, seed: 0 };

function all({ symbols, offsets, values }: Expressions): Uint8Array[] {
  return Array.from(values, (_, i) => symbolsOf({ symbols, offsets, values }, i));
}

Deno.test("generated expressions keep to the bounds of length, depth and arguments, and are distinct", () => {
  const expressions = generate(2000, SHORT);
  const texts = all(expressions).map(toText);
  assert.equal(new Set(texts).size, 2000);
  const lengths = new Set(texts.map((text) => text.split(" ").length));
  assert.deepEqual([...lengths].sort((a, b) => a - b), [5, 7, 8, 9, 10, 11], "both bounds are exclusive");
  for (const text of texts) {
    const { depth, most } = shapeOf(text);
    assert(depth <= 3 && most <= 3, text);
  }
  assert(texts.some((text) => shapeOf(text).depth === 3 && shapeOf(text).most === 3));
});

/** Levels of nesting, a digit's own included, and the most arguments of an operator. */
function shapeOf(text: string): { depth: number; most: number } {
  const counts: number[] = [];
  let depth = 1, most = 0;
  for (const word of text.split(" ")) {
    if (word === "]") most = Math.max(most, counts.pop()!);
    else if (counts.length > 0) counts[counts.length - 1]++;
    if (word.startsWith("[")) counts.push(0);
    depth = Math.max(depth, counts.length + 1);
  }
  return { depth, most };
}

Deno.test("generated expressions carry their values and depend on nothing but the seed", () => {
  const expressions = generate(100, SHORT);
  assert.deepEqual([...expressions.values], all(expressions).map(evaluate));
  assert.deepEqual(generate(100, SHORT), expressions);
  assert.notDeepEqual(generate(100, { ...SHORT, seed: 1 }), expressions);
  assert.deepEqual(
    all(generate(200, SHORT)).slice(0, 100),
    all(expressions),
    "a longer data set begins alike",
  );
});

Deno.test("generated expressions are those of earlier versions", () => {
  // Others need another GENERATOR_VERSION in lib/tasks/listops/open.ts, and another identity of runs.
  assert.equal(
    sha256OfData(generate(100, SHORT).symbols),
    "40628932ec77c4feaaf6c27ef01ec3f5658022125402038cea53610a70226fbb",
  );
});

Deno.test("generated expressions are distributed as Long Range Arena's", async () => {
  const fixture = new URL("../../fixtures/tasks/listops_statistics.json", import.meta.url);
  const theirs = JSON.parse(await Deno.readTextFile(fixture));
  const count = 5000;
  const { symbols, offsets, values } = generate(count, LRA);
  const lengths = Array.from(values, (_, i) => offsets[i + 1] - offsets[i]);
  assert(lengths.every((length) => length > 500 && length < 2000));

  // Tolerances are five standard errors of the difference between a sample of ours and theirs.
  const factor = 5 * Math.sqrt(1 / count + 1 / theirs.examples);
  assertNear(symbols.length / count, theirs.meanLength, factor * theirs.lengthDeviation, "mean length");
  for (const [value, share] of theirs.valueShares.entries()) {
    const ours = values.filter((other) => other === value).length / count;
    assertNear(ours, share, factor * Math.sqrt(share * (1 - share)), `share of the value ${value}`);
  }
  // Symbols of one expression are not independent (operators bring arguments and brackets), but their shares in one
  // expression deviate by less than 0.01 from their means, which bounds the standard error.
  for (const [symbol, share] of Object.entries<number>(theirs.symbolShares)) {
    const ours = symbols.filter((other) => SYMBOLS[other] === symbol).length / symbols.length;
    assertNear(ours, share, factor * 0.01, `share of the symbol ${symbol}`);
  }
});

function assertNear(found: number, expected: number, tolerance: number, what: string): void {
  const difference = Math.abs(found - expected);
  assert(difference < tolerance, `${what}: expected ${expected} within ${tolerance} but found ${found}`);
}

Deno.test("asking for more expressions than there are is an error", () => {
  const few = { minimumLength: 3, maximumLength: 5, depth: 2, arguments: 2, seed: 0 };
  assert.equal(generate(400, few).values.length, 400); // 4 operators, 10 x 10 arguments
  assert.throws(() => generate(401, few), {
    name: "UserError",
    message: /Expected 401 distinct ListOps expressions but found only 400/,
  });
});
