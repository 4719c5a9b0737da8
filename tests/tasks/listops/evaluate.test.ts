import assert from "node:assert/strict";
import { UserError } from "../../../lib/errors.ts";
import { evaluate } from "../../../lib/tasks/listops/evaluate.ts";
import { parse } from "../../../lib/tasks/listops/parse.ts";
import { toText } from "../../../lib/tasks/listops/symbols.ts";

Deno.test("evaluate gives each operator's value", () => {
  const value = (text: string) => evaluate(parse(text));
  assert.equal(value("7"), 7);
  assert.equal(value("[MIN 3 2 9 ]"), 2);
  assert.equal(value("[MAX 3 2 9 ]"), 9);
  assert.equal(value("[SM 8 9 6 ]"), 3);
  assert.equal(value("[MED 9 1 5 ]"), 5);
  assert.equal(value("[MED 9 1 5 2 ]"), 3, "the median 3.5 loses its fraction");
  assert.equal(value("[SM [MAX 1 2 ] [MIN [MED 4 4 8 8 ] 9 ] 3 ]"), 1);
});

Deno.test("evaluate takes any depth of nesting", () => {
  const depth = 100_000;
  assert.equal(evaluate(parse("[MAX 1 ".repeat(depth) + "5" + " ]".repeat(depth))), 5);
});

Deno.test("evaluate refuses what is not one expression", () => {
  const cases = {
    "": /Expected an expression but found nothing/,
    "]": /Expected an operator or a digit but found "]"/,
    "[MAX ]": /Expected \[MAX to have arguments but found none/,
    "[MAX 1 [MIN 2 3 ]": /Expected "]" for each operator but found 1 too few/,
    "[MAX 1 2 ] 3": /Expected one expression but found more symbols after its end/,
    "1 2": /Expected one expression but found more symbols after its end/,
  };
  for (const [text, message] of Object.entries(cases)) {
    assert.throws(
      () => evaluate(parse(text)),
      (error) => error instanceof UserError && message.test(error.message),
    );
  }
});

Deno.test("parse drops parentheses, keeps all 15 symbols and refuses others", () => {
  const text = "[MIN 0 1 2 3 4 [MAX 5 6 ] [MED 7 8 ] [SM 9 9 ] ]";
  assert.equal(toText(parse(text)), text);
  assert.equal(new Set(parse(text)).size, 15);
  assert.equal(toText(parse("( ( ( [SM 1 ) 2 ) ] )")), "[SM 1 2 ]");
  assert.equal(toText(parse(" [SM 1  2 ] ")), "[SM 1 2 ]");
  for (const word of ["12", "[SUM", "x", "]]", "[MAX1", "-1"]) {
    assert.throws(() => parse(`[MAX 1 ${word} ]`), {
      name: "UserError",
      message: new RegExp(`found ${JSON.stringify(word).replace(/[\[\]]/g, "\\$&")}$`),
    });
  }
});
