import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import { UserError } from "../errors.ts";
import { makeDirectory, readJson, writeAtomically, writeJson } from "../files/json.ts";
import { type Gpt2Config, gpt2ConfigSchema, huggingFaceConfig } from "./config.ts";
import { gpt2Shapes } from "./gpt2.ts";
import type { HostParameters } from "./parameters.ts";
import type { FloatDtype } from "./safetensors/dtypes.ts";
import { openSafetensors, type Safetensors } from "./safetensors/read.ts";
import { encodeSafetensors } from "./safetensors/write.ts";

/** A GPT-2 from a file. */
export interface Checkpoint {
  config: Gpt2Config;
  /** The body's parameters (see `gpt2Shapes`) and the token embedding, `wte.weight` [vocabulary, width]. */
  parameters: HostParameters;
  /** Of the safetensors file, or of the shards one after another, in hexadecimal. */
  sha256: string;
}

/** Tensors that some checkpoints have besides the parameters: causal masks, and a copy of the token embedding. */
const IGNORED = /^(h\.\d+\.attn\.(bias|masked_bias)|lm_head\.weight)$/;

const indexSchema = z.object({ weight_map: z.record(z.string(), z.string()) });

/**
 * Loads a GPT-2 from a directory in Hugging Face's format: config.json with model.safetensors or with
 * model.safetensors.index.json and its shards, of GPT2Model or GPT2LMHeadModel.
 *
 * @throws {UserError} If a file is missing or malformed, or tensors are missing, unexpected or of the wrong shape.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { keyOf } from "../random/key.ts";
 * import { loadGpt2, saveGpt2 } from "./checkpoint.ts";
 * import { gpt2ConfigSchema } from "./config.ts";
 * import { initialGpt2 } from "./initial_gpt2.ts";
 *
 * const directory = await Deno.makeTempDir();
 * const config = gpt2ConfigSchema.parse({ n_layer: 1, n_embd: 8, n_head: 2, n_positions: 4, vocab_size: 3 });
 * await saveGpt2(directory, config, initialGpt2(config, keyOf(0)));
 * assert.deepEqual((await loadGpt2(directory)).config, config);
 * ```
 */
export async function loadGpt2(directory: string): Promise<Checkpoint> {
  await using files = new AsyncDisposableStack();
  const { config, paths, places } = await openGpt2(directory, files);
  const parameters: HostParameters = {};
  for (const [name, { file, stored }] of places) parameters[name] = await file.read(stored);
  return { config, parameters, sha256: await sha256Of(paths) };
}

/**
 * The configuration of a GPT-2 that {@linkcode loadGpt2} would load, from the headers of its files alone.
 *
 * @throws {UserError} As `loadGpt2`.
 */
export async function inspectGpt2(directory: string): Promise<Gpt2Config> {
  await using files = new AsyncDisposableStack();
  return (await openGpt2(directory, files)).config;
}

/**
 * The SHA-256 of a GPT-2 that {@linkcode loadGpt2} would load (see {@linkcode Checkpoint}), without its tensors.
 *
 * @throws {UserError} As `loadGpt2`.
 */
export async function hashGpt2(directory: string): Promise<string> {
  await using files = new AsyncDisposableStack();
  return await sha256Of((await openGpt2(directory, files)).paths);
}

/** The files of a checkpoint, which `files` closes, and where in them each parameter is. */
async function openGpt2(directory: string, files: AsyncDisposableStack) {
  const config = await readJson(join(directory, "config.json"), gpt2ConfigSchema);
  const paths = await safetensorsPaths(directory);
  const found = new Map<string, Place>();
  for (const path of paths) {
    const file = files.use(await openSafetensors(path));
    for (const stored of file.tensors.keys()) {
      const name = stored.replace(/^transformer\./, "");
      if (found.has(name)) throw new UserError(`Expected one tensor ${name} in ${directory} but found two`);
      if (!IGNORED.test(name)) found.set(name, { file, stored });
    }
  }
  const shapes = { "wte.weight": [config.vocabulary, config.width], ...gpt2Shapes(config) };
  checkTensors(directory, shapes, found);
  const places = Object.keys(shapes).map((name) => [name, found.get(name)!] as const);
  return { config, paths, places };
}

/** Writes a GPT-2 as a directory that {@linkcode loadGpt2} and Hugging Face's `from_pretrained` read. */
export async function saveGpt2(
  directory: string,
  config: Gpt2Config,
  parameters: HostParameters,
  { dtype = "F32" }: { dtype?: FloatDtype } = {},
): Promise<void> {
  await makeDirectory(directory);
  await writeAtomically(
    join(directory, "model.safetensors"),
    encodeSafetensors(prefixed(parameters), { dtype }),
  );
  await writeJson(join(directory, "config.json"), huggingFaceConfig(config));
}

/** With the names that GPT2LMHeadModel gives them. */
function prefixed(parameters: HostParameters): HostParameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [`transformer.${name}`, value]),
  );
}

/** Where a parameter is stored. */
interface Place {
  file: Safetensors;
  stored: string;
}

/**
 * The safetensors files of a checkpoint: model.safetensors, or the shards that its index names.
 *
 * @throws {UserError} If the index is malformed.
 */
export async function safetensorsPaths(directory: string): Promise<string[]> {
  const index = join(directory, "model.safetensors.index.json");
  if (existsSync(join(directory, "model.safetensors")) || !existsSync(index)) {
    return [join(directory, "model.safetensors")];
  }
  const { weight_map } = await readJson(index, indexSchema);
  const names = [...new Set(Object.values(weight_map))].sort();
  const outside = names.find((name) => basename(name) !== name || name === "..");
  if (outside !== undefined) {
    throw new UserError(`Expected ${index} to name files beside it but found ${JSON.stringify(outside)}`);
  }
  return names.map((name) => join(directory, name));
}

function checkTensors(directory: string, shapes: Record<string, number[]>, places: Map<string, Place>): void {
  const found = (name: string) => {
    const place = places.get(name);
    return place && `[${place.file.tensors.get(place.stored)!.shape}]`;
  };
  const missing = Object.keys(shapes).filter((name) => !places.has(name));
  const unexpected = [...places.keys()].filter((name) => !Object.hasOwn(shapes, name));
  const misshapen = Object.keys(shapes).filter((name) =>
    places.has(name) && found(name) !== `[${shapes[name]}]`
  );
  const problems = [
    ...missing.map((name) => `missing ${name}`),
    ...unexpected.map((name) => `unexpected ${name}`),
    ...misshapen.map((name) => `${name} of shape ${found(name)} instead of [${shapes[name]}]`),
  ];
  if (problems.length === 0) return;
  const more = problems.length > 10 ? [`and ${problems.length - 10} more`] : [];
  throw new UserError(
    `Expected the tensors of a GPT-2 as described by config.json in ${directory} but found\n  ` +
      [...problems.slice(0, 10), ...more].join("\n  "),
  );
}

async function sha256Of(paths: string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const path of paths) {
    for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(chunk);
  }
  return hash.digest("hex");
}
