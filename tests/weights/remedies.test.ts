import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { bringWeights, mendDamaged, mendUnfinished } from "../../lib/weights/remedies.ts";
import { withDirectory } from "../temporary_directory.ts";
import { writeFiles } from "./checkpoints.ts";

/** Folders of weights that came from `origins`, by their names. */
async function withOrigins(
  origins: Record<string, object>,
  test: (directory: string) => Promise<void>,
): Promise<void> {
  await withDirectory(async (directory) => {
    for (const [name, origin] of Object.entries(origins)) {
      const file = new TextEncoder().encode(JSON.stringify({ ...origin, files: {} }));
      await writeFiles(join(directory, name), { "source.json": file });
    }
    await test(directory);
  });
}

Deno.test("this project's own models are pretrained, others are brought", () => {
  assert.equal(
    bringWeights("pocket-large"),
    "deno task pretrain <text> --model pocket-large --name pocket-large",
  );
  assert.equal(bringWeights("pocket-small"), "git checkout -- weights/pocket-small");
  assert.equal(bringWeights("pocket"), "git checkout -- weights/pocket");
  assert.equal(bringWeights("gpt2"), "deno task weights gpt2");
});

Deno.test("damaged weights of the Hub are mended by the command that brought them", () =>
  withOrigins({
    "gpt2": { source: "openai-community/gpt2", commit: "607a" },
    "owner--name": { source: "owner/name", revision: "v2", commit: "607a" },
    "mine": { source: "openai-community/gpt2", revision: "main", commit: "607a" },
  }, async (directory) => {
    assert.equal(await mendDamaged("gpt2", directory), "deno task weights gpt2");
    assert.equal(await mendDamaged("owner/name", directory), "deno task weights owner/name --revision v2");
    assert.equal(
      await mendDamaged("mine", directory),
      "deno task weights openai-community/gpt2 --name mine",
    );
    assert.equal(await mendUnfinished("mine", directory), await mendDamaged("mine", directory));
  }));

Deno.test("damaged copies are mended from their folder, if it is still there", () =>
  withDirectory(async (elsewhere) => {
    const source = join(elsewhere, "it's here");
    await mkdir(source);
    await withOrigins({ mine: { source }, lost: { source: join(elsewhere, "lost") } }, async (directory) => {
      assert.equal(
        await mendDamaged("mine", directory),
        `deno task weights '${elsewhere}/it'\\''s here' --name mine`,
      );
      assert.equal(await mendDamaged("lost", directory), "remove weights/lost");
    });
  }));

Deno.test("damaged weights that were not brought, such as pretrained ones, are to be removed", () =>
  withDirectory(async (directory) => {
    await mkdir(join(directory, "pocket"));
    await writeFiles(join(directory, "owner--name"), { "source.json": new Uint8Array(3) });
    assert.equal(await mendDamaged("pocket", directory), "git checkout -- weights/pocket");
    assert.equal(await mendDamaged("owner/name", directory), "remove weights/owner--name");
    assert.equal(await mendUnfinished("pocket", directory), "remove weights/pocket.part");
  }));

Deno.test("an unfinished download is ended by a command where its name says which", () =>
  withDirectory(async (directory) => {
    assert.equal(await mendUnfinished("gpt2", directory), "deno task weights gpt2");
    assert.equal(await mendUnfinished("owner/name", directory), "deno task weights owner/name");
    for (const name of ["mine", "pocket-large"]) {
      assert.equal(
        await mendUnfinished(name, directory),
        `run the command that began it again, or remove weights/${name}.part`,
      );
    }
  }));
