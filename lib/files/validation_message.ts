import type { z } from "zod";

/** The part of zod's issues that their messages need. */
interface Issue {
  code?: string;
  input?: unknown;
  expected?: unknown;
  origin?: unknown;
  minimum?: unknown;
  maximum?: unknown;
  inclusive?: unknown;
  values?: unknown;
  keys?: unknown;
  options?: unknown;
  /** The field by which a union tells its members apart. */
  discriminator?: string;
  /** The schema that does not fit. */
  inst?: { shape?: Record<string, unknown> };
}

/**
 * What a value was expected to be and what it was found to be, as an error of zod: give it to `safeParse` as `error`.
 * A schema's own messages come before it.
 *
 * @returns undefined for kinds of issues that zod's message is left for.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { z } from "zod";
 * import { validationMessage } from "./validation_message.ts";
 *
 * const { error } = z.number().positive().safeParse(-1, { error: validationMessage });
 * assert.equal(error?.issues[0].message, "Expected a number of more than 0 but found -1");
 * ```
 */
export const validationMessage: z.core.$ZodErrorMap = (raw) => {
  const issue = raw as Issue;
  const expected = expectation(issue);
  return expected && `Expected ${expected} but found ${found(issue)}`;
};

function expectation({ code, ...issue }: Issue): string | undefined {
  switch (code) {
    case "invalid_type":
      return TYPES[String(issue.expected)] ?? String(issue.expected);
    case "too_small":
      return sized(issue, issue.inclusive ? "at least" : "more than", issue.minimum);
    case "too_big":
      return sized(issue, issue.inclusive ? "at most" : "less than", issue.maximum);
    case "invalid_value":
      return oneOf(issue.values as unknown[]);
    case "unrecognized_keys": {
      const known = Object.keys(issue.inst?.shape ?? {});
      return known.length > 0 ? `no fields besides ${known.join(", ")}` : "no fields";
    }
    case "invalid_union":
      return issue.options === undefined ? undefined : oneOf(issue.options as unknown[]);
  }
}

const TYPES: Record<string, string> = {
  int: "a whole number",
  number: "a number",
  string: "a text",
  boolean: "true or false",
  array: "a list",
  object: "an object of named fields",
  record: "an object of named fields",
  null: "null",
};

/** "a number of at least 1", "a list of at least 1 item". */
function sized({ origin }: Issue, bound: string, limit: unknown): string {
  const unit = UNITS[String(origin)], units = unit && ` ${unit}${limit === 1 ? "" : "s"}`;
  return `${TYPES[String(origin)] ?? "a value"} of ${bound} ${limit}${units ?? ""}`;
}

const UNITS: Record<string, string> = { string: "character", array: "item" };

function oneOf(values: readonly unknown[]): string {
  const shown = values.map((value) => JSON.stringify(value));
  return shown.length === 1 ? shown[0] : `${shown.slice(0, -1).join(", ")} or ${shown.at(-1)}`;
}

/** The value itself where it is short, and what kind of value it is where it is not. */
function found({ code, input: whole, keys, discriminator }: Issue): string {
  const input = discriminator === undefined ? whole : (whole as Record<string, unknown>)[discriminator];
  if (code === "unrecognized_keys") return (keys as string[]).map((key) => JSON.stringify(key)).join(", ");
  if (["too_small", "too_big"].includes(code!) && Array.isArray(input)) return `one of ${input.length}`;
  if (input === undefined) return "none";
  if (typeof input === "number" || typeof input === "symbol") return String(input);
  if (typeof input === "bigint") return `${input}n`;
  if (typeof input === "function") return `a function ${input.name}`.trim();
  const text = JSON.stringify(input);
  return text.length <= 60 ? text : Array.isArray(input) ? "a list" : `a long ${typeof input}`;
}
