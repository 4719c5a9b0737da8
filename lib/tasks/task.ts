import type { Key } from "../random/key.ts";

/** The three parts of a data set: train on the first, choose by the second, report the third once. */
export type Split = "train" | "validation" | "test";

/** What one position of a sequence holds: a vector of numbers, or a token from 0 to `vocabulary` - 1. */
export type Input = { kind: "vectors"; width: number } | { kind: "tokens"; vocabulary: number };

/** Some examples of a task, as plain arrays. */
export interface Batch {
  /**
   * [examples, length, width] finite numbers in a Float32Array for vectors, [examples, length] in an Int32Array for tokens;
   * positions past an example's end are 0.
   */
  inputs: Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;
  /** That of `inputs`. */
  shape: number[];
  /** [examples]: how many positions of each example are real. */
  lengths: Int32Array<ArrayBuffer>;
  /** [examples, answers]: the right class of each answer. */
  labels: Int32Array<ArrayBuffer>;
}

/** A classification task over sequences. It knows nothing of models. */
export interface Task {
  /** As in experiment files: "listops", "mnist", ... */
  readonly name: string;
  /** As in tables: "ListOps", "MNIST", ... */
  readonly title: string;
  readonly input: Input;
  /** The most positions a sequence has. */
  readonly length: number;
  /** How many classes an answer is chosen from. */
  readonly classes: number;
  /** How many answers each example asks for: 1, or the number of bits of a bit task. */
  readonly answers: number;
  /** From how many last positions the answers are read, in equal shares. */
  readonly answerPositions: number;
  /** How many examples each split has; Infinity where they are generated as needed. */
  readonly sizes: Readonly<Record<Split, number>>;
  /**
   * The examples at `indices`.
   *
   * @param augmentation Draws the random changes of training images; without it examples come as they are.
   * @throws {UserError} If an index is not a whole number below the split's size.
   */
  batch(split: Split, indices: ArrayLike<number>, augmentation?: Key): Batch;
}
