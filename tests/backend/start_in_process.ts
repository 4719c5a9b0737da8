import { fileURLToPath } from "node:url";
import { root } from "../../lib/files/paths.ts";

const START = fileURLToPath(new URL("../../lib/backend/start.ts", import.meta.url));

/** What a script prints that starts a backend in a process of its own. */
export async function startInProcess(script: string, env: Record<string, string>, cwd = root, start = START) {
  const output = await new Deno.Command(Deno.execPath(), {
    args: ["eval", `const { startBackend } = await import(${JSON.stringify(`file://${start}`)}); ${script}`],
    cwd,
    env: { NO_COLOR: "1", ...env },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
  return { code: output.code, stdout: text(output.stdout), stderr: text(output.stderr) };
}
