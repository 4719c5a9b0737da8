import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../lib/errors.ts";
import { initialGpt2 } from "../../lib/models/initial_gpt2.ts";
import { keyOf } from "../../lib/random/key.ts";
import { getWeights, type GetWeightsOptions, type Got } from "../../lib/weights/get_weights.ts";
import { withDirectory } from "../temporary_directory.ts";
import { checkpoint, CONFIG } from "./checkpoints.ts";
import { type Hub, withHub } from "./hub.ts";

export const ID = "somebody/small-gpt2";
export const FOLDER = "somebody--small-gpt2";

/** A local Hub that has a small GPT-2, and empty folders. */
export interface Place {
  hub: Hub;
  /** The folder of all weights. */
  weights: string;
  cache: string;
  get: (text?: string, options?: GetWeightsOptions) => Promise<Got>;
}

export function testHub(
  name: string,
  given: Parameters<typeof withHub>[0],
  test: (place: Place) => Promise<void>,
): void {
  Deno.test(name, () =>
    withDirectory(async (directory) => {
      const weights = join(directory, "weights"), cache = join(directory, "cache");
      await mkdir(weights);
      await withHub({ repositories: { [ID]: checkpoint() }, ...given }, cache, async (hub) => {
        const get = (text = ID, options: GetWeightsOptions = {}) =>
          getWeights(text, { directory: weights, settings: hub.settings, ...options });
        await test({ hub, weights, cache, get });
      });
    }));
}

export async function assertFails(promise: Promise<unknown>, message: RegExp): Promise<void> {
  await assert.rejects(promise, (error: unknown) => {
    assert(error instanceof UserError, String((error as Error).stack));
    assert.match(error.message, message);
    return true;
  });
}

export const weightsOf = (seed: number) => initialGpt2(CONFIG, keyOf(seed));
export const sizeOfWeights = checkpoint()["model.safetensors"].length;
