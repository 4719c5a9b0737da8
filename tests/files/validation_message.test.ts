import assert from "node:assert/strict";
import { z } from "zod";
import { validationMessage } from "../../lib/files/validation_message.ts";

const pair = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("a") }),
  z.strictObject({ kind: z.literal("b") }),
]);

const cases: [z.ZodType, unknown, string][] = [
  [z.int(), 0.5, "Expected a whole number but found 0.5"],
  [z.int().min(1), 0, "Expected a number of at least 1 but found 0"],
  [z.number().lt(1), 1, "Expected a number of less than 1 but found 1"],
  [z.number(), NaN, "Expected a number but found NaN"],
  [z.array(z.int()).min(1), [], "Expected a list of at least 1 item but found one of 0"],
  [z.array(z.int()).max(2), [1, 2, 3], "Expected a list of at most 2 items but found one of 3"],
  [z.string().max(2), "long", 'Expected a text of at most 2 characters but found "long"'],
  [z.object({ name: z.string() }), {}, "Expected a text but found none"],
  [z.object({}), "x".repeat(99), "Expected an object of named fields but found a long string"],
  [z.object({}), "x".repeat(99).split(""), "Expected an object of named fields but found a list"],
  [z.int(), 0n, "Expected a number but found 0n"],
  [
    z.object({}),
    function gpt2Preset() {},
    "Expected an object of named fields but found a function gpt2Preset",
  ],
  [z.object({}), Symbol("x"), "Expected an object of named fields but found Symbol(x)"],
  [z.literal(8), 4, "Expected 8 but found 4"],
  [z.enum(["a", "b", "c"]), null, 'Expected "a", "b" or "c" but found null'],
  [z.strictObject({}), { x: 1, y: 2 }, 'Expected no fields but found "x", "y"'],
  [
    z.strictObject({ a: z.number(), b: z.number().optional() }),
    { a: 1, c: 2 },
    'Expected no fields besides a, b but found "c"',
  ],
  [pair, { kind: "c" }, 'Expected "a" or "b" but found "c"'],
  [pair, {}, 'Expected "a" or "b" but found none'],
];
for (const [schema, value, expected] of cases) {
  Deno.test(`zod's issue is told as "${expected}"`, () => {
    const { error } = schema.safeParse(value, { error: validationMessage });
    assert.equal(error?.issues[0].message, expected);
  });
}

Deno.test("a schema's own message comes first, and other issues keep zod's", () => {
  const own = z.int({ error: "Expected a seed" }).safeParse("x", { error: validationMessage });
  assert.equal(own.error?.issues[0].message, "Expected a seed");
  const url = z.url().safeParse("x", { error: validationMessage });
  assert.equal(url.error?.issues[0].message, "Invalid URL");
});
