import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../lib/errors.ts";
import { type Download, download } from "../../lib/files/download.ts";
import { withDirectory } from "../temporary_directory.ts";
import { type Behavior, serving } from "./serve.ts";

const CONTENT = Uint8Array.from({ length: 100_000 }, (_, i) => i * i);
const FILE: Omit<Download, "url"> = {
  title: "a file",
  bytes: CONTENT.length,
  integrity: `sha512-${createHash("sha512").update(CONTENT).digest("base64")}`,
};

interface Served {
  file: Download;
  path: string;
  ranges: (string | null)[];
}

function testServed(name: string, behavior: Behavior, test: (served: Served) => Promise<void>): void {
  Deno.test(name, () =>
    withDirectory((directory) =>
      serving(
        CONTENT,
        behavior,
        (url, ranges) => test({ file: { ...FILE, url }, path: join(directory, "file"), ranges }),
      )
    ));
}

const isUserError = (message: RegExp) => (error: unknown) =>
  error instanceof UserError && message.test(error.message);

async function assertWhole(path: string): Promise<void> {
  assert.deepEqual(await Deno.readFile(path), CONTENT);
  assert(!existsSync(`${path}.part`));
}

testServed("a download is whole", {}, async ({ file, path, ranges }) => {
  await download(file, path);
  await assertWhole(path);
  assert.deepEqual(ranges, [null]);
});

testServed(
  "a download whose connection breaks off goes on where it was",
  { breakAfter: (answer) => answer < 3 ? 30_000 : Infinity },
  async ({ file, path, ranges }) => {
    await download(file, path);
    await assertWhole(path);
    assert.deepEqual(ranges, [null, "bytes=30000-99999", "bytes=60000-99999"]);
  },
);

testServed(
  "a download that ends too early is no whole one",
  { breakAfter: () => 60_000, endQuietly: true, withoutRanges: true },
  async ({ file, path }) => {
    await assert.rejects(download(file, path), isUserError(/100000 bytes .* after 60000/));
    assert(!existsSync(path));
  },
);

testServed(
  "a download that brings nothing more keeps what came, and the next goes on there",
  { breakAfter: (answer) => answer === 1 ? 40_000 : answer < 5 ? 0 : Infinity },
  async ({ file, path, ranges }) => {
    await assert.rejects(download(file, path), isUserError(/100000 bytes .* after 40000/));
    assert(!existsSync(path));
    assert.deepEqual(await Deno.readFile(`${path}.part`), CONTENT.slice(0, 40_000));
    assert.equal(ranges.length, 1 + 3);
    await download(file, path);
    await assertWhole(path);
    assert.equal(ranges.at(-1), "bytes=40000-99999");
  },
);

testServed(
  "a server without ranges is asked for all again",
  { withoutRanges: true },
  async ({ file, path }) => {
    await Deno.writeFile(`${path}.part`, CONTENT.slice(0, 500));
    await download(file, path);
    await assertWhole(path);
  },
);

testServed(
  "a damaged part is discarded and the file downloaded from the start",
  {},
  async ({ file, path, ranges }) => {
    await Deno.writeFile(`${path}.part`, new Uint8Array(500));
    await download(file, path);
    await assertWhole(path);
    assert.deepEqual(ranges, ["bytes=500-99999", null]);
  },
);

testServed("a part that is whole is not asked for again", {}, async ({ file, path, ranges }) => {
  await Deno.writeFile(`${path}.part`, CONTENT);
  await download(file, path);
  await assertWhole(path);
  assert.deepEqual(ranges, []);
});

testServed("a part that is longer than the file is discarded", {}, async ({ file, path }) => {
  for (const integrity of [file.integrity, undefined]) {
    await Deno.writeFile(`${path}.part`, new Uint8Array(100_001));
    await download({ ...file, integrity }, path);
    await assertWhole(path);
  }
});

testServed("another file than the expected one is refused and leaves nothing", {}, async (served) => {
  const file: Download = { ...served.file, integrity: "sha512-AAAA" };
  await assert.rejects(download(file, served.path), isUserError(/integrity sha512-AAAA/));
  assert.deepEqual(served.ranges, [null], "it came whole, and would come so again");
  assert(!existsSync(served.path) && !existsSync(`${served.path}.part`));
});

testServed("a refusal of the server is told with its status", { status: 404 }, async ({ file, path }) => {
  await assert.rejects(download(file, path), isUserError(/answered 404 Not Found/));
});

testServed("a full disk is told as such, not as a broken connection", {}, async ({ file, path }) => {
  if (Deno.build.os !== "linux") return;
  await Deno.symlink("/dev/full", `${path}.part`);
  await assert.rejects(
    download(file, path),
    isUserError(/^Expected to write 100000 bytes to .* no space left .* download the rest/i),
  );
});

testServed("a file without a known hash is taken by its size", {}, async ({ file, path }) => {
  await download({ ...file, integrity: undefined }, path);
  await assertWhole(path);
});

Deno.test("where nothing answers, the error says what can be done", () =>
  withDirectory(async (directory) => {
    const file: Download = { ...FILE, url: "http://127.0.0.1:9/file" };
    await assert.rejects(download(file, join(directory, "file")), isUserError(/127\.0\.0\.1:9.*HTTPS_PROXY/));
  }));
