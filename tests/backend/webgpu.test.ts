import assert from "node:assert/strict";
import { root } from "../../lib/files/paths.ts";
import { probeBackend } from "../../lib/setup/probe_backend.ts";

const probed = await probeBackend("webgpu");
/** Mesa's driver computes on the processor where there is no GPU; .ci/run installs it. */
const ignore = "error" in probed;

/** Runs Deno with WebGPU: in a process of its own, since libtensorflow and Mesa's driver each bring an LLVM. */
async function onWebgpu(...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd: root,
    env: { NO_COLOR: "1", UTR_BACKEND: "webgpu" },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

const start = `
  const { startBackend } = await import(${JSON.stringify(import.meta.resolve("../../lib/backend/start.ts"))});
  const { tf } = await startBackend();`;

Deno.test({
  name: "models and training compute on WebGPU what they do elsewhere",
  ignore,
  async fn() {
    const tests = ["tests/models", "tests/training/backends.test.ts", "tests/pretraining/step.test.ts"];
    const { code, stdout, stderr } = await onWebgpu(
      "test",
      "-A",
      "--no-check",
      "--filter",
      "webgpu",
      ...tests,
    );
    assert.equal(code, 0, stdout + stderr);
    const [, passed] = /(\d+) passed/.exec(stdout)!;
    assert(Number(passed) >= 20, stdout);
  },
});

Deno.test({
  name: "on WebGPU a sum has as many terms as one likes, and leaves no tensors behind",
  ignore,
  async fn() {
    const script = `${start}
      const before = tf.memory().numDataBuffers;
      for (const count of [1, 2, 7, 8, 13, 14, 100]) {
        const sum = tf.tidy(() => tf.addN(Array.from({ length: count }, (_, i) => tf.tensor([i, 1]))));
        console.log(...await sum.data());
        sum.dispose();
      }
      console.log(tf.memory().numDataBuffers - before);`;
    const { stdout } = await onWebgpu("eval", script);
    assert.deepEqual(stdout.trim().split("\n"), [
      ...[1, 2, 7, 8, 13, 14, 100].map((count) => `${count * (count - 1) / 2} ${count}`),
      "0",
    ]);
  },
});

Deno.test({
  name: "what the GPU refuses to compute ends the process",
  ignore,
  async fn() {
    const script = `${start}
      tf.backend().device.createShaderModule({ code: "no program" });
      await tf.ones([1]).data();
      await new Promise((resolve) => setTimeout(resolve, 1000));
      console.log("went on");`;
    const { code, stdout, stderr } = await onWebgpu("eval", script);
    assert.notEqual(code, 0);
    assert.equal(stdout, "");
    assert.match(stderr, /WebGPU failed: .*/);
  },
});

Deno.test({
  name: "the WebGPU backend names its GPU",
  ignore,
  fn() {
    assert("description" in probed);
    assert.match(probed.description, /^webgpu on \S+/);
  },
});
