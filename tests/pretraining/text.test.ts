import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { readText } from "../../lib/pretraining/text.ts";
import { temporaryDirectory } from "../temporary_directory.ts";

/** A folder of these files. */
async function withFiles(
  files: Record<string, string | Uint8Array>,
  test: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await temporaryDirectory();
  const encoder = new TextEncoder();
  for (const [name, content] of Object.entries(files)) {
    await Deno.writeFile(
      join(folder, name),
      typeof content === "string" ? encoder.encode(content) : content,
    );
  }
  await test(folder);
}

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const refused = (path: string, message: RegExp, length = 1) =>
  assert.rejects(readText(path, length), { name: "UserError", message });

Deno.test("a folder's texts are joined in the order of their names, with a NUL between", () =>
  withFiles(
    {
      "b.txt": "second",
      "a.txt.gz": gzipSync("first"),
      "my-valid.txt": "held",
      "invalid.txt": "third",
      "c.png": "?",
    },
    async (folder) => {
      const { train, validation, files, titles, about } = await readText(folder, 1);
      assert.equal(decode(train), "first\0second\0third");
      assert.equal(decode(validation), "held");
      assert.deepEqual(files.map(({ name, use, bytes }) => [name, use, bytes]), [
        ["a.txt.gz", "train", 5],
        ["b.txt", "train", 6],
        ["invalid.txt", "train", 5],
        ["my-valid.txt", "validation", 4],
      ]);
      assert.equal(files[0].sha256, createHash("sha256").update("first").digest("hex"));
      assert.deepEqual([titles, about], [[], null]);
    },
  ));

for (
  const name of ["valid.txt", "my valid.txt", "Valid.md", "wiki.val.txt", "val_0.txt.gz", "validation-1.txt"]
) {
  Deno.test(`${name} is held out`, () =>
    withFiles(
      { "a.txt": "a".repeat(9), [name]: name.endsWith(".gz") ? gzipSync("held") : "held" },
      async (folder) => {
        assert.equal(decode((await readText(folder, 1)).validation), "held");
      },
    ));
}

Deno.test("names of which the word is a part are not held out", () =>
  withFiles({ "valley.txt": "a".repeat(300), "carnival.txt": "b", "validity.md": "c" }, async (folder) => {
    const { files } = await readText(folder, 1);
    assert.deepEqual(files.map(({ use }) => use), ["both", "both", "both"]);
  }));

Deno.test("folders in a folder are passed over, whatever their names", () =>
  withFiles({ "a.txt": "a".repeat(200) }, async (folder) => {
    await Deno.mkdir(join(folder, "b.txt"));
    assert.deepEqual((await readText(folder, 1)).files.map(({ name }) => name), ["a.txt"]);
    await Deno.remove(join(folder, "a.txt"));
    await refused(folder, /Expected \.txt, .* but found none besides README\.md and titles\.txt/);
  }));

Deno.test("without a file for validation the last hundredth, rounded up, is held out", () =>
  withFiles({ "a.txt": "x".repeat(990) + "y".repeat(11) }, async (folder) => {
    const { train, validation, files } = await readText(join(folder, "a.txt"), 1);
    assert.deepEqual([decode(train), decode(validation)], ["x".repeat(990), "y".repeat(11)]);
    assert.equal(files[0].use, "both");
  }));

Deno.test("README.md and titles.txt tell of the text and are no part of it", () =>
  withFiles({
    "README.md": "# Books",
    "titles.txt": "train\tEmma\nvalid\tPersuasion\n",
    "a.txt": "a".repeat(200),
  }, async (folder) => {
    const { train, titles, about } = await readText(folder, 1);
    assert.equal(train.length, 198);
    assert.deepEqual(titles, ["train\tEmma", "valid\tPersuasion"]);
    assert.equal(about, "# Books");
  }));

Deno.test("missing, empty, short and damaged text is refused with its path", async () => {
  await refused("/nowhere/at/all", /at \/nowhere\/at\/all but found none/);
  await withFiles({ "image.png": "" }, (folder) => refused(folder, /\.txt, \.md, .* but found none/));
  await withFiles({ "a.txt": "" }, (folder) => refused(folder, /more than 1 bytes .* found 0/));
  await withFiles(
    { "a.txt": "a".repeat(500) },
    (folder) => refused(folder, /for validation.* found 5.*--length/, 8),
  );
  await withFiles(
    { "a.txt": "a".repeat(8), "valid.txt": "a".repeat(9) },
    (folder) => refused(folder, /more than 8 bytes of text for training .* found 8/, 8),
  );
  await withFiles({ "a.txt.gz": "no gzip" }, (folder) => refused(folder, /a\.txt\.gz .*gzip/));
});
