import assert from "node:assert/strict";
import { gpt2Preset } from "../../lib/models/config.ts";
import { gpt2Shapes } from "../../lib/models/gpt2.ts";
import { PARTS, SETTINGS } from "../../lib/models/settings.ts";
import { partOf, trainedNames } from "../../lib/models/trained.ts";

const names = ["input.weight", "input.bias", ...Object.keys(gpt2Shapes(gpt2Preset("gpt2"))), "output.weight"];
const parameters = Object.fromEntries(names.map((name) => [name, null]));

Deno.test("the frozen settings train what FPT trains", () => {
  const trained = trainedNames(parameters, SETTINGS["frozen-pretrained"]);
  // The rules of freeze_trans in FPT's code, on Hugging Face's names.
  const expected = names.filter((name) => /^(input|output)|ln|wpe/.test(name));
  assert.deepEqual(trained, expected);
  assert.equal(trained.length, 3 + 1 + 2 * 25);
});

Deno.test("the unfrozen settings train everything", () => {
  assert.deepEqual(trainedNames(parameters, SETTINGS["unfrozen-random"]), names);
});

Deno.test("each part can be trained alone, and together they are everything", () => {
  const parts = PARTS.map((part) => trainedNames(parameters, { trained: [part] }));
  assert.deepEqual(parts.map((names) => names.length), [2, 1, 1, 50, 48, 48]);
  assert.deepEqual(parts.flat().sort(), [...names].sort());
});

Deno.test("the name of no parameter belongs to no part", () => {
  assert.throws(() => partOf("wte.weight"), /wte\.weight/);
});
