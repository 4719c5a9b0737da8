import { backendChoice } from "../backend/choice.ts";

/** Why libtensorflow is not to be installed here, in words; null if it is. */
export function whyNotNative(): string | null {
  const { backend } = backendChoice();
  if (backend !== undefined && backend !== "native" && backend !== "eager") {
    return `UTR_BACKEND is ${backend}`;
  }
  const { target } = Deno.build;
  if (target === "x86_64-unknown-linux-gnu") return null;
  return `PyPI has no libtensorflow for ${target}: computing on WebAssembly, several times slower`;
}
