/** By their numbers in glibc's <malloc.h>. */
const M_TRIM_THRESHOLD = -1, M_MMAP_MAX = -4;

/**
 * Has this process keep the memory that it frees. By default glibc returns large blocks at once, and for each gradient
 * step, which needs as much as the one before, the system has to clear every page anew. Blocks of more than 64 MiB that
 * other threads than the main one free are still returned, where glibc gives those a heap of their own.
 *
 * @throws {Error} Where the C library is not glibc; libtensorflow needs it, too.
 */
export function keepFreedMemory(): void {
  const libc = Deno.dlopen("libc.so.6", { mallopt: { parameters: ["i32", "i32"], result: "i32" } });
  libc.symbols.mallopt(M_MMAP_MAX, 0);
  libc.symbols.mallopt(M_TRIM_THRESHOLD, -1);
  libc.close();
}

/**
 * The environment of child processes that compute: glibc asks for huge pages, where it has them, as it only does from
 * the start of a process. Tunables that are set already stay.
 */
export function hugePages(): Record<string, string> {
  return { GLIBC_TUNABLES: Deno.env.get("GLIBC_TUNABLES") ?? "glibc.malloc.hugetlb=1" };
}
