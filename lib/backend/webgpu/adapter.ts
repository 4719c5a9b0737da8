import { UserError } from "../../errors.ts";

/** The machine's fastest GPU; where there is none, Mesa's driver on the processor. @throws {UserError} If there is none. */
export async function findAdapter(): Promise<GPUAdapter> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: "high-performance" });
  if (adapter) return adapter;
  throw new UserError(
    "Expected a GPU that WebGPU can use but found none: install its Vulkan driver (NVIDIA's comes with it; " +
      "Debian, Ubuntu, for others: apt install mesa-vulkan-drivers), or do without UTR_BACKEND=webgpu or --gpu",
  );
}

/** What the driver calls a GPU. */
export function gpuName({ info }: GPUAdapter): string {
  return info.description || info.vendor || "a GPU without a name";
}
