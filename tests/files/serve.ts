/** How a server answers for a file. */
export interface Behavior {
  /** Ignore what range is asked for, as some servers do. */
  withoutRanges?: boolean;
  /** How many bytes of each answer are sent before the connection breaks off. */
  breakAfter?: (answer: number) => number;
  /** Ends such an answer as if it were whole. */
  endQuietly?: boolean;
  /** Sends nothing more of such an answer, and leaves the connection open. */
  stall?: boolean;
  /** Answer with this status instead of the file. */
  status?: number;
}

/** Answers a request for a file, the first, second, ... one, as a server of that behavior does. */
export function answerFor(
  { headers }: Request,
  content: Uint8Array<ArrayBuffer>,
  { withoutRanges = false, breakAfter = () => Infinity, endQuietly, stall, status }: Behavior,
  answer: number,
): Response {
  if (status !== undefined) return new Response("no such file", { status });
  const range = headers.get("range");
  const asked = withoutRanges || range === null ? null : /^bytes=(\d+)-/.exec(range);
  const start = asked === null ? 0 : Number(asked[1]);
  return new Response(bodyOf(content.subarray(start), breakAfter(answer), { endQuietly, stall }), {
    status: asked === null ? 200 : 206,
    headers: asked === null
      ? {}
      : { "content-range": `bytes ${start}-${content.length - 1}/${content.length}` },
  });
}

/** A local server of one file, and the ranges that it was asked for. */
export async function serving(
  content: Uint8Array<ArrayBuffer>,
  behavior: Behavior,
  test: (url: string, ranges: (string | null)[]) => Promise<void>,
): Promise<void> {
  const ranges: (string | null)[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    ranges.push(request.headers.get("range"));
    return answerFor(request, content, behavior, ranges.length);
  });
  try {
    await test(`http://127.0.0.1:${server.addr.port}/file`, ranges);
  } finally {
    await server.shutdown();
  }
}

/** Sends the content, or its first `limit` bytes and then breaks off, ends or stalls. */
function bodyOf(
  content: Uint8Array<ArrayBuffer>,
  limit: number,
  { endQuietly, stall }: Pick<Behavior, "endQuietly" | "stall">,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let sent = false;
  return new ReadableStream({
    async pull(controller) {
      if (!sent) {
        sent = true;
        controller.enqueue(content.slice(0, limit));
        if (limit >= content.length || endQuietly) controller.close();
      } else if (stall) {
        await new Promise(() => {});
      } else {
        await new Promise((resolve) => setTimeout(resolve, 50)); // so that what was sent arrives
        controller.error(new Error("breaking off"));
      }
    },
  });
}
