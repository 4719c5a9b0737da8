import assert from "node:assert/strict";
import { gpt2Preset } from "../../lib/models/config.ts";
import { bodyOf, SETTINGS, settingSchema } from "../../lib/models/settings.ts";

const body = gpt2Preset("pocket");
const cut = (layers: number) => settingSchema.parse({ ...SETTINGS["frozen-random"], name: "cut", layers });

Deno.test("the four settings start with pretrained weights, or as transformers drew random ones in the papers' time", () => {
  assert.deepEqual(
    Object.entries(SETTINGS).map(([name, setting]) => [name, setting.name, setting.initialization]),
    [
      ["frozen-random", "frozen-random", "normal"],
      ["frozen-pretrained", "frozen-pretrained", "pretrained"],
      ["unfrozen-random", "unfrozen-random", "normal"],
      ["unfrozen-pretrained", "unfrozen-pretrained", "pretrained"],
    ],
  );
});

Deno.test("a setting keeps the whole body or its first blocks", () => {
  assert.equal(bodyOf(SETTINGS["frozen-random"], body), body);
  assert.deepEqual(bodyOf(cut(2), body), { ...body, layers: 2 });
  assert.deepEqual(bodyOf(cut(4), body), body);
});

Deno.test("more blocks than there are are refused", () => {
  assert.throws(() => bodyOf(cut(5), body), /Expected at most 4 layers in the setting cut but found 5/);
});

Deno.test("what is trained is a set: its order says nothing, and no part comes twice", () => {
  const trained = (...parts: string[]) => settingSchema.parse({ ...cut(1), trained: parts }).trained;
  assert.deepEqual(trained("layerNorms", "output"), trained("output", "layerNorms"));
  assert.throws(() => trained("output", "output"), /Expected each part only once/);
});
