/**
 * A pretraining of seconds. As a program it goes through it, is kept in the file that is named after each step and
 * prints the steps.
 */
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { startBackend } from "../../lib/backend/start.ts";
import { pretrainingOptionsSchema } from "../../lib/pretraining/options.ts";
import { pretrain } from "../../lib/pretraining/pretrain.ts";

const sentence = new TextEncoder().encode("the quick brown fox jumps over the lazy dog. ");
const repeated = (times: number) => Uint8Array.from({ length: times * 45 }, (_, i) => sentence[i % 45]);
export const text = { train: repeated(40), validation: repeated(3) };

/** The windows become longer after step 12. */
export const options = pretrainingOptionsSchema.parse({
  steps: 25,
  length: 32,
  batchSize: 2,
  shortSteps: 12,
  shortLength: 16,
  warmUpSteps: 5,
  learningRate: 3e-3,
  evaluateEvery: 7,
});

/** Goes through the steps from the checkpoint on in a process that is killed after `last`; gives those it printed. */
export async function pretrainUntil(last: number, checkpoint: string): Promise<number[]> {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", import.meta.url, checkpoint],
    stdout: "piped",
  }).spawn();
  const steps: number[] = [];
  for await (const line of createInterface({ input: Readable.fromWeb(process.stdout as never) })) {
    steps.push(Number(line));
    if (steps.at(-1) !== last) continue;
    process.kill("SIGKILL");
    break;
  }
  const { signal } = await process.status;
  if (signal !== "SIGKILL") {
    throw new Error(`Expected to kill the process but found that it ended by ${signal}`);
  }
  return steps;
}

if (import.meta.main) {
  await startBackend();
  await pretrain(text, options, {
    checkpoint: Deno.args[0],
    secondsPerCheckpoint: 0,
    onMetrics: (metrics) => "bitsPerByte" in metrics && console.log(metrics.step),
  });
}
