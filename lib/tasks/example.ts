import type { Split, Task } from "./task.ts";

/** One example as a person would see it: without augmentation, normalization or padding. */
export type Example = ExampleImage | ExampleText;

export interface ExampleImage {
  kind: "image";
  width: number;
  height: number;
  channels: 1 | 3;
  /** [height, width, channels], from 0 (black) to 255. */
  pixels: Uint8Array<ArrayBuffer>;
  /** The right answer in words: "7", "frog". */
  answer: string;
}

export interface ExampleText {
  kind: "text";
  text: string;
  answer: string;
}

/** A task that can show its examples. */
export interface ExampleTask extends Task {
  /** @throws {UserError} As `batch`. */
  example(split: Split, index: number): Example;
}
