import { z } from "zod";
import { SIDE } from "./images/images.ts";
import type { Split } from "./task.ts";

const count = z.int().min(1).max(1_000_000);
const patch = z.int().min(1).max(SIDE).refine((patch) => SIDE % patch === 0, {
  error: ({ input }) => `Expected patch to divide ${SIDE} but found ${input}`,
});
/** A folder may hold more; how many are generated is limited by their symbols. */
const expressions = z.int().min(1).max(100_000_000);
/** Half the training images at most; the rest is trained on. */
const validationExamples = z.int().min(1).max(25_000).default(5000);

/** Of ListOps. */
const MOST_LEVELS = 100;
/** So many expressions a table has room for, by which the generator tells new ones from those it has. */
const MOST_GENERATED = 2 ** 24 - 1;

const listops = z.strictObject({
  name: z.literal("listops"),
  /** Expressions have more symbols than this... */
  minimumLength: z.int().min(0).max(10_000).default(500),
  /** ... and fewer than this. */
  maximumLength: z.int().min(2).max(10_001).default(2000),
  depth: z.int().min(1).max(MOST_LEVELS).default(10),
  arguments: z.int().min(2).max(100).default(10),
  examples: z.strictObject({
    train: expressions.default(96_000),
    validation: expressions.default(2000),
    test: expressions.default(2000),
  }).prefault({}),
  seed: z.int().min(0).default(0),
  /**
   * A folder with Long Range Arena's basic_train.tsv, basic_val.tsv and basic_test.tsv, to be read instead of
   * generating; of the other options only maximumLength then counts, and sweeps set examples to what they hold.
   */
  directory: z.string().min(1).optional(),
  /** SHA-256 of these files' own, by which runs on other files are other runs; sweeps find it themselves. */
  sha256: z.string().optional(),
}).superRefine(checkGenerator);

function checkGenerator(
  { minimumLength, maximumLength, depth, arguments: most, examples, directory }: {
    minimumLength: number;
    maximumLength: number;
    depth: number;
    arguments: number;
    examples: Record<Split, number>;
    directory?: string;
  },
  context: z.RefinementCtx,
): void {
  if (directory !== undefined) return;
  const total = examples.train + examples.validation + examples.test;
  if (total > MOST_GENERATED) {
    context.addIssue({
      code: "custom",
      path: ["examples"],
      message: `Expected at most ${MOST_GENERATED} examples to generate but found ${total}`,
    });
  }
  if (total * maximumLength >= 2 ** 32) {
    context.addIssue({
      code: "custom",
      path: ["examples"],
      message: `Expected fewer than 2^32 symbols but found ${total} examples of up to ${maximumLength}`,
    });
  }
  if (maximumLength < minimumLength + 2) {
    context.addIssue({
      code: "custom",
      path: ["maximumLength"],
      message:
        `Expected maximumLength to be at least ${minimumLength + 2}, since lengths lie strictly between ` +
        `minimumLength and it, but found ${maximumLength}`,
    });
  }
  const longest = longestTree(depth, most);
  if (longest <= minimumLength) {
    context.addIssue({
      code: "custom",
      path: ["minimumLength"],
      message:
        `Expected minimumLength to be less than ${longest}, the longest expression of depth ${depth} with ` +
        `${most} arguments, but found ${minimumLength}`,
    });
  }
}

/** The symbols of a tree whose every operator above the deepest level has the most arguments. */
function longestTree(depth: number, most: number): number {
  let length = 1;
  for (let level = 1; level < Math.min(depth, MOST_LEVELS); level++) length = 2 + most * length;
  return length;
}

const mnist = z.strictObject({ name: z.literal("mnist"), patch: patch.default(4), validationExamples });

const augmentation = z.boolean().default(true);

const cifar10 = z.strictObject({
  name: z.literal("cifar10"),
  patch: patch.default(4),
  augmentation,
  validationExamples,
});

const cifar10Lra = z.strictObject({
  name: z.literal("cifar10-lra"),
  /** The side of the image: 32, or 16 or 8 for averages over squares of 2 or 4 pixels (not in the paper). */
  pixels: z.literal([32, 16, 8]).default(32),
  augmentation,
  validationExamples,
});

/** Bit tasks have no data set; these are the examples to choose and to report by. */
const bitExamples = z.strictObject({ validation: count.default(1000), test: count.default(1000) }).prefault(
  {},
);
const bits = z.int().min(1).max(10_000);
const patterns = z.int().min(2).max(100);

function patchDividesBits({ bits, patch }: { bits: number; patch: number }, context: z.RefinementCtx): void {
  if (bits % patch === 0) return;
  context.addIssue({
    code: "custom",
    path: ["patch"],
    message: `Expected patch to divide bits, ${bits}, but found ${patch}`,
  });
}

const bitMemory = z.strictObject({
  name: z.literal("bit-memory"),
  bits: bits.default(1000),
  patterns: patterns.default(5),
  patch: z.int().min(1).default(50),
  examples: bitExamples,
}).superRefine(patchDividesBits);

const bitXor = z.strictObject({
  name: z.literal("bit-xor"),
  bits: bits.default(5),
  patterns: patterns.default(2),
  patch: z.int().min(1).default(1),
  examples: bitExamples,
}).superRefine(patchDividesBits);

/**
 * Which task, and how it is posed; the defaults are the paper's. Unknown options are errors.
 *
 * Sources: Long Range Arena (Tay et al., 2021, arXiv:2011.04006) for ListOps; Lu et al. (2021, arXiv:2103.05247),
 * section 2.1, for patches, augmentation and bit tasks.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { taskOptionsSchema } from "./options.ts";
 *
 * const options = taskOptionsSchema.parse({ name: "mnist", patch: 8 });
 * assert.equal(options.name === "mnist" && options.validationExamples, 5000);
 * assert.throws(() => taskOptionsSchema.parse({ name: "mnist", patch: 5 }));
 * ```
 */
export const taskOptionsSchema = z.discriminatedUnion("name", [
  listops,
  mnist,
  cifar10,
  cifar10Lra,
  bitMemory,
  bitXor,
]);

export type TaskOptions = z.infer<typeof taskOptionsSchema>;
/** The options of one task. */
export type OptionsOf<Name extends TaskOptions["name"]> = Extract<TaskOptions, { name: Name }>;

/**
 * The options that decide what a task asks: of ListOps read from files, those by which expressions are generated do not.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { decisiveOptions, taskOptionsSchema } from "./options.ts";
 *
 * const { name, ...others } = decisiveOptions(taskOptionsSchema.parse({ name: "listops", directory: "lra" }));
 * assert.deepEqual(others, { maximumLength: 2000, directory: "lra" });
 * ```
 */
export function decisiveOptions(options: TaskOptions): Partial<TaskOptions> & Pick<TaskOptions, "name"> {
  if (options.name !== "listops" || options.directory === undefined) return options;
  const { name, maximumLength, directory } = options;
  return { name, maximumLength, directory };
}
