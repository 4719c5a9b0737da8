import { readFileSync } from "node:fs";
import type { Library } from "./library.ts";

/** The bytes of memory that this process can write to, with what libtensorflow keeps for later calls. */
export function writableBytes(): bigint {
  const kilobytes = /^VmData:\s*(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))![1];
  return 1024n * BigInt(kilobytes);
}

/** Whether the system would give this process so many bytes more: under a limit of its address space it may not. */
export function wouldGet({ malloc, free }: Library, bytes: bigint): boolean {
  const memory = malloc(bytes);
  free(memory);
  return memory !== null;
}
