import { readFileSync } from "node:fs";

/**
 * Whether this machine's processor multiplies bfloat16 numbers itself; where it does not, or that cannot be found out,
 * XLA converts them back and forth, which takes longer than float32 does.
 */
export function multipliesBfloat16(): boolean {
  return known ??= /\b(avx512_bf16|amx_bf16)\b/.test(cpuinfo());
}

let known: boolean | undefined;

function cpuinfo(): string {
  try {
    return readFileSync("/proc/cpuinfo", "utf8");
  } catch {
    return "";
  }
}
