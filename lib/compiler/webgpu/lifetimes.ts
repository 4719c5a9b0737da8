import { type Command, isCopy } from "./commands.ts";

/** How much memory a tensor takes, and the first and the last command that uses it. */
export interface Lifetime {
  /** In bytes. */
  size: number;
  /** Places in a list of commands. */
  first: number;
  last: number;
}

/**
 * The lifetimes of the tensors that commands compute on their way.
 *
 * @param isIntermediate Whether a buffer is one of theirs.
 * @param returned Buffers that are read after the last command.
 */
export function lifetimesOf(
  commands: readonly Command[],
  isIntermediate: (buffer: GPUBuffer) => boolean,
  returned: readonly GPUBuffer[],
): Map<GPUBuffer, Lifetime> {
  const lifetimes = new Map<GPUBuffer, Lifetime>();
  const use = (buffer: GPUBuffer, place: number) => {
    if (!isIntermediate(buffer)) return;
    const first = lifetimes.get(buffer)?.first ?? place;
    lifetimes.set(buffer, { size: buffer.size, first, last: place });
  };
  for (const [place, command] of commands.entries()) {
    for (const buffer of buffersOf(command)) use(buffer, place);
  }
  for (const buffer of returned) use(buffer, commands.length);
  return lifetimes;
}

function buffersOf(command: Command): GPUBuffer[] {
  return isCopy(command) ? [command.from, command.to] : command.bindings.map(({ buffer }) => buffer);
}
