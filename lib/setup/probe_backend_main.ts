/** Starts the backend that is named, or that would be chosen, and prints what came of it as JSON. */
import type { BackendName } from "../backend/choice.ts";
import { startBackend } from "../backend/start.ts";
import { UserError } from "../errors.ts";

try {
  const { name, description, reason, threads } = await startBackend(Deno.args[0] as BackendName | undefined);
  console.log(JSON.stringify({ name, description, reason, threads }));
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.log(JSON.stringify({ error: error.message }));
}
