import { UserError } from "../errors.ts";
import type { Key } from "../random/key.ts";
import type { Batch, Split, Task } from "./task.ts";

/**
 * A task's examples at `indices`, checked against what the task says of itself: what is out of range would be taken
 * for zeros and learned from, and what is not finite for a learning rate that is too large.
 *
 * @param augmentation As for `Task.batch`.
 * @throws {UserError} If a shape, length, label, token or number does not fit, or an index is out of range.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { batchOf } from "./batch_of.ts";
 * import { openTask } from "./open.ts";
 *
 * const task = await openTask({ name: "bit-xor" });
 * assert.throws(() => batchOf({ ...task, classes: 1 }, "train", [0]), /Expected labels from 0 to 0 but found 1/);
 * ```
 */
export function batchOf(task: Task, split: Split, indices: readonly number[], augmentation?: Key): Batch {
  const batch = task.batch(split, indices, augmentation);
  for (const { expected, found, example } of misfits(task, batch, indices.length)) {
    const place = example === undefined
      ? `${indices.length} ${split} examples`
      : `${split} example ${indices[example]}`;
    throw new UserError(`Expected ${expected} but found ${found} in ${place} of the task ${task.name}`);
  }
  return batch;
}

interface Misfit {
  expected: string;
  found: unknown;
  /** The place in the batch of the example that does not fit, if it is one alone. */
  example?: number;
}

function* misfits(task: Task, batch: Batch, count: number): Generator<Misfit> {
  const { input, length, classes, answers, answerPositions } = task,
    { inputs, shape, lengths, labels } = batch;
  if (!(inputs && shape && lengths && labels)) {
    const found = batch as unknown instanceof Promise
      ? "a Promise"
      : `no more than ${Object.keys(batch).filter((name) => batch[name as keyof Batch]).join(", ")}`;
    yield { expected: "inputs, shape, lengths and labels", found };
  }
  const [, positions] = shape, widths = input.kind === "vectors" ? [input.width] : [];
  if (String(shape) !== String([count, positions, ...widths]) || !(1 <= positions && positions <= length)) {
    yield {
      expected: `the shape ${[count, `1 to ${length}`, ...widths].join(" x ")}`,
      found: shape.join(" x "),
    };
  }
  const sizes = { inputs: shape.reduce((a, b) => a * b), lengths: count, labels: count * answers };
  for (const [name, values] of Object.entries({ inputs, lengths, labels })) {
    const expected = sizes[name as keyof typeof sizes];
    if (values.length !== expected) yield { expected: `${expected} ${name}`, found: values.length };
  }
  yield* outside("lengths", lengths, answerPositions, positions);
  yield* outside("labels", labels, 0, classes - 1, answers);
  const kinds = { tokens: Int32Array, vectors: Float32Array };
  if (!(inputs instanceof kinds[input.kind])) {
    yield { expected: `${input.kind} in ${kinds[input.kind].name}`, found: inputs.constructor.name };
  }
  if (input.kind === "tokens") yield* outside("tokens", inputs, 0, input.vocabulary - 1, positions);
  else yield* firstUnfit("finite numbers", inputs, Number.isFinite, positions * input.width);
}

/** The first of some numbers, `each` of them of one example, that is no whole number from `least` to `most`. */
function* outside(
  name: string,
  values: Batch["inputs"],
  least: number,
  most: number,
  each = 1,
): Generator<Misfit> {
  const isInside = (value: number) => Number.isInteger(value) && least <= value && value <= most;
  yield* firstUnfit(`${name} from ${least} to ${most}`, values, isInside, each);
}

/** The first of some numbers, `each` of them of one example, that does not fit. */
function* firstUnfit(
  expected: string,
  values: Batch["inputs"],
  fits: (value: number) => boolean,
  each: number,
): Generator<Misfit> {
  const place = values.findIndex((value) => !fits(value));
  if (place >= 0) yield { expected, found: values[place], example: Math.floor(place / each) };
}
