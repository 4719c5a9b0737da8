import assert from "node:assert/strict";
import { hugePages } from "../../lib/backend/kept_memory.ts";
import { isNativeInstalled } from "../../lib/compiler/native_files.ts";
import { startInProcess } from "./start_in_process.ts";

async function pageFaultsOfSecondUse(backend: "cpu" | "native"): Promise<number> {
  const script = `
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
    await startBackend("${backend}");
    use();
    const before = faults();
    use();
    console.log(faults() - before);
  `;
  const { code, stdout, stderr } = await startInProcess(script, {});
  assert.equal(code, 0, stderr);
  return Number(stdout);
}

Deno.test({
  name: "on libtensorflow memory that was freed is used again without the system clearing its pages anew",
  ignore: !isNativeInstalled(),
  async fn() {
    const [given, kept] = [await pageFaultsOfSecondUse("cpu"), await pageFaultsOfSecondUse("native")];
    // 512 MiB are 131,072 pages of 4 KiB, or 256 huge ones; a few faults are of the process itself.
    assert(kept < given / 10, `${kept} page faults where ${given} are usual`);
  },
});

Deno.test("processes that compute ask for huge pages, unless glibc has been told otherwise", () => {
  const before = Deno.env.get("GLIBC_TUNABLES");
  try {
    Deno.env.delete("GLIBC_TUNABLES");
    assert.deepEqual(hugePages(), { GLIBC_TUNABLES: "glibc.malloc.hugetlb=1" });
    Deno.env.set("GLIBC_TUNABLES", "glibc.malloc.check=1");
    assert.deepEqual(hugePages(), { GLIBC_TUNABLES: "glibc.malloc.check=1" });
  } finally {
    if (before === undefined) Deno.env.delete("GLIBC_TUNABLES");
    else Deno.env.set("GLIBC_TUNABLES", before);
  }
});
