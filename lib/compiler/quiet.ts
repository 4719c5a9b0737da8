const WRITE_ONLY = 1, STANDARD_ERROR = 2;

/** The level of libtensorflow's log: errors only. */
const QUIET = 2;

/** Whether the environment leaves libtensorflow quiet: TF_CPP_MIN_LOG_LEVEL of 0 or 1 shows all it says. */
export function isQuiet(): boolean {
  return Number(Deno.env.get("TF_CPP_MIN_LOG_LEVEL") || QUIET) >= QUIET;
}

/** How many calls of {@linkcode quietly} are under way, and what standard error was before the first of them. */
let underWay = 0, original = -1;

/**
 * Runs `load` without what native libraries print to standard error meanwhile: libtensorflow greets with lines
 * about oneDNN that none of its settings turns off.
 */
export async function quietly<Result>(load: () => Promise<Result>): Promise<Result> {
  if (Deno.build.os !== "linux" || !isQuiet()) return await load();
  Deno.env.set("TF_CPP_MIN_LOG_LEVEL", String(QUIET));
  const libc = Deno.dlopen("libc.so.6", {
    open: { parameters: ["buffer", "i32"], result: "i32" },
    dup: { parameters: ["i32"], result: "i32" },
    dup2: { parameters: ["i32", "i32"], result: "i32" },
    close: { parameters: ["i32"], result: "i32" },
  });
  const { open, dup, dup2, close } = libc.symbols;
  if (underWay++ === 0) {
    const nowhere = open(new TextEncoder().encode("/dev/null\0"), WRITE_ONLY);
    original = dup(STANDARD_ERROR);
    dup2(nowhere, STANDARD_ERROR);
    close(nowhere);
  }
  try {
    return await load();
  } finally {
    if (--underWay === 0) {
      dup2(original, STANDARD_ERROR);
      close(original);
    }
    libc.close();
  }
}
