import { createHash } from "node:crypto";
import { sha256OfData } from "../../lib/files/integrity.ts";
import type { HubSettings } from "../../lib/weights/hub_settings.ts";
import { answerFor, type Behavior } from "../files/serve.ts";

export const COMMIT = "607a30d783dfa663caf39e06633721c8d4cfcd7e";
export const TOKEN = "hf_secret";

/** What a server was asked. */
export interface Request {
  method: string;
  path: string;
  range: string | null;
  authorization: string | null;
  encoding: string | null;
}

/** The repositories of a local Hub, and how it answers. They can be changed while it runs. */
export interface Hub {
  /** By "owner/name", then by file name; safetensors are kept elsewhere, as files in Git LFS are. */
  repositories: Record<string, Record<string, Uint8Array<ArrayBuffer>>>;
  commit: string;
  /** How the storage answers. */
  storage: Behavior;
  /** What the storage sends of a file. */
  stored: (content: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>;
  /** Answers before all else. */
  refuse?: (path: string, authorization: string | null) => Response | undefined;
  /** Headers to set, by the end of the path. */
  headers: Record<string, Record<string, string>>;
  asked: Request[];
  askedOfStorage: Request[];
  settings: HubSettings;
}

const noted = ({ method, url, headers }: globalThis.Request): Request => ({
  method,
  path: new URL(url).pathname,
  range: headers.get("range"),
  authorization: headers.get("authorization"),
  encoding: headers.get("accept-encoding"),
});

/**
 * A local server that has the Hub's URL layout, and a storage on another port to which it redirects for files in Git
 * LFS, as huggingface.co does. Files of a branch are redirected to their place at the commit, on the Hub itself.
 */
export async function withHub(
  given: Partial<Pick<Hub, "repositories" | "storage" | "refuse">>,
  cache: string,
  test: (hub: Hub) => Promise<void>,
): Promise<void> {
  const hub: Hub = {
    repositories: {},
    commit: COMMIT,
    storage: {},
    stored: (content) => content,
    headers: {},
    asked: [],
    askedOfStorage: [],
    ...given,
    settings: { endpoint: "", cache, offline: false },
  };
  const options = { port: 0, hostname: "127.0.0.1", onListen() {} };
  const storage = Deno.serve(options, (request) => {
    hub.askedOfStorage.push(noted(request));
    const content = Object.values(hub.repositories).flatMap((files) => Object.values(files))
      .find((content) => new URL(request.url).pathname === `/${sha256OfData(content)}`);
    if (!content) return new Response(null, { status: 404 });
    return answerFor(request, hub.stored(content), hub.storage, hub.askedOfStorage.length);
  });
  const server = Deno.serve(options, (request) => {
    hub.asked.push(noted(request));
    return answer(hub, request, `http://127.0.0.1:${storage.addr.port}`);
  });
  hub.settings.endpoint = `http://127.0.0.1:${server.addr.port}`;
  try {
    await test(hub);
  } finally {
    await Promise.all([server.shutdown(), storage.shutdown()]);
  }
}

function answer(hub: Hub, request: globalThis.Request, storage: string): Response {
  const path = new URL(request.url).pathname;
  const refused = hub.refuse?.(path, request.headers.get("authorization"));
  if (refused) return refused;
  const listed = /^\/api\/models\/(.+)\/revision\/(.+)$/.exec(path);
  if (listed) {
    const siblings = Object.keys(hub.repositories[listed[1]] ?? {}).map((rfilename) => ({ rfilename }));
    return Response.json({ id: listed[1], sha: hub.commit, siblings });
  }
  const [, id, revision, name] = /^\/(.+)\/resolve\/([^/]+)\/(.+)$/.exec(path) ?? [];
  const files = hub.repositories[id];
  if (files === undefined) return error(404, "RepoNotFound");
  if (!["main", hub.commit].includes(revision)) return error(404, "RevisionNotFound");
  const content = files[name];
  if (content === undefined) return error(404, "EntryNotFound");
  const headers = { "x-repo-commit": hub.commit };
  if (name.endsWith(".safetensors")) {
    return new Response(null, {
      status: 302,
      headers: {
        ...headers,
        location: `${storage}/${sha256OfData(content)}`,
        etag: `"${"0".repeat(40)}"`, // of what stands for the file in git
        "x-linked-etag": `"${sha256OfData(content)}"`,
        "x-linked-size": String(content.length),
        ...hub.headers[name],
      },
    });
  }
  if (revision === "main") {
    const location = `/${id}/resolve/${hub.commit}/${name}`;
    return new Response(null, { status: 307, headers: { ...headers, location } });
  }
  const git = createHash("sha1").update(`blob ${content.length}\0`).update(content).digest("hex");
  return new Response(request.method === "HEAD" ? null : content, {
    headers: {
      ...headers,
      etag: `W/"${git}"`,
      "content-length": String(content.length),
      ...hub.headers[name],
    },
  });
}

/** As the Hub says what is wrong. */
export function error(status: number, code: string, message = code): Response {
  return new Response(null, { status, headers: { "x-error-code": code, "x-error-message": message } });
}
