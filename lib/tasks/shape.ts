import { SIDE } from "./images/images.ts";
import { SYMBOLS } from "./listops/symbols.ts";
import type { TaskOptions } from "./options.ts";
import type { Task } from "./task.ts";

const IMAGES = { mnist: { train: 60_000, channels: 1 }, cifar10: { train: 50_000, channels: 3 } };
const TEST_IMAGES = 10_000;

/** All of a task but its examples. */
export type TaskShape = Omit<Task, "name" | "title" | "batch">;

/**
 * What the task of these options will look like, without its data. (Of ListOps read from a folder `identified` options
 * have the number of examples.)
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { taskOptionsSchema } from "./options.ts";
 * import { taskShape } from "./shape.ts";
 *
 * assert.equal(taskShape(taskOptionsSchema.parse({ name: "cifar10", patch: 4 })).length, 64);
 * ```
 */
export function taskShape(options: TaskOptions): TaskShape {
  const one = { classes: 10, answers: 1, answerPositions: 1 };
  switch (options.name) {
    case "listops": {
      const input = { kind: "tokens", vocabulary: SYMBOLS.length } as const;
      return { ...one, input, length: options.maximumLength, sizes: options.examples };
    }
    case "mnist":
    case "cifar10": {
      const { patch, validationExamples: validation } = options;
      const { train, channels } = IMAGES[options.name];
      return {
        ...one,
        input: { kind: "vectors", width: channels * patch ** 2 },
        length: (SIDE / patch) ** 2,
        sizes: { train: train - validation, validation, test: TEST_IMAGES },
      };
    }
    case "cifar10-lra": {
      const { pixels, validationExamples: validation } = options;
      const sizes = { train: IMAGES.cifar10.train - validation, validation, test: TEST_IMAGES };
      return { ...one, input: { kind: "vectors", width: 1 }, length: pixels ** 2, sizes };
    }
    case "bit-memory":
    case "bit-xor": {
      const { bits, patterns, patch, examples } = options;
      const strings = patterns + (options.name === "bit-memory" ? 1 : 0);
      return {
        input: { kind: "vectors", width: patch },
        length: strings * bits / patch,
        classes: 2,
        answers: bits,
        answerPositions: bits / patch,
        sizes: { train: Infinity, ...examples },
      };
    }
  }
}
