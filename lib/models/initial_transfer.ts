import { UserError } from "../errors.ts";
import { normal, uniform } from "../random/arrays.ts";
import { fold, type Key } from "../random/key.ts";
import { gpt2Shapes } from "./gpt2.ts";
import { filled } from "./initial_gpt2.ts";
import { orthogonal } from "./orthogonal.ts";
import { type HostParameters, type HostTensor, sizeOf } from "./parameters.ts";
import type { TransferConfig } from "./transfer.ts";
import { transferShapes } from "./transfer_shapes.ts";

/** FPT's gain of the orthogonal input layer (Lu et al., 2021; `orth_gain` in their code). */
const INPUT_GAIN = 1.41;

/**
 * The values of a transfer model's parameters at the start of training:
 *
 * - `input.weight` [in, width]: orthogonal with gain 1.41, and `input.bias` [width]: 0, for vectors; a normal
 *   embedding for tokens, without bias;
 * - `output.weight` [width, out] and `output.bias` [out]: uniform within ±1 / sqrt(width), PyTorch's default;
 * - the body's: `bodyWeights`.
 *
 * Random values depend only on the key, the parameter's name and shape, so one seed gives one input and output
 * layer in all settings.
 *
 * @param bodyWeights Those of a GPT-2 of the body's shape; what is not part of the body is ignored. Of its
 * positions a shorter task uses the first. A longer one keeps them all and adds random ones behind them (normal, 0.02,
 * as Hugging Face draws fresh ones), which are trained as the others are. This is a choice of this project. FPT's code
 * (kzl/universal-computation) never needs more than GPT-2's 1,024 positions: it cuts ListOps to 512 tokens
 * (`max_length` in datasets/helpers/listops.py) and passes over proteins longer than 1,024
 * (datasets/remote_homology.py). Rothermel et al. restore ListOps' 2,000 tokens and do not say how they are placed.
 * @throws {UserError} Where `bodyWeights` lacks a parameter or has one of another shape.
 */
export function initialTransfer(
  config: TransferConfig,
  key: Key,
  bodyWeights: HostParameters,
): HostParameters {
  return {
    ...initialInput(config, key),
    ...givenBody(config, key, bodyWeights),
    ...initialOutput(config, key),
  };
}

function initialInput(config: TransferConfig, key: Key): HostParameters {
  const { "input.weight": shape, "input.bias": bias } = transferShapes(config);
  const inputKey = fold(key, "input.weight"), [rows, width] = shape;
  if (config.input.kind === "tokens") {
    return { "input.weight": { shape, values: normal(inputKey, sizeOf(shape)) } };
  }
  return {
    "input.weight": { shape, values: orthogonal(inputKey, rows, width, INPUT_GAIN) },
    "input.bias": filled(bias, 0),
  };
}

function initialOutput(config: TransferConfig, key: Key): HostParameters {
  const shapes = transferShapes(config), bound = 1 / Math.sqrt(config.body.width);
  const draw = (name: string): HostTensor => ({
    shape: shapes[name],
    values: uniform(fold(key, name), sizeOf(shapes[name]), -bound, bound),
  });
  return { "output.weight": draw("output.weight"), "output.bias": draw("output.bias") };
}

function givenBody({ body }: TransferConfig, key: Key, weights: HostParameters): HostParameters {
  const shapes = Object.entries(gpt2Shapes(body));
  const problems = shapes.flatMap(([name, shape]) => {
    const found = weights[name]?.shape;
    const wanted = name === "wpe.weight" ? [found?.[0], body.width] : shape;
    return String(found) === String(wanted)
      ? []
      : [`  ${name}: expected [${shape}] but found ${found ? `[${found}]` : "none"}`];
  });
  if (problems.length > 0) {
    throw new UserError(`Expected weights of the model's shape but found\n${problems.join("\n")}`);
  }
  return Object.fromEntries(
    shapes.map(([name]) => [name, name === "wpe.weight" ? positions() : weights[name]]),
  );

  function positions(): HostTensor {
    const shape = [body.positions, body.width], given = weights["wpe.weight"].values;
    const deviation = body.initializerRange;
    const values = given.length < sizeOf(shape)
      ? normal(fold(key, "wpe.weight"), sizeOf(shape), { deviation })
      : new Float32Array(sizeOf(shape));
    values.set(given.subarray(0, values.length));
    return { shape, values };
  }
}
