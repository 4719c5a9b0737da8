/**
 * Times one training step, ours and its peers' in turn: a GPT-2 between a trained input layer and the last
 * position's class, cross-entropy, gradients clipped at norm 1, Adam at 1e-3, float32, no dropout.
 *
 * deno run -A tests/bench/step.ts [--setting frozen] [--model pocket] [--tokens 64] [--peers torch,jax]
 *                                 [--rounds 5] [--steps 10] [--json] [--gpu]
 *
 * On all cores, the peers beside our step with matrix products in bfloat16 are PyTorch with Hugging Face's GPT-2, JAX,
 * TensorFlow for Python compiled by XLA, and our own step on eager TensorFlow.js. All of a case's workers are in
 * memory at once: 20 GB with all peers at GPT-2's size.
 *
 * With --gpu ours computes through WebGPU and the peers through CUDA, without TF32: UTR_BENCH_PYTHON names a Python
 * whose PyTorch, Transformers, safetensors and JAX are there and know the GPU.
 */
import { compareAll, comparison, type Flags, listOf } from "./side_by_side/command.ts";
import { CPU, GPU } from "./step/hardware.ts";
import { measure, type Measured } from "./step/measure.ts";
import { type Case, casesOf, MODELS, SETTINGS } from "./step/work.ts";

const hardware = Deno.args.includes("--gpu") ? GPU : CPU; // on which the other options depend
const lengths = Object.keys(hardware.batches), names = Object.keys(hardware.peers);

const flags = comparison("step", "time a training step, ours and its peers' in turn")
  .option("--setting <names>", `of ${SETTINGS.join(", ")}`, listOf(SETTINGS), [...SETTINGS])
  .option("--model <names>", `of ${MODELS.join(", ")}`, listOf(MODELS), [...MODELS])
  .option("--tokens <counts>", `of ${lengths.join(", ")}`, listOf(lengths), lengths)
  .option("--peers <names>", `of ${names.join(", ")}`, listOf(names), [...hardware.defaultPeers])
  .option("--gpu", "time it on a GPU")
  .parse(["", "", ...Deno.args]).opts<
  Flags & { setting: Case["setting"][]; model: Case["model"][]; tokens: string[]; peers: string[] }
>();

const peers = Object.fromEntries(flags.peers.map((name) => [name, hardware.peers[name]]));
await compareAll(
  casesOf(flags.setting, flags.model, flags.tokens.map(Number), hardware.batches),
  (work, threads) => measure(work, { ours: hardware.ours, peers }, flags, threads),
  {
    title: ({ setting, model, tokens, batch }: Measured) =>
      `${model}, ${setting}, ${tokens} tokens, batch ${batch}`,
    remark: ({ share, peak }) =>
      share === undefined
        ? undefined
        : `Ours uses ${Math.round(share * 100)}% of the ${
          peak!.toFixed(0)
        } GFLOP/s of a large product of matrices.`,
  },
  flags,
);
