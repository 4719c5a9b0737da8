/**
 * Counts the memory that training steps of GPT-2 take on a GPU, batch 8, float32, with dropout, and the programs that
 * each starts. Nothing is computed, so that any driver of WebGPU will do; a setting's lengths come one after the other
 * and share memory, as ListOps' do.
 *
 * deno run -A tests/bench/step/gpu_needs.ts [tokens...]
 */
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import { startBackend } from "../../../lib/backend/start.ts";
import { keyTensor } from "../../../lib/compiler/dropout.ts";
import { gpt2Preset } from "../../../lib/models/config.ts";
import { SETTINGS } from "../../../lib/models/settings.ts";
import { keyOf } from "../../../lib/random/key.ts";
import type { Task } from "../../../lib/tasks/task.ts";
import { stepSize } from "../../../lib/training/adam.ts";
import { compiledStep } from "../../../lib/training/compiled.ts";
import { upload } from "../../../lib/training/examples.ts";
import { createLearner, disposeLearner } from "../../../lib/training/learner.ts";
import { trainingOptionsSchema } from "../../../lib/training/options.ts";
import type { Run } from "../../../lib/training/train.ts";
import { allocated } from "../../compiler/webgpu/allocated.ts";

const BATCH = 8, WIDTH = 16;
const lengths = Deno.args.length > 0 ? Deno.args.map(Number) : [64, 1024, 2000];

await startBackend("webgpu");
const { device } = tf.backend() as WebGPUBackend;
device.queue.submit = () => {};
let programs = 0;
const { dispatchWorkgroups } = GPUComputePassEncoder.prototype;
GPUComputePassEncoder.prototype.dispatchWorkgroups = function (...count) {
  programs++;
  return dispatchWorkgroups.apply(this, count);
};
for (const setting of ["frozen-random", "unfrozen-random"] as const) {
  const task: Task = {
    name: "memory",
    title: "Memory",
    input: { kind: "vectors", width: WIDTH },
    length: Math.max(...lengths),
    classes: 10,
    answers: 1,
    answerPositions: 1,
    sizes: { train: BATCH, validation: 0, test: 0 },
    batch: (_split, { 0: length }) => ({
      inputs: new Float32Array(BATCH * length * WIDTH),
      shape: [BATCH, length, WIDTH],
      lengths: new Int32Array(BATCH).fill(length),
      labels: new Int32Array(BATCH),
    }),
  };
  const run: Run = {
    task,
    body: gpt2Preset("gpt2"),
    setting: SETTINGS[setting],
    learningRate: 1e-3,
    seed: 0,
    options: trainingOptionsSchema.parse({ maximumSteps: 1, evaluateEvery: 1 }), // not looked at
  };
  const learner = createLearner(run, keyOf(0));
  for (const length of lengths) {
    const examples = upload(task.batch("train", [length])), size = tf.tensor1d(stepSize(1e-3, 1));
    const key = keyTensor(keyOf(0));
    programs = 0;
    tf.dispose([compiledStep.float32(learner, { examples, size, key }, 1), examples, size, key]);
    const memory = `${(allocated() / 1e9).toFixed(1)} GB`;
    console.log(`${setting}, ${length} tokens: ${memory}, ${programs} programs`);
  }
  disposeLearner(learner);
}
Deno.exit(); // Mesa's driver may crash otherwise
