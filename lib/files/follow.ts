import { UserError } from "../errors.ts";

/** Who is asked, and how. */
export interface Asked {
  url: string;
  headers?: Record<string, string>;
  /** Origins besides the URL's own that may see the header "authorization". */
  trusted?: readonly string[];
  /** What sets another server, for errors. */
  chosenBy?: string;
}

/** No server answered. */
export class NoAnswer extends UserError {}

const REDIRECTS = 20;

/**
 * As `fetch`, but only the URL's own origin and the trusted ones are shown the header "authorization": a redirect
 * elsewhere is followed without it. `fetch` would still show it to subdomains.
 *
 * @param stay Gives a redirect to an origin that is not trusted as the answer instead of following it.
 * @throws {NoAnswer} If there is no connection.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { fetchFollowing } from "./follow.ts";
 *
 * const server = Deno.serve(
 *   { port: 0, hostname: "127.0.0.1", onListen() {} },
 *   ({ url }) => url.endsWith("/old") ? Response.redirect(new URL("/new", url)) : new Response("found"),
 * );
 * const response = await fetchFollowing({ url: `http://127.0.0.1:${server.addr.port}/old` });
 * assert.equal(await response.text(), "found");
 * await server.shutdown();
 * ```
 */
export async function fetchFollowing(
  { url, headers, trusted = [], chosenBy }: Asked,
  { method, signal, stay = false }: { method?: "GET" | "HEAD"; signal?: AbortSignal; stay?: boolean } = {},
): Promise<Response> {
  const allowed = new Set([new URL(url).origin, ...trusted]);
  let shown = { ...headers }, place = new URL(url);
  for (let redirects = 0; redirects <= REDIRECTS; redirects++) {
    const response = await fetchOnce(place, { method, signal, headers: shown, chosenBy });
    const location = response.headers.get("location");
    if (location === null || response.status < 300 || response.status > 399) return response;
    place = new URL(location, place);
    if (!allowed.has(place.origin)) {
      if (stay) return response;
      shown = Object.fromEntries(
        Object.entries(shown).filter(([name]) => name.toLowerCase() !== "authorization"),
      );
    }
    await response.body?.cancel();
  }
  throw new UserError(`Expected at most ${REDIRECTS} redirects from ${url} but found more`);
}

async function fetchOnce(url: URL, { chosenBy, ...options }: RequestInit & { chosenBy?: string }) {
  if (!/^https?:$/.test(url.protocol)) {
    throw new UserError(`Expected an http or https URL but found ${url}`);
  }
  try {
    return await fetch(url, { ...options, redirect: "manual" });
  } catch (error) {
    const { message, cause } = error as Error;
    throw new NoAnswer(
      `Expected an answer from ${url.host} but found none (${(cause as Error)?.message ?? message}): ` +
        `check the network; HTTPS_PROXY sets a proxy${chosenBy ? `, ${chosenBy}` : ""}`,
    );
  }
}
