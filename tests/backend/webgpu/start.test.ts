import assert from "node:assert/strict";
import { join } from "node:path";
import { root } from "../../../lib/files/paths.ts";
import { dropoutMask } from "../../../lib/random/bits.ts";
import { keyOf } from "../../../lib/random/key.ts";
import { threefry2x32 } from "../../../lib/random/threefry.ts";
import { probeBackend } from "../../../lib/setup/probe_backend.ts";
import { runProgram } from "../../../lib/setup/run_program.ts";
import { startInProcess } from "../start_in_process.ts";

const probed = await probeBackend("webgpu");
/** Mesa's driver computes on the processor where there is no GPU; .ci/run installs it. */
const ignore = "error" in probed;

/** In a process of its own, since libtensorflow and Mesa's driver each bring an LLVM. */
const onWebgpu = (script: string) =>
  startInProcess(`const { tf } = await startBackend(); ${script}`, { UTR_BACKEND: "webgpu" });

Deno.test({
  name: "models and training compute on WebGPU what they do elsewhere, recorded as operation by operation",
  ignore,
  async fn() {
    const tests = [
      "tests/models",
      "tests/training/backends.test.ts",
      "tests/pretraining/step.test.ts",
      "tests/backend/webgpu/bfloat16.test.ts",
      "tests/backend/webgpu/products.test.ts",
      "tests/compiler/webgpu",
    ].map((path) => join(root, path));
    const flags = [`--config=${join(root, "deno.json")}`, "-A", "--no-check", "--filter=webgpu"];
    const env = { NO_COLOR: "1", UTR_BACKEND: "webgpu" };
    const { stdout, stderr } = (await runProgram(Deno.execPath(), ["test", ...flags, ...tests], { env }))!;
    // Rather than the exit code: Mesa's driver may crash once all is done and the process ends.
    const [, passed, failed] = /(\d+) passed \| (\d+) failed/.exec(stdout) ?? assert.fail(stdout + stderr);
    assert(Number(passed) >= 80 && Number(failed) === 0, stdout + stderr);
  },
});

Deno.test({
  name: "on WebGPU a sum has as many terms as one likes, and leaves no tensors behind",
  ignore,
  async fn() {
    const script = `
      const before = tf.memory().numDataBuffers;
      for (const count of [1, 2, 7, 8, 13, 14, 100]) {
        const sum = tf.tidy(() => tf.addN(Array.from({ length: count }, (_, i) => tf.tensor([i, 1]))));
        console.log(...await sum.data());
        sum.dispose();
      }
      console.log(tf.memory().numDataBuffers - before);`;
    const { stdout } = await onWebgpu(script);
    assert.deepEqual(stdout.split("\n"), [
      ...[1, 2, 7, 8, 13, 14, 100].map((count) => `${count * (count - 1) / 2} ${count}`),
      "0",
    ]);
  },
});

Deno.test({
  name: "the GPU draws the bits of lib/random",
  ignore,
  async fn() {
    const script = `
      const { keyOf } = await import(${JSON.stringify(import.meta.resolve("../../../lib/random/key.ts"))});
      const { keyTensor } = await import(${
      JSON.stringify(import.meta.resolve("../../../lib/compiler/dropout.ts"))
    });
      const folded = tf.engine().runKernel("FoldKey", { key: keyTensor(keyOf(-7)) }, { counter: [-1, 3e9 | 0] });
      const masks = [];
      for (const shape of [[1], [6], [3, 4, 5, 7]]) {
        const mask = tf.engine().runKernel("DropoutMask", { key: folded }, { shape, rate: 0.3 });
        masks.push({ shape: mask.shape, kept: (await mask.data()).join("") });
      }
      console.log(JSON.stringify({ folded: [...await folded.data()], masks }));`;
    const { stdout, stderr } = await onWebgpu(script);
    assert(stdout !== "", stderr);
    const { folded, masks } = JSON.parse(stdout);
    const key = threefry2x32(keyOf(-7), [-1, 3e9 | 0]);
    assert.deepEqual(folded, [...Int32Array.from(key)]);
    assert.deepEqual(
      masks,
      [[1], [6], [3, 4, 5, 7]].map((shape) => ({
        shape,
        kept: dropoutMask(key, shape.reduce((a, b) => a * b), 0.3).join(""),
      })),
    );
  },
});

Deno.test({
  name: "what the GPU refuses to compute ends the process",
  ignore,
  async fn() {
    const script = `
      tf.backend().device.createShaderModule({ code: "no program" });
      await tf.ones([1]).data();
      await new Promise((resolve) => setTimeout(resolve, 1000));
      console.log("went on");`;
    const { code, stdout, stderr } = await onWebgpu(script);
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

Deno.test({
  name:
    "a GPU that is lost ends training with a DOMException, by which a sweep tells it from a run that fails",
  ignore,
  async fn() {
    const [trainModule, runModule] = ["../../../lib/training/train.ts", "../../training/small_run.ts"]
      .map((path) => JSON.stringify(import.meta.resolve(path)));
    const script = `
      const { train } = await import(${trainModule}), { run } = await import(${runModule});
      const options = { ...run.options, maximumSteps: 30 };
      await train({ ...run, options }, { onMetrics: () => tf.backend().device.destroy() })
        .then(() => console.log("trained"), (error) => console.log(error instanceof DOMException));`;
    const { stdout, stderr } = await onWebgpu(script);
    assert.equal(stdout, "true", stderr);
  },
});
