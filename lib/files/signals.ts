/**
 * The signals by which a process is asked to end, where the platform has them: by Ctrl-C; by `kill`, systemd, Slurm or
 * Docker; by a terminal that is closed.
 */
const ENDING: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT"]
  : ["SIGINT", "SIGTERM", "SIGHUP"];

/** Has `act` called instead of the process ended when it is asked to end, until that is disposed. */
export function whenAskedToEnd(act: () => void): Disposable {
  for (const signal of ENDING) Deno.addSignalListener(signal, act);
  return {
    [Symbol.dispose]() {
      for (const signal of ENDING) Deno.removeSignalListener(signal, act);
    },
  };
}
