/**
 * Times one training step, ours and its peers' in turn: a GPT-2 between a trained input layer and the last
 * position's class, cross-entropy, gradients clipped at norm 1, Adam at 1e-3, float32, no dropout, all cores.
 *
 * deno run -A tests/bench/step.ts [--setting frozen] [--model pocket] [--tokens 64] [--peers torch,jax]
 *                                 [--rounds 5] [--steps 10] [--json]
 *
 * Beside our step with matrix products in bfloat16, the peers are PyTorch with Hugging Face's GPT-2, JAX, TensorFlow
 * for Python compiled by XLA, and our own step on eager TensorFlow.js. All of a case's workers are in memory at once:
 * 20 GB with all peers at GPT-2's size. On a GPU: step/gpu_step.ts.
 */
import { gpt2Preset } from "../../lib/models/config.ts";
import { compareAll, comparison, type Flags, listOf } from "./side_by_side/command.ts";
import { withWorkFile } from "./side_by_side/compare.ts";
import { writeInitial } from "./step/initial.ts";
import { measure, type Measured, type Peer, PEERS } from "./step/measure.ts";
import { BATCHES, type Case, casesOf, MODELS, SETTINGS } from "./step/work.ts";

const LENGTHS = Object.keys(BATCHES);
const DEFAULT_PEERS: Peer[] = ["ours-bfloat16", "torch", "jax", "tf-xla", "tfjs"];
const NAMES = Object.keys(PEERS) as Peer[];

const flags = comparison("step", "time a training step, ours and its peers' in turn")
  .option("--setting <names>", `of ${SETTINGS.join(", ")}`, listOf(SETTINGS), [...SETTINGS])
  .option("--model <names>", `of ${MODELS.join(", ")}`, listOf(MODELS), [...MODELS])
  .option("--tokens <counts>", `of ${LENGTHS.join(", ")}`, listOf(LENGTHS), LENGTHS)
  .option("--peers <names>", `of ${NAMES.join(", ")}`, listOf(NAMES), DEFAULT_PEERS)
  .parse(["", "", ...Deno.args]).opts<
  Flags & { setting: Case["setting"][]; model: Case["model"][]; tokens: string[]; peers: Peer[] }
>();

const lengths = flags.tokens.map(Number);
await compareAll(
  casesOf({ settings: flags.setting, models: flags.model, lengths }),
  (work, threads) =>
    withWorkFile(async (file) => {
      await writeInitial(file, work);
      const { layers, width, heads } = gpt2Preset(work.model);
      return await measure({ ...work, layers, width, heads, threads, file }, flags.peers, flags);
    }),
  {
    title: ({ setting, model, tokens, batch }: Measured) =>
      `${model}, ${setting}, ${tokens} tokens, batch ${batch}`,
    remark: ({ share, peak }) =>
      `Ours uses ${Math.round(share * 100)}% of the ${
        peak.toFixed(0)
      } GFLOP/s of a large product of matrices.`,
  },
  flags,
);
