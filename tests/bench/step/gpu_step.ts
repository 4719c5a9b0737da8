/**
 * Times one training step on a GPU, ours through WebGPU and its peers' through CUDA in turn: the step of ../step.ts, at
 * batch 8, float32 without TF32.
 *
 * UTR_BENCH_PYTHON=python3 deno run -A tests/bench/step/gpu_step.ts [--setting frozen] [--model gpt2] [--tokens 64]
 *                                                         [--peers torch,jax] [--rounds 5] [--steps 10] [--json]
 *
 * UTR_BENCH_PYTHON names a Python whose PyTorch, Transformers, safetensors and JAX are there and know the GPU.
 */
import { gpt2Preset } from "../../../lib/models/config.ts";
import { compareAll, comparison, type Flags, listOf } from "../side_by_side/command.ts";
import { withWorkFile } from "../side_by_side/compare.ts";
import { writeInitial } from "./initial.ts";
import { GPU_PEERS, type GpuPeer, measureOnGpu } from "./measure.ts";
import { type Case, casesOf, GPU_BATCHES, MODELS, SETTINGS } from "./work.ts";

const LENGTHS = Object.keys(GPU_BATCHES), NAMES = Object.keys(GPU_PEERS) as GpuPeer[];

const flags = comparison("gpu_step", "time a training step on a GPU, ours and its peers' in turn")
  .option("--setting <names>", `of ${SETTINGS.join(", ")}`, listOf(SETTINGS), [...SETTINGS])
  .option("--model <names>", `of ${MODELS.join(", ")}`, listOf(MODELS), ["gpt2"])
  .option("--tokens <counts>", `of ${LENGTHS.join(", ")}`, listOf(LENGTHS), LENGTHS)
  .option("--peers <names>", `of ${NAMES.join(", ")}`, listOf(NAMES), ["torch", "jax"])
  .parse(["", "", ...Deno.args]).opts<
  Flags & { setting: Case["setting"][]; model: Case["model"][]; tokens: string[]; peers: GpuPeer[] }
>();

await compareAll(
  casesOf({
    settings: flags.setting,
    models: flags.model,
    lengths: flags.tokens.map(Number),
    batches: GPU_BATCHES,
  }),
  (work, threads) =>
    withWorkFile(async (file) => {
      await writeInitial(file, work);
      const { layers, width, heads } = gpt2Preset(work.model);
      return await measureOnGpu({ ...work, layers, width, heads, threads, file }, flags.peers, flags);
    }),
  {
    title: ({ setting, model, tokens, batch }) => `${model}, ${setting}, ${tokens} tokens, batch ${batch}`,
  },
  flags,
);
