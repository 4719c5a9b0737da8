import { bitMemory, bitXor } from "./bits.ts";
import type { ExampleTask } from "./example.ts";
import { openCifar10, openCifar10Lra } from "./images/cifar10.ts";
import { openMnist } from "./images/mnist.ts";
import { openListops } from "./listops/open.ts";
import { type GivenOptions, parseTaskOptions } from "./parse_options.ts";

/**
 * A task, ready to give batches.
 *
 * @throws {UserError} If an option is wrong, or data are missing or damaged.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openTask } from "./open.ts";
 *
 * const task = await openTask({ name: "bit-memory", bits: 100, patch: 10 });
 * const { shape } = task.batch("train", [0, 1, 2]);
 * assert.deepEqual(shape, [3, 60, 10]);
 * ```
 */
export async function openTask(given: GivenOptions): Promise<ExampleTask> {
  const options = parseTaskOptions(given);
  switch (options.name) {
    case "listops":
      return await openListops(options);
    case "mnist":
      return await openMnist(options);
    case "cifar10":
      return await openCifar10(options);
    case "cifar10-lra":
      return await openCifar10Lra(options);
    case "bit-memory":
      return bitMemory(options);
    case "bit-xor":
      return bitXor(options);
  }
}
