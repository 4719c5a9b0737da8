/**
 * Times one step of language modelling as `deno task pretrain` takes it, ours and PyTorch's with Hugging Face's GPT-2
 * in turn: the pocket model on 8,192 bytes, AdamW, gradients clipped at norm 1, no dropout, all cores.
 *
 * deno run -A tests/bench/pretrain.ts [--length 256] [--peers torch] [--rounds 5] [--steps 10] [--json]
 */
import { join } from "node:path";
import { compareAll, comparison, type Flags, listOf } from "./side_by_side/command.ts";
import { compare, type Comparison, withWorkFile } from "./side_by_side/compare.ts";
import { type Program, programsIn } from "./side_by_side/worker.ts";
import { writeInitial } from "./pretrain/initial.ts";
import { BATCHES, type Case, model, options, type Work } from "./pretrain/work.ts";

const program = programsIn(join(import.meta.dirname!, "pretrain"));
const PEERS: Readonly<Record<string, Program>> = {
  "ours-bfloat16": program("ours.ts", "--bfloat16"),
  torch: program("torch_peer.py"),
  "torch-compile": program("torch_peer.py", "--compile"),
  "torch-bfloat16": program("torch_peer.py", "--bfloat16"),
};
const NAMES = Object.keys(PEERS), LENGTHS = Object.keys(BATCHES);
const DEFAULT_PEERS = ["ours-bfloat16", "torch", "torch-bfloat16"];

const flags = comparison("pretrain", "time a step of language modelling, ours and PyTorch's in turn")
  .option("--length <counts>", `of ${LENGTHS.join(", ")}`, listOf(LENGTHS), LENGTHS)
  .option("--peers <names>", `of ${NAMES.join(", ")}`, listOf(NAMES), DEFAULT_PEERS)
  .parse(["", "", ...Deno.args]).opts<Flags & { length: string[]; peers: string[] }>();
const peers = Object.fromEntries(flags.peers.map((name) => [name, PEERS[name]]));

/** A case with bytes a second by name. */
type Measured = Case & Comparison & { bytesPerSecond: Record<string, number> };

await compareAll(
  flags.length.map(Number).map((length): Case => ({ length, batch: BATCHES[length] })),
  (work, threads) =>
    withWorkFile(async (file): Promise<Measured> => {
      await writeInitial(file, work);
      const { layers, width, heads } = model, { learningRate, beta2, weightDecay } = options;
      const recipe = { learningRate, beta2, weightDecay, clipNorm: options.clipNorm! };
      const told: Work = { ...work, layers, width, heads, ...recipe, threads, file };
      const found = await compare(program("ours.ts"), peers, told, flags);
      const bytes = work.length * work.batch;
      const speeds = Object.entries(found.ms).map(([name, ms]) => [name, bytes / ms * 1000]);
      return { ...work, ...found, bytesPerSecond: Object.fromEntries(speeds) };
    }),
  {
    title: ({ length, batch }) => `pocket, ${length} bytes, batch ${batch}`,
    remark: ({ bytesPerSecond }) =>
      Object.entries(bytesPerSecond).map(([name, speed]) => `${name} ${Math.round(speed)}`).join(", ") +
      " bytes a second",
  },
  flags,
);
