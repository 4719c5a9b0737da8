import { backendChoice, type BackendName } from "../../lib/backend/choice.ts";
import { isNativeInstalled } from "../../lib/compiler/native_files.ts";
import { type Backend, startBackend } from "../../lib/backend/start.ts";

/** WebGPU is tested in a process of its own (see tests/backend/webgpu/start.test.ts). */
export const TESTED_BACKENDS: readonly BackendName[] = backendChoice().backend === "webgpu"
  ? ["webgpu"]
  : ["native", "eager", "wasm", "cpu"];

/** Runs a test on each backend, and frees the tensors that it makes. */
export function testOnBackends(name: string, test: () => void | Promise<void>): void {
  for (const backend of TESTED_BACKENDS) {
    Deno.test({
      name: `${name} (${backend})`,
      ignore: isMissing(backend),
      async fn() {
        const { tf } = await startBackend(backend);
        await inScope(tf, test);
      },
    });
  }
}

/** Whether a backend needs libtensorflow and setup has not installed it. */
export function isMissing(backend: BackendName): boolean {
  return ["native", "eager"].includes(backend) && !isNativeInstalled();
}

/** Frees the tensors that a test makes, which may go on for a while. */
export async function inScope({ engine }: Pick<Backend["tf"], "engine">, test: () => void | Promise<void>) {
  engine().startScope();
  try {
    await test();
  } finally {
    engine().endScope();
  }
}
