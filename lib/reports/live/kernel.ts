import { setTimeout } from "node:timers/promises";

/** Sends a Jupyter message to the front end. */
export type Broadcast = (type: string, content: Record<string, unknown>) => Promise<void>;

/** Sends to the notebook in whose kernel this runs; outside of one nobody is there to be told. */
export const broadcast: Broadcast = async (type, content) => {
  if (isKernel()) await Deno.jupyter.broadcast(type, content);
};

/**
 * Waits until what was sent has arrived. Deno 2.9 may tell the front end that a cell has ended before it passes on
 * what the cell sent, its value included, and nbconvert then drops it: without a wait that happens to some cells in
 * a hundred, after one of 20 ms to none, also on a busy machine.
 */
export async function settle(): Promise<void> {
  if (isKernel()) await setTimeout(100);
}

/** Whether this runs in a notebook. */
export function isKernel(): boolean {
  try {
    return Deno.jupyter !== undefined;
  } catch {
    return false; // Deno throws where it is no kernel.
  }
}
