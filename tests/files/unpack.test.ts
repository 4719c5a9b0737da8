import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import * as tar from "tar";
import { unpack } from "../../lib/files/unpack.ts";
import { withDirectory } from "../temporary_directory.ts";

/** A test with an archive of package/data/{a,b}.txt and package/other.txt, and an empty folder. */
function testUnpack(name: string, test: (archive: string, directory: string) => Promise<void>): void {
  Deno.test(name, () =>
    withDirectory(async (directory) => {
      await Deno.mkdir(join(directory, "package", "data"), { recursive: true });
      for (const name of ["data/a.txt", "data/b.txt", "other.txt"]) {
        await Deno.writeTextFile(join(directory, "package", name), name);
      }
      const archive = join(directory, "archive.tgz"), empty = join(directory, "empty");
      await tar.create({ gzip: true, file: archive, cwd: directory }, ["package"]);
      await Deno.mkdir(empty);
      await test(archive, empty);
    }));
}

testUnpack("unpack takes the files asked for and no others", async (archive, directory) => {
  const checked: string[] = [];
  await unpack(archive, "package/data", ["a.txt", "b.txt"], directory, (_, name) => {
    checked.push(name);
    return Promise.resolve();
  });
  assert.equal(await Deno.readTextFile(join(directory, "a.txt")), "data/a.txt");
  assert.deepEqual([...Deno.readDirSync(directory)].map(({ name }) => name).sort(), ["a.txt", "b.txt"]);
  assert.deepEqual(checked, ["a.txt", "b.txt"]);
});

testUnpack("unpack leaves nothing if one of the files is wrong", async (archive, directory) => {
  await assert.rejects(
    unpack(archive, "package/data", ["a.txt", "b.txt"], directory, (path, name) => {
      assert(existsSync(path));
      return name === "b.txt" ? Promise.reject(new Error("b.txt is wrong")) : Promise.resolve();
    }),
    /b\.txt is wrong/,
  );
  assert.deepEqual([...Deno.readDirSync(directory)], []);
});
