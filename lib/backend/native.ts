import { join } from "node:path";
import { startCompiler } from "../compiler/start.ts";
import { dependenciesDirectory } from "../files/paths.ts";

/** Starts libtensorflow through the step compiler; what XLA has compiled is kept for the next start. */
export async function startNative(threads: number): Promise<void> {
  await startCompiler({ threads, cache: join(dependenciesDirectory, "xla") });
}
