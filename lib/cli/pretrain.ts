import { Command } from "commander";
import { GPT2_PRESET_NAMES } from "../models/config.ts";
import { countOption, countOrZeroOption, numberOption } from "./arguments.ts";

/** What the flags of `pretrain` give; the others of its options have their defaults. */
interface Flags {
  name: string;
  model: string;
  steps: number;
  [option: string]: unknown;
}

/** `pretrain TEXT`: trains a byte-level GPT-2 on text, or goes on with it, and writes it to weights/. */
export function pretrainCommand(): Command {
  return new Command("pretrain")
    .description("train a byte-level GPT-2 on plain text; a stopped run is resumed")
    .argument(
      "<text>",
      "a .txt or .md file, or a folder of them, also .gz; those with the word 'val' or 'valid' in their names are held out",
    )
    .option("--name <name>", "where it goes: weights/<name>, and data/pretraining/<name> meanwhile", "pocket")
    .option("--model <name>", `its shape: that of ${GPT2_PRESET_NAMES.join(", ")}`, "pocket")
    .option("--steps <count>", "gradient steps", countOption, 12_208)
    .option("--batch-size <count>", "examples a step", countOption)
    .option("--length <bytes>", "bytes an example", countOption)
    .option(
      "--short-steps <count>",
      "how many of the steps, from the first on, learn from shorter examples",
      countOrZeroOption,
    )
    .option("--short-length <bytes>", "bytes of a shorter example", countOption)
    .option("--learning-rate <rate>", "the highest learning rate", numberOption)
    .option(
      "--warm-up-steps <count>",
      "gradient steps in which the learning rate rises (default: a tenth of all, at most 200)",
      countOrZeroOption,
    )
    .option("--weight-decay <rate>", "AdamW's weight decay", numberOption)
    .option(
      "--evaluate-every <count>",
      "gradient steps between two looks at the validation text",
      countOption,
    )
    .option("--evaluation-bytes <count>", "bytes of the validation text that are looked at", countOption)
    .option("--seed <number>", "decides the initial weights and the examples' order", numberOption)
    .option("--matmul-precision <precision>", "float32, or bfloat16, which is faster on some processors")
    .action(async (text: string, { name, ...options }: Flags) => {
      const { runPretraining } = await import("./run_pretraining.ts");
      Deno.exit(await runPretraining(text, name, options));
    });
}
