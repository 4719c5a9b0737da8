import { join } from "node:path";
import type { BackendName } from "../backend/choice.ts";
import { root } from "../files/paths.ts";
import { runProgram } from "./run_program.ts";

/** What computes, or why nothing does. */
export type Probed = { name: BackendName; description: string; reason: string; threads: number } | {
  error: string;
};

/** Starts a backend (see startBackend) in a process of its own, which a broken library may take with it. */
export async function probeBackend(asked?: BackendName): Promise<Probed> {
  const script = join(import.meta.dirname!, "probe_backend_main.ts");
  const config = join(root, "deno.json");
  const ended = await runProgram(Deno.execPath(), [
    "run",
    "-A",
    "--no-check",
    `--config=${config}`,
    script,
    ...asked ? [asked] : [],
  ]);
  if (ended?.success) return JSON.parse(ended.stdout);
  return { error: `Expected the backend to start but its process ended:\n${ended?.stderr.trim()}` };
}
