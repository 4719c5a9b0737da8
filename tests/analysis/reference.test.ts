import assert from "node:assert/strict";
import { bootstrapInterval } from "../../lib/analysis/bootstrap.ts";
import { expectedMaximum } from "../../lib/analysis/expected_maximum.ts";
import { comparePairs } from "../../lib/analysis/paired.ts";
import { criticalT } from "../../lib/analysis/student_t.ts";
import { keyOf } from "../../lib/random/key.ts";
// From SciPy and by enumeration: see make_statistics.py there.
import reference from "../fixtures/analysis/statistics.json" with { type: "json" };

/** That two numbers agree but for the rounding of doubles in computations of some hundred steps. */
function assertClose(found: number, expected: number, message?: string): void {
  assert(
    Math.abs(found - expected) <= 1e-9 * Math.max(1, Math.abs(expected)),
    message ?? `${found} ${expected}`,
  );
}

Deno.test("critical values of Student's t are SciPy's", () => {
  for (const { freedom, level, t } of reference.critical) {
    assertClose(criticalT(freedom, level), t, `${freedom} degrees of freedom at ${level}`);
  }
});

Deno.test("a confidence level that no interval can have is refused", () => {
  const refused = { name: "UserError", message: /of at least 0 and below 1 but found/ };
  for (const level of [-0.1, 1, 2, NaN]) {
    assert.throws(() => criticalT(2, level), refused);
    assert.throws(() => bootstrapInterval([0.1, 0.2], keyOf(0), level), refused);
  }
});

Deno.test("degrees of freedom that no sample has are refused", () => {
  for (const freedom of [-1, 0, 2.5, NaN, Infinity]) {
    assert.throws(() => criticalT(freedom, 0.95), {
      name: "UserError",
      message: `Expected degrees of freedom to be a whole number of at least 1 but found ${freedom}`,
    });
  }
});

for (const { first, second, difference, error, interval, p } of reference.paired) {
  Deno.test(`${first.length} pairs are compared as SciPy compares them`, () => {
    const found = comparePairs(first.map((value, i) => [value, second[i]] as const))!;
    assertClose(found.difference, difference);
    assertClose(found.error!, error);
    assertClose(found.interval![0], interval[0]);
    assertClose(found.interval![1], interval[1]);
    assertClose(found.p!, p);
    assert.equal(found.n, first.length);
  });
}

Deno.test("one pair has a difference but no interval, and none has nothing", () => {
  const found = comparePairs([[0.75, 0.5]])!;
  assert.deepEqual(found, { means: [0.75, 0.5], difference: 0.25, error: null, interval: null, p: 1, n: 1 });
  assert.equal(comparePairs([]), null);
});

Deno.test("values that are not finite are refused instead of deciding", () => {
  for (const value of [NaN, Infinity]) {
    const expected = { name: "UserError", message: `Expected finite numbers to compare but found ${value}` };
    assert.throws(() => comparePairs([[0.5, 0.25], [0.5, value]]), expected);
    assert.throws(() => bootstrapInterval([0.5, value], keyOf(0)), expected);
  }
});

Deno.test("equal pairs are no evidence, however many", () => {
  assert.equal(comparePairs([[0.5, 0.5], [0.25, 0.25], [0.125, 0.125]])!.p, 1);
});

Deno.test("sums that are equal but for rounding are as large as each other", () => {
  // With any signs they sum to at least 0.01, or to 0.01 in other last bits.
  assert.equal(comparePairs([[0.1, 0], [0.2, 0], [0, 0.3], [0.01, 0]])!.p, 1);
});

Deno.test("more pairs than sign flips can be tried have no p, but all else", () => {
  const many = comparePairs(Array(21).fill([1, 0]))!;
  assert.deepEqual([many.difference, many.n, many.p], [1, 21, null]);
});

for (const { values, interval } of reference.bootstrap) {
  Deno.test(`the bootstrap interval of ${values.length} values is SciPy's`, () => {
    // The ends of an interval from 10,000 samples have a standard error of about a fiftieth of its width.
    const found = bootstrapInterval(values, keyOf(0))!, width = interval[1] - interval[0];
    for (const end of [0, 1]) {
      assert(Math.abs(found[end] - interval[end]) < 0.06 * width, `${found} ${interval}`);
    }
  });
}

Deno.test("the bootstrap interval of three values is the least and the greatest of them", () => {
  // A sample of three has the least value three times with probability 1 / 27, which is more than 2.5 %.
  const [low, high] = bootstrapInterval([0.9, 0.5, 0.6], keyOf(3))!;
  assertClose(low, 0.5);
  assertClose(high, 0.9);
});

Deno.test("the bootstrap is the same each time, and knows nothing of one value", () => {
  const values = [0.5, 0.6, 0.65, 0.9, 0.7, 0.55]; // too many for all samples to be looked at
  assert.deepEqual(bootstrapInterval(values, keyOf(1)), bootstrapInterval(values, keyOf(1)));
  const others = [0, 1, 2, 3].map((seed) => String(bootstrapInterval(values, keyOf(seed))));
  assert(new Set(others).size > 1, "the key decides the samples");
  assert.equal(bootstrapInterval([0.5], keyOf(0)), null);
});

for (const { values, tries, maximum } of reference.expectedMaximum) {
  Deno.test(`the expected maximum of ${tries} draws is the mean over all draws there are`, () => {
    assertClose(expectedMaximum(values, tries), maximum);
  });
}

Deno.test("the expected maximum is that of numbers, not of their digits", () => {
  assert.equal(expectedMaximum([9, 10], 2), 9.75); // 9 in one case of four
});

Deno.test("the expected maximum needs values and whole tries", () => {
  assert.throws(() => expectedMaximum([], 1), /Expected values/);
  for (const tries of [0, 1.5]) {
    assert.throws(() => expectedMaximum([1], tries), /whole number of at least 1 try/);
  }
});

Deno.test("of five values all samples are looked at", () => {
  const values = [0.5, 0.61, 0.73, 0.9, 0.94];
  let sums = [0];
  for (let i = 0; i < 5; i++) sums = sums.flatMap((sum) => values.map((value) => sum + value));
  const means = sums.map((sum) => sum / 5).sort((a, b) => a - b);
  for (let rank = 1; rank < 200; rank += 6) {
    const [low, high] = bootstrapInterval(values, keyOf(0), 1 - 2 * (rank - 0.5) / 3125)!;
    assertClose(low, means[rank - 1]);
    assertClose(high, means[3125 - rank]);
  }
});
