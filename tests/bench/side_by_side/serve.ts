import process from "node:process";
import { createInterface } from "node:readline";
import type { Work } from "./worker.ts";

const WARM_UP = 3;

/**
 * The worker's end of the protocol that worker.ts describes.
 *
 * @param prepare Gives the step, which returns its loss.
 */
export async function serve<Told extends Work>(
  prepare: (work: Told) => Promise<() => Promise<number> | number>,
): Promise<void> {
  console.debug = console.error; // standard output is for answers
  const step = await prepare(JSON.parse(Deno.args[0]));
  const answer = async (count: number) => {
    const ms = [], losses = [];
    for (let i = 0; i < count; i++) {
      const start = performance.now();
      losses.push(await step());
      ms.push(performance.now() - start);
    }
    console.log(JSON.stringify({ ms, losses }));
  };
  await answer(WARM_UP);
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) await answer(Number(line));
}
