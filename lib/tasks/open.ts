import { z } from "zod";
import { validationMessage } from "../files/validation_message.ts";
import { UserError } from "../errors.ts";
import { bitMemory, bitXor } from "./bits.ts";
import type { ExampleTask } from "./example.ts";
import { openCifar10, openCifar10Lra } from "./images/cifar10.ts";
import { openMnist } from "./images/mnist.ts";
import { openListops } from "./listops/open.ts";
import { taskOptionsSchema } from "./options.ts";

export { taskOptionsSchema } from "./options.ts";

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
export async function openTask(options: z.input<typeof taskOptionsSchema>): Promise<ExampleTask> {
  const parsed = taskOptionsSchema.safeParse(options, { error: validationMessage });
  if (!parsed.success) {
    throw new UserError(`The options of the task do not fit:\n${z.prettifyError(parsed.error)}`);
  }
  switch (parsed.data.name) {
    case "listops":
      return await openListops(parsed.data);
    case "mnist":
      return await openMnist(parsed.data);
    case "cifar10":
      return await openCifar10(parsed.data);
    case "cifar10-lra":
      return await openCifar10Lra(parsed.data);
    case "bit-memory":
      return bitMemory(parsed.data);
    case "bit-xor":
      return bitXor(parsed.data);
  }
}
