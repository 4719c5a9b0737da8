import { setTimeout } from "node:timers/promises";
import { root } from "../../lib/files/paths.ts";

/** What makes a process take its standard error for a terminal. */
const AS_TERMINAL = `
  import process from "node:process";
  Deno.stderr.isTerminal = () => true;
  Object.defineProperty(process.stderr, "isTTY", { value: true });
`;

/** What gives a terminal back its cursor and its line wrap. */
export const RESTORED = ["\x1b[?25h", "\x1b[?7h"];

/**
 * Runs a script that has a terminal for its standard error, and presses Ctrl-C each time that it shows the next of some
 * texts; gives how it ended and what it showed after the last. A press comes to all processes that the script has
 * started, as from a terminal, and twice, since `deno task` passes it on.
 */
export async function interruptedAt(
  texts: string[],
  script: string,
): Promise<{ code: number; shown: string }> {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["eval", AS_TERMINAL + script],
    cwd: root,
    stdout: "null",
    stderr: "piped",
    detached: true,
  }).spawn();
  const press = () => {
    try {
      Deno.kill(-process.pid, "SIGINT");
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error; // the first press has ended it
    }
  };
  const waiting = [...texts];
  let shown = "";
  for await (const chunk of process.stderr.pipeThrough(new TextDecoderStream())) {
    shown += chunk;
    if (waiting.length === 0 || !shown.includes(waiting[0])) continue;
    waiting.shift();
    shown = "";
    press();
    await setTimeout(1); // two that come at once may be delivered as one
    press();
  }
  return { code: (await process.status).code, shown };
}
