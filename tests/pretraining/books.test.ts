import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { plainBook, writeBooks } from "../../lib/pretraining/books.ts";
import { readPretrainingRecord } from "../../lib/pretraining/record.ts";
import { weightsFolder } from "../../lib/weights/folders.ts";
import { withDirectory } from "../temporary_directory.ts";

const BOOKS = {
  "Jane Austen/Emma": "# Title: Emma\r\n\r\n\u201cA clever girl\u2014very\u201d\r\n",
  "Dante/The Inferno": "Midway \t\u00a0upon\n\n\n\nthe journey\u2026",
  "Zane Grey/Riders": "\ufeffA sharp \u2018clip-crop\u2019\u2013\n",
};
const TRAIN = "Midway upon\n\nthe journey...\n\n\0\n\nA sharp 'clip-crop'-",
  VALIDATION = '# Title: Emma\n\n"A clever girl--very"';

function recordOf(train: string, validation: string) {
  const file = (use: "train" | "validation", text: string) => ({
    ...{ name: `books-${use}.txt.gz`, use, bytes: text.length },
    sha256: createHash("sha256").update(text).digest("hex"),
  });
  return {
    titles: ["valid\tJane Austen/Emma", "train\tDante/The Inferno", "train\tZane Grey/Riders"],
    files: [file("train", train), file("validation", validation)],
  };
}

async function cloneIn(directory: string): Promise<string> {
  for (const [title, text] of Object.entries(BOOKS)) {
    await Deno.mkdir(join(directory, title, ".."), { recursive: true });
    await Deno.writeTextFile(join(directory, `${title}.md`), text);
  }
  return directory;
}

Deno.test("the books of a record are written as they were read, split by split", () =>
  withDirectory(async (directory) => {
    const clone = await cloneIn(join(directory, "clone")), books = join(directory, "books");
    const paths = await writeBooks(clone, books, recordOf(TRAIN, VALIDATION));
    assert.deepEqual(
      paths,
      ["books-train.txt", "books-valid.txt", "titles.txt"].map((name) => join(books, name)),
    );
    const [train, validation, titles] = await Promise.all(paths.map((path) => Deno.readTextFile(path)));
    assert.deepEqual([train, validation], [TRAIN, VALIDATION]);
    assert.match(titles, /^valid\tJane Austen\/Emma\ntrain\tDante/);
  }));

Deno.test("a missing book and another edition are refused", () =>
  withDirectory(async (directory) => {
    const clone = await cloneIn(join(directory, "clone")), books = join(directory, "books");
    await assert.rejects(
      writeBooks(clone, books, recordOf(`${TRAIN}.`, VALIDATION)),
      /Expected 2 books of SHA-256 .* but found .*: check out 944882722e9a/,
    );
    await Deno.remove(join(clone, "Dante/The Inferno.md"));
    await assert.rejects(
      writeBooks(clone, books, recordOf(TRAIN, VALIDATION)),
      /Expected the book .*The Inferno\.md but found none: `git clone https/,
    );
  }));

Deno.test("a record of other texts is refused", () =>
  withDirectory((directory) =>
    assert.rejects(
      writeBooks(directory, directory, { ...recordOf(TRAIN, VALIDATION), titles: [] }),
      /names books for train but found none: `git checkout -- weights\/pocket`/,
    )
  ));

Deno.test("a book that is plain stays as it is", () => {
  for (const text of [TRAIN, VALIDATION]) assert.equal(plainBook(text), text);
});

Deno.test("the shipped model's record names books to write", async () => {
  const { titles, files } = await readPretrainingRecord(weightsFolder("pocket"));
  assert(titles.every((line) => /^(train|valid)\t[^/\t]+\/[^/\t]+$/.test(line)));
  assert.deepEqual(files.map(({ use }) => use), ["train", "validation"]);
});

Deno.test("books that cannot be written where a file is are one message", () =>
  withDirectory(async (directory) => {
    const file = join(directory, "books");
    await Deno.writeTextFile(file, "");
    await assert.rejects(writeBooks(directory, file, recordOf(TRAIN, VALIDATION)), {
      name: "UserError",
      message: /^Expected to write .*books but found: .*exist/,
    });
  }));
