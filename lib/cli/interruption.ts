import process from "node:process";
import { endingSignals, onSignals } from "../files/signals.ts";

/** The exit code of what Ctrl-C has stopped. */
export const STOPPED = 130;

/** A terminal sends Ctrl-C to `deno task` and to its program, and `deno task` passes its own on: that is one press. */
const SAME_PRESS_MILLISECONDS = 300;

/**
 * What Ctrl-C, or another way to ask the program to end, does while it is in use: the first time the signal is aborted,
 * the second time the program ends.
 */
export interface Interruption extends Disposable {
  signal: AbortSignal;
}

/**
 * Catches Ctrl-C, and what asks the program to end in other ways, until it is disposed.
 *
 * @param current What is still brought to its end: "the current gradient step".
 * @param leave Called before the program ends, to give the terminal back as it was.
 */
export function interruption(current: string, leave = () => {}): Interruption {
  const stopping = new AbortController();
  let pressed = 0;
  const stop = () => {
    if (stopping.signal.aborted) {
      if (performance.now() - pressed < SAME_PRESS_MILLISECONDS) return;
      leave();
      Deno.exit(STOPPED);
    }
    pressed = performance.now();
    say(`\nStopping after ${current} (again: at once); the same command resumes.`);
    stopping.abort();
  };
  return { signal: stopping.signal, ...onSignals(endingSignals(), stop) };
}

/** Says it unless the terminal was closed: writing there is an error then, which would end the program at once. */
function say(text: string): void {
  try {
    console.error(text);
  } catch {
    console.log = console.error = () => {};
    process.stdout.write = process.stderr.write = () => true;
  }
}
