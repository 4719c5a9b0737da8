import assert from "node:assert/strict";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { tryLock } from "../../lib/files/lock.ts";
import { discardPart, fillFolder } from "../../lib/weights/staging.ts";
import { withDirectory } from "../temporary_directory.ts";
import { writeFiles } from "./checkpoints.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const check = () => Promise.resolve();

Deno.test("what is put anew replaces files of the same name, and the user's others stay", () =>
  withDirectory(async (directory) => {
    const folder = join(directory, "mine");
    await writeFiles(folder, { "README.md": bytes("old"), "notes.txt": bytes("mine") });
    const put = (part: string) =>
      writeFiles(part, { "README.md": bytes("new"), "model.safetensors": bytes("weights") });
    await fillFolder(folder, "v1", { put, check });
    assert.equal(await readFile(join(folder, "README.md"), "utf8"), "new");
    assert.deepEqual((await readdir(folder)).sort(), ["README.md", "model.safetensors", "notes.txt"]);
    assert.deepEqual(await readdir(directory), ["mine"]);
  }));

Deno.test("what is left of other versions does not stay on the disk", () =>
  withDirectory(async (directory) => {
    const folder = join(directory, "mine");
    const put = async (part: string) => {
      await writeFiles(part, { "model.safetensors.part": bytes("some") });
      throw new Error("broken off");
    };
    for (const version of ["v1", "v2"]) {
      await assert.rejects(fillFolder(folder, version, { put, check }), /broken off/);
      assert.deepEqual((await readdir(`${folder}.part`)).sort(), [".lock", version]);
    }
  }));

Deno.test("a filling that is killed while it replaces weights loses none of the user's files", () =>
  withDirectory(async (directory) => {
    const folder = join(directory, "mine"), part = `${folder}.part`;
    const fill = () =>
      fillFolder(folder, "v2", {
        put: (part) => writeFiles(part, { "new.safetensors": bytes("new") }),
        check,
      });
    for (const inPlace of [false, true]) {
      for (
        const [goOn, left] of [[fill, "new"], [
          () => discardPart(folder),
          inPlace ? "later" : "earlier",
        ]] as const
      ) {
        await rm(folder, { recursive: true, force: true });
        await writeFiles(join(part, "before"), {
          "earlier.safetensors": bytes("earlier"),
          "notes.txt": bytes("mine"),
        });
        await writeFiles(inPlace ? folder : join(part, "v1"), { "later.safetensors": bytes("later") });
        await goOn();
        assert.deepEqual((await readdir(folder)).sort(), ["notes.txt", `${left}.safetensors`].sort());
        assert.deepEqual(await readdir(directory), ["mine"]);
      }
    }
  }));

Deno.test("what another process fills is not discarded", () =>
  withDirectory(async (directory) => {
    const folder = join(directory, "mine"), part = `${folder}.part`;
    await writeFiles(part, {});
    {
      using _lock = tryLock(join(part, ".lock"));
      await discardPart(folder);
      assert.deepEqual(await readdir(directory), ["mine.part"]);
    }
    await discardPart(folder);
    assert.deepEqual(await readdir(directory), []);
  }));
