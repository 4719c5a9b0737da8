/** Whether this process has a file or a folder open; asks Linux. */
export function isOpen(path: string): boolean {
  return Array.from(Deno.readDirSync("/proc/self/fd")).some(({ name }) =>
    targetOf(name) === Deno.realPathSync(path)
  );
}

/** What a descriptor of this process is of; undefined if it was closed meanwhile. */
function targetOf(descriptor: string): string | undefined {
  try {
    return Deno.readLinkSync(`/proc/self/fd/${descriptor}`);
  } catch {
    return undefined;
  }
}
