import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { z } from "zod";
import { UserError } from "../../../lib/errors.ts";
import { peersPython } from "./environment.ts";
import type { Work } from "./work.ts";

/** What runs the step: ours and its peers. */
export const PEERS = [
  "ours-bfloat16",
  "torch",
  "torch-compile",
  "torch-bfloat16",
  "jax",
  "tf-xla",
  "tfjs",
] as const;
export type Peer = (typeof PEERS)[number];

const PROGRAMS: Record<"ours" | "peak" | Peer, string[]> = {
  ours: ["ours.ts"],
  peak: ["peak.ts"],
  "ours-bfloat16": ["ours.ts", "--bfloat16"],
  torch: ["torch_peer.py"],
  "torch-bfloat16": ["torch_peer.py", "--bfloat16"],
  "torch-compile": ["torch_peer.py", "--compile"],
  jax: ["jax_peer.py"],
  "tf-xla": ["tf_xla_peer.py"],
  tfjs: ["tfjs_peer.ts"],
};

const answerSchema = z.object({ ms: z.array(z.number()), losses: z.array(z.number()) });
/** The time and the loss of each step. */
export type Answer = z.infer<typeof answerSchema>;

/**
 * A process that holds a model and takes steps on demand; between demands it idles.
 *
 * The protocol: its first argument is the work as JSON. It takes three steps, the first of which may compile, then
 * as many as each line on its standard input says; after each of these turns it prints the times in milliseconds
 * and the losses as a line of JSON, `{"ms": [...], "losses": [...]}`. It ends when its input does.
 */
export interface Worker extends AsyncDisposable {
  /** How the first three steps went. */
  warmUp: Answer;
  steps(count: number): Promise<Answer>;
  /** The most memory that it had at once, in MB; null where the system does not tell. */
  peakMemory(): Promise<number | null>;
}

/** Starts a worker. @throws {UserError} If its process ends before it has taken its first steps. */
export async function startWorker(name: "ours" | "peak" | Peer, work: Work): Promise<Worker> {
  const [script, ...options] = PROGRAMS[name];
  const path = `${import.meta.dirname}/${script}`;
  const [program, ...args] = script.endsWith(".py")
    ? [await peersPython(), path]
    : [Deno.execPath(), "run", "--allow-all", path];
  const child = new Deno.Command(program, {
    args: [...args, JSON.stringify(work), ...options],
    env: {
      OMP_NUM_THREADS: String(work.threads),
      UTR_THREADS: String(work.threads),
      PYTHONNOUSERSITE: "1",
      PYTHONDONTWRITEBYTECODE: "1",
      NO_COLOR: "1",
    },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stderr = new Response(child.stderr).text();
  const lines = createInterface({ input: Readable.fromWeb(child.stdout as never) })[Symbol.asyncIterator]();
  const input = child.stdin.getWriter();

  async function answer(): Promise<Answer> {
    const { done, value } = await lines.next();
    if (!done) return answerSchema.parse(JSON.parse(value));
    const reason = (await stderr).trim().split("\n").filter((line) => !/^\s+at /.test(line)).slice(-10).join(
      "\n",
    );
    throw new UserError(`Expected the worker "${name}" to take training steps but it ended:\n${reason}`);
  }

  async function end(): Promise<void> {
    await input.close().catch(() => {}); // it may have ended by itself
    await child.status;
  }

  try {
    return {
      warmUp: await answer(),
      async steps(count) {
        await input.write(new TextEncoder().encode(`${count}\n`));
        return await answer();
      },
      peakMemory: () => peakMemoryOf(child.pid),
      [Symbol.asyncDispose]: end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

async function peakMemoryOf(pid: number): Promise<number | null> {
  if (Deno.build.os !== "linux") return null;
  const kilobytes = /VmHWM:\s*(\d+) kB/.exec(await readFile(`/proc/${pid}/status`, "utf8"))![1];
  return Math.round(Number(kilobytes) * 1024 / 1e6);
}
