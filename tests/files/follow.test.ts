import assert from "node:assert/strict";
import { UserError } from "../../lib/errors.ts";
import { fetchFollowing } from "../../lib/files/follow.ts";

/** Two servers, of which the first redirects to where `location` says; and what authorization each was shown. */
async function redirecting(
  location: (other: string) => string,
  test: (url: string, seen: (string | null)[], other: string) => Promise<void>,
): Promise<void> {
  const seen: (string | null)[] = [];
  const options = { port: 0, hostname: "127.0.0.1", onListen() {} };
  const other = Deno.serve(options, ({ headers, url }) => {
    seen.push(headers.get("authorization"));
    if (new URL(url).pathname === "/moved") {
      return new Response(null, { status: 302, headers: { location: "/" } });
    }
    return new Response(`found ${headers.get("range")}`);
  });
  const origin = `http://127.0.0.1:${other.addr.port}`;
  const server = Deno.serve(options, ({ headers, url }) => {
    seen.push(headers.get("authorization"));
    if (new URL(url).pathname === "/here") return new Response("here");
    return new Response(null, { status: 302, headers: { location: location(origin) } });
  });
  try {
    await test(`http://127.0.0.1:${server.addr.port}/`, seen, origin);
  } finally {
    await Promise.all([server.shutdown(), other.shutdown()]);
  }
}

const headers = { Authorization: "Bearer secret", range: "bytes=5-" };

Deno.test("a redirect to another port is followed without the authorization, but with the other headers", () =>
  redirecting((other) => other, async (url, seen) => {
    assert.equal(await (await fetchFollowing({ url, headers })).text(), "found bytes=5-");
    assert.deepEqual(seen, ["Bearer secret", null]);
  }));

Deno.test("a redirect without a server's name is to the server that gives it", () =>
  redirecting((other) => `${other}/moved`, async (url, seen) => {
    assert.equal(await (await fetchFollowing({ url, headers })).text(), "found bytes=5-");
    assert.equal(seen.length, 3);
  }));

Deno.test("a redirect to the same server keeps the authorization", () =>
  redirecting(() => "/here", async (url, seen) => {
    assert.equal(await (await fetchFollowing({ url, headers })).text(), "here");
    assert.deepEqual(seen, ["Bearer secret", "Bearer secret"]);
  }));

Deno.test("a trusted server is shown the authorization", () =>
  redirecting((other) => other, async (url, seen, other) => {
    await (await fetchFollowing({ url, headers, trusted: [other] })).text();
    assert.deepEqual(seen, ["Bearer secret", "Bearer secret"]);
  }));

Deno.test("a redirect elsewhere is the answer where that is asked for", () =>
  redirecting((other) => other, async (url, seen, other) => {
    const { status, headers } = await fetchFollowing({ url }, { stay: true });
    assert.equal(status, 302);
    assert.equal(headers.get("location"), other);
    assert.equal(seen.length, 1);
  }));

Deno.test("redirects without end, and to files of this machine, are refused", () =>
  redirecting(() => "/again", async (url) => {
    await assert.rejects(fetchFollowing({ url }), { name: "UserError", message: /at most 20 redirects/ });
    await assert.rejects(fetchFollowing({ url: import.meta.url }), UserError);
  }));

Deno.test("a redirect to a file of this machine is not followed", () =>
  redirecting(() => import.meta.url, async (url) => {
    await assert.rejects(fetchFollowing({ url }), { name: "UserError", message: /http or https/ });
  }));
