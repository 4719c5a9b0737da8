/**
 * Times one training step, ours and its peers' in turn: a GPT-2 between a trained input layer and the last
 * position's class, cross-entropy, gradients clipped at norm 1, Adam at 1e-3, float32, no dropout, all cores.
 *
 * deno run -A tests/bench/step.ts [--setting frozen] [--model pocket] [--tokens 64] [--peers torch,jax]
 *                                 [--rounds 5] [--steps 10] [--json]
 *
 * Beside our step with matrix products in bfloat16, the peers are PyTorch with Hugging Face's GPT-2, JAX, TensorFlow for Python compiled by XLA, and our own step on
 * eager TensorFlow.js. All of a case's workers are in memory at once: 20 GB with all peers at GPT-2's size.
 */
import { rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { availableParallelism, cpus, totalmem } from "node:os";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { UserError } from "../../lib/errors.ts";
import { countOption } from "../../lib/cli/arguments.ts";
import { dependenciesDirectory } from "../../lib/files/paths.ts";
import { gpt2Preset } from "../../lib/models/config.ts";
import { writeInitial } from "./step/initial.ts";
import { measure, type Measured } from "./step/measure.ts";
import { describe } from "./step/table.ts";
import { BATCHES, type Case, casesOf, MODELS, SETTINGS } from "./step/work.ts";
import { type Peer, PEERS } from "./step/worker.ts";

const LENGTHS = Object.keys(BATCHES);
const DEFAULT_PEERS = ["ours-bfloat16", "torch", "jax", "tf-xla", "tfjs"];

const program = new Command("step")
  .description("time a training step, ours and its peers' in turn")
  .option("--setting <names>", `of ${SETTINGS.join(", ")}`, listOf(SETTINGS), [...SETTINGS])
  .option("--model <names>", `of ${MODELS.join(", ")}`, listOf(MODELS), [...MODELS])
  .option("--tokens <counts>", `of ${LENGTHS.join(", ")}`, listOf(LENGTHS), LENGTHS)
  .option("--peers <names>", `of ${PEERS.join(", ")}`, listOf(PEERS), DEFAULT_PEERS)
  .option("--rounds <count>", "how often each takes its turn", countOption, 5)
  .option("--steps <count>", "how many steps a turn has (default: what takes us two seconds)", countOption)
  .option("--json", "print a JSON object");

try {
  await main();
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(`error: ${error.message}`);
  Deno.exit(1);
}

async function main(): Promise<void> {
  const flags = program.parse(["", "", ...Deno.args]).opts<{
    setting: Case["setting"][];
    model: Case["model"][];
    tokens: string[];
    peers: Peer[];
    rounds: number;
    steps?: number;
    json?: true;
  }>();
  const threads = availableParallelism();
  const machine = { cpu: cpus()[0]?.model ?? "unknown", threads, memory: Math.round(totalmem() / 1e6) };
  if (!flags.json) console.log(`${machine.cpu}, ${threads} threads, ${machine.memory} MB of memory`);

  const file = join(dependenciesDirectory, `bench-step-${Deno.pid}.safetensors`);
  Deno.addSignalListener("SIGINT", () => {
    rmSync(file, { force: true });
    Deno.exit(130);
  });
  const cases: Measured[] = [];
  const lengths = flags.tokens.map(Number);
  for (const work of casesOf({ settings: flags.setting, models: flags.model, lengths })) {
    const { layers, width, heads } = gpt2Preset(work.model);
    try {
      await writeInitial(file, work);
      const measured = await measure({ ...work, layers, width, heads, threads, file }, flags);
      cases.push(measured);
      if (!flags.json) console.log(`\n${describe(measured)}`);
    } finally {
      await rm(file, { force: true });
    }
  }
  const peak = Math.max(...cases.map(({ peak }) => peak));
  if (flags.json) console.log(JSON.stringify({ machine, peak, cases }));
}

/** Parses names with commas between them. */
function listOf<Name extends string>(known: readonly Name[]) {
  return (text: string): Name[] => {
    const names = text.split(",") as Name[];
    const unknown = names.find((name) => !known.includes(name));
    if (unknown === undefined) return names;
    throw new InvalidArgumentError(`Expected some of ${known.join(", ")} but found "${unknown}".`);
  };
}
