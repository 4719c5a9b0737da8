/**
 * The signals by which a process is asked to end, where the platform has them: by Ctrl-C; by `kill`, systemd, Slurm or
 * Docker; by a terminal that is closed.
 */
export const ENDING: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT"]
  : ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Those of {@linkcode ENDING} that are meant: without a terminal it may be `nohup` that has the program go on when one is
 * closed.
 */
export function endingSignals(): Deno.Signal[] {
  const hasTerminal = Deno.stdout.isTerminal() || Deno.stderr.isTerminal();
  return ENDING.filter((signal) => signal !== "SIGHUP" || hasTerminal);
}

/** Has `act` called instead of the process ended when one of the signals comes, until that is disposed. */
export function onSignals(signals: readonly Deno.Signal[], act: () => void): Disposable {
  for (const signal of signals) Deno.addSignalListener(signal, act);
  return {
    [Symbol.dispose]() {
      for (const signal of signals) Deno.removeSignalListener(signal, act);
    },
  };
}
