import { readFileSync } from "node:fs";
import type { Library } from "./library.ts";

/** The bytes of memory that this process can write to, with what libtensorflow keeps for later calls. */
export function writableBytes(): bigint {
  const kilobytes = /^VmData:\s*(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))![1];
  return 1024n * BigInt(kilobytes);
}

/** PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS and MAP_FAILED of Linux on x86-64. */
const READ_AND_WRITE = 0x1 | 0x2, PRIVATE_AND_ANONYMOUS = 0x02 | 0x20, FAILED = -1n;

/**
 * Whether the system would give this process so many bytes more: under a limit of its address space it may not. They are
 * asked of the system itself, as what malloc gets from it may be kept (see `keepFreedMemory`).
 */
export function wouldGet({ mmap, munmap }: Library, bytes: bigint): boolean {
  const memory = mmap(0n, bytes, READ_AND_WRITE, PRIVATE_AND_ANONYMOUS, -1, 0n);
  if (memory === FAILED) return false;
  munmap(memory, bytes);
  return true;
}
