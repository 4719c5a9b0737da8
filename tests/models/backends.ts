import { backendChoice, type BackendName } from "../../lib/backend/choice.ts";
import { isNativeInstalled } from "../../lib/compiler/native_files.ts";
import { startBackend } from "../../lib/backend/start.ts";

/** WebGPU is tested in a process of its own (see tests/backend/webgpu.test.ts). */
export const TESTED_BACKENDS: readonly BackendName[] = backendChoice().backend === "webgpu"
  ? ["webgpu"]
  : ["native", "eager", "wasm", "cpu"];

/** Runs a test on each backend, and frees the tensors that it makes. */
export function testOnBackends(name: string, test: () => void | Promise<void>): void {
  for (const backend of TESTED_BACKENDS) {
    const ignore = ["native", "eager"].includes(backend) && !isNativeInstalled();
    Deno.test({
      name: `${name} (${backend})`,
      ignore,
      async fn() {
        const { tf } = await startBackend(backend);
        tf.engine().startScope();
        try {
          await test();
        } finally {
          tf.engine().endScope();
        }
      },
    });
  }
}
