import { weightsDirectory } from "../files/paths.ts";
import { inspectGpt2 } from "../models/checkpoint.ts";
import { gpt2Shapes } from "../models/gpt2.ts";
import { sizeOf } from "../models/parameters.ts";
import { weightsFolder } from "./folders.ts";
import { readOrigin } from "./origin.ts";

const COUNT = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });

/**
 * What the folder of a model in weights/ holds, in words: "gpt2 (124M parameters, openai-community/gpt2 at 607a30d7)".
 *
 * @throws {UserError} If that is no GPT-2, or damaged.
 */
export async function describeWeights(model: string, directory: string = weightsDirectory): Promise<string> {
  const folder = weightsFolder(model, directory);
  const config = await inspectGpt2(folder), origin = await readOrigin(folder);
  const body = Object.values(gpt2Shapes(config)).reduce((sum, shape) => sum + sizeOf(shape), 0);
  const parameters = COUNT.format(config.vocabulary * config.width + body);
  const commit = origin?.commit ? ` at ${origin.commit.slice(0, 8)}` : "";
  return `${model} (${parameters} parameters${origin ? `, ${origin.source}${commit}` : ""})`;
}
