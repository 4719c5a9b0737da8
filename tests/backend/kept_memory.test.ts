import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

/** In a process of its own: what it sets holds until the process ends. */
async function pageFaultsOfSecondUse({ kept }: { kept: boolean }): Promise<number> {
  const module = fileURLToPath(import.meta.resolve("../../lib/backend/kept_memory.ts"));
  const script = `
    import { keepFreedMemory } from "${module}";
    const size = 512n * 2n ** 20n;
    const { symbols: { malloc, memset, free } } = Deno.dlopen("libc.so.6", {
      malloc: { parameters: ["usize"], result: "pointer" },
      memset: { parameters: ["pointer", "i32", "usize"], result: "pointer" },
      free: { parameters: ["pointer"], result: "void" },
    });
    const use = () => {
      const block = malloc(size);
      memset(block, 1, size);
      free(block);
    };
    const faults = () => Number(Deno.readTextFileSync("/proc/self/stat").split(") ")[1].split(" ")[7]);
    if (${kept}) keepFreedMemory();
    use();
    const before = faults();
    use();
    console.log(faults() - before);
  `;
  const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", script],
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  return Number(new TextDecoder().decode(stdout));
}

Deno.test("memory that was freed is used again without the system clearing its pages anew", async () => {
  const [given, kept] = [
    await pageFaultsOfSecondUse({ kept: false }),
    await pageFaultsOfSecondUse({ kept: true }),
  ];
  // 512 MiB are 131,072 pages of 4 KiB, or 256 huge ones; a few faults are of the process itself.
  assert(kept < given / 10, `${kept} page faults where ${given} are usual`);
});
