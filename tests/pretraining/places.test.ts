import assert from "node:assert/strict";
import { join } from "node:path";
import { placesOf } from "../../lib/pretraining/places.ts";
import { withDirectory } from "../temporary_directory.ts";
import { checkpoint, writeFiles } from "../weights/checkpoints.ts";

const pocket = { model: "pocket" } as const;
const origin = { source: "openai-community/gpt2", commit: "607a", files: {} };
const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

function testPlaces(
  name: string,
  test: (directories: { weights: string; data: string }) => Promise<void>,
): void {
  Deno.test(
    name,
    () =>
      withDirectory((directory) =>
        test({ weights: join(directory, "weights"), data: join(directory, "data") })
      ),
  );
}

testPlaces(
  "what is pretrained under a name of the Hub's kind goes where experiments look",
  async (places) => {
    assert.deepEqual(await placesOf("me/mine", pocket, places), {
      weights: join(places.weights, "me--mine"),
      run: join(places.data, "pretraining", "me--mine"),
    });
  },
);

testPlaces("names that experiments would refuse are refused beforehand", async (places) => {
  for (const name of ["..", "my books", "a/b/c", "a--b", ""]) {
    await assert.rejects(placesOf(name, pocket, places), { name: "UserError", message: /another --name/ });
  }
});

testPlaces("a preset's name is refused for a model of another shape", async (places) => {
  await assert.rejects(placesOf("pocket", { model: "gpt2" }, places), {
    name: "UserError",
    message: /model named pocket to have layers 4 but found 12: give them another name/,
  });
  await placesOf("pocket-small", { model: "pocket-small" }, places);
});

testPlaces("weights that were not pretrained here are not replaced", async (places) => {
  const folder = join(places.weights, "brought");
  await writeFiles(folder, { ...checkpoint(), "pretraining.json": json({}), "source.json": json(origin) });
  await assert.rejects(placesOf("brought", pocket, places), {
    name: "UserError",
    message: /brought to hold nothing.* but found weights of openai-community\/gpt2: remove it/,
  });
  await writeFiles(join(places.weights, "mine"), checkpoint());
  await assert.rejects(placesOf("mine", pocket, places), { message: /but found other files/ });
});

testPlaces("an empty folder is filled, a file in the folder's place is not replaced", async (places) => {
  await writeFiles(join(places.weights, "empty"), {});
  await placesOf("empty", pocket, places);
  await writeFiles(places.weights, { "notes.txt": new Uint8Array(3) });
  await assert.rejects(placesOf("notes.txt", pocket, places), { message: /but found other files/ });
});

testPlaces(
  "weights of an earlier pretraining are replaced, but none that were put where its own had been",
  async (places) => {
    await writeFiles(join(places.weights, "whole"), { ...checkpoint(), "pretraining.json": json({}) });
    await placesOf("whole", pocket, places);
    await writeFiles(join(places.weights, "other"), checkpoint());
    await writeFiles(join(places.data, "pretraining", "other"), { "run.json": json({}) });
    await assert.rejects(placesOf("other", pocket, places), { message: /but found other files/ });
  },
);
