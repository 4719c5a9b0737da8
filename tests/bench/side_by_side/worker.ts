import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { z } from "zod";
import { UserError } from "../../../lib/errors.ts";
import { peersPython } from "./environment.ts";

/** What each worker is told, with more that is between the bench and its programs. */
export interface Work {
  threads: number;
  /** A safetensors file with the parameters at the start and the batch. */
  file: string;
}

/** A script for Deno or Python, with what follows the work on its command line. */
export type Program = readonly [path: string, ...options: string[]];

/** Makes programs of the scripts in a directory. */
export const programsIn = (directory: string) => (script: string, ...options: string[]): Program => [
  join(directory, script),
  ...options,
];

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
export async function startWorker(
  name: string,
  [path, ...options]: Program,
  work: Work,
): Promise<Worker> {
  const [program, ...args] = path.endsWith(".py")
    ? [await peersPython(), path]
    : [Deno.execPath(), "run", "--allow-all", path];
  const child = new Deno.Command(program, {
    args: [...args, JSON.stringify(work), ...options],
    env: {
      OMP_NUM_THREADS: String(work.threads),
      UTR_THREADS: String(work.threads),
      PYTHONPATH: import.meta.dirname!, // where serve.py is
      PYTHONNOUSERSITE: "1",
      XLA_PYTHON_CLIENT_PREALLOCATE: "false", // JAX would take most of a GPU's memory from the others
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
