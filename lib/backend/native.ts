import { startCompiler } from "../compiler/start.ts";
import { quietly } from "./quiet.ts";

/** Starts libtensorflow through the step compiler, whose functions XLA compiles. */
export async function startNative(threads: number): Promise<void> {
  await quietly(() => startCompiler({ threads }));
}
