import assert from "node:assert/strict";
import { join } from "node:path";
import { appendBody } from "../../lib/files/request.ts";
import { withDirectory } from "../temporary_directory.ts";
import { serving } from "./serve.ts";

const CONTENT = Uint8Array.from({ length: 1000 }, (_, i) => i);

Deno.test("a connection that falls silent is given up, and what came before is kept", () =>
  withDirectory((directory) =>
    serving(CONTENT, { breakAfter: () => 300, stall: true }, async (url) => {
      const path = join(directory, "file"), seen: number[] = [];
      const broken = await appendBody({ url, bytes: 1000 }, path, 0, (present) => seen.push(present), 200);
      assert.equal(broken, "nothing came for 0.2 s");
      assert.deepEqual(await Deno.readFile(path), CONTENT.subarray(0, 300));
      assert.equal(seen.at(-1), 300);
    })
  ));

Deno.test("each byte that comes is waited for anew", () =>
  withDirectory(async (directory) => {
    const slow = new ReadableStream({
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, 150));
        controller.enqueue(CONTENT.slice(0, 300)); // at last more than is wanted
      },
    });
    const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, () => new Response(slow));
    const url = `http://127.0.0.1:${server.addr.port}/file`, path = join(directory, "file");
    assert.equal(await appendBody({ url, bytes: 1000 }, path, 0, () => {}, 500), undefined);
    await server.shutdown();
    assert.equal((await Deno.stat(path)).size, 1000);
  }));

Deno.test("bytes behind those that were asked for are refused, as they would leave a hole", () =>
  withDirectory(async (directory) => {
    const path = join(directory, "file");
    await Deno.writeFile(path, CONTENT.subarray(0, 300));
    const later = () =>
      new Response(CONTENT.slice(301), { status: 206, headers: { "content-range": "bytes 301-999/1000" } });
    const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, later);
    const url = `http://127.0.0.1:${server.addr.port}/file`;
    const message = /to be downloadable but the server answered 206/;
    await assert.rejects(appendBody({ url, bytes: 1000 }, path, 300, () => {}), {
      name: "UserError",
      message,
    });
    await server.shutdown();
    assert.equal((await Deno.stat(path)).size, 300);
  }));

Deno.test("a file that cannot be opened is told, and the rest of the answer is not waited for", () =>
  withDirectory((directory) =>
    serving(CONTENT, {}, async (url) => {
      await assert.rejects(appendBody({ url, bytes: 1000 }, directory, 0, () => {}), {
        name: "UserError",
        message: /1000 bytes to .*run the command again to download the rest/,
      });
    })
  ));
