import { permutation } from "../../random/arrays.ts";
import { fold, keyOf } from "../../random/key.ts";
import { checkIndices } from "../check_indices.ts";
import type { ExampleTask } from "../example.ts";
import type { Split } from "../task.ts";
import { drawChange, NO_CHANGE, sourcesOf } from "./augmentation.ts";
import { type Images, PIXELS } from "./images.ts";
import { patchPlaces } from "./patches.ts";
import type { Render } from "./render.ts";

const UNCHANGED = sourcesOf(NO_CHANGE);

/** What one task over images differs in from another. */
export interface ImageTaskParts {
  name: string;
  title: string;
  /** The official training and test images. */
  train: Images;
  test: Images;
  /** What each label means. */
  answers: readonly string[];
  /** How many images of the training set are kept for validation. */
  validationExamples: number;
  render: Render;
  /** Rows and columns of the rendered image, and of a patch of it. */
  side: number;
  patch: number;
  /** For each rendered channel the mean that is subtracted and the deviation that is then divided by. */
  means: readonly number[];
  deviations: readonly number[];
  augmentation: boolean;
}

/**
 * A task whose examples are images cut into patches.
 *
 * The validation split is drawn from the official training set by a permutation that is always the same; the test
 * split is the official test set. The size of the paper's own validation split is not known to us.
 */
export function imageTask(parts: ImageTaskParts): ExampleTask {
  const { name, title, train, test, answers, validationExamples, render, side, patch } = parts;
  const channels = parts.means.length;
  const means = Float32Array.from(parts.means), deviations = Float32Array.from(parts.deviations);
  const places = patchPlaces(channels, side, patch);
  const length = (side / patch) ** 2, width = channels * patch * patch;
  const order = permutation(fold(keyOf(0), "validation"), train.labels.length);
  const indices = {
    train: order.subarray(validationExamples),
    validation: order.subarray(0, validationExamples),
    test: Uint32Array.from({ length: test.labels.length }, (_, i) => i),
  };

  const sizes = {
    train: indices.train.length,
    validation: indices.validation.length,
    test: indices.test.length,
  };

  /** The bytes and the label of one image. */
  function imageAt(split: Split, index: number): { pixels: Uint8Array; label: number } {
    checkIndices(sizes, split, [index]);
    const images = split === "test" ? test : train;
    const size = images.channels * PIXELS, i = indices[split][index];
    return { pixels: images.pixels.subarray(i * size, (i + 1) * size), label: images.labels[i] };
  }

  return {
    name,
    title,
    input: { kind: "vectors", width },
    length,
    classes: answers.length,
    answers: 1,
    answerPositions: 1,
    sizes,
    batch(split, examples, augmentation) {
      const inputs = new Float32Array(examples.length * length * width);
      const labels = new Int32Array(examples.length);
      const key = parts.augmentation && split === "train" ? augmentation : undefined;
      for (let i = 0; i < examples.length; i++) {
        const { pixels, label } = imageAt(split, examples[i]);
        labels[i] = label;
        const values = render(pixels, key === undefined ? UNCHANGED : sourcesOf(drawChange(fold(key, i))));
        const start = i * length * width, channelSize = side * side;
        for (let channel = 0, j = 0; channel < channels; channel++) {
          const mean = means[channel], deviation = deviations[channel];
          for (const end = j + channelSize; j < end; j++) {
            inputs[start + places[j]] = Math.fround(values[j] - mean) / deviation;
          }
        }
      }
      const lengths = new Int32Array(examples.length).fill(length);
      return { inputs, shape: [examples.length, length, width], lengths, labels };
    },
    example(split, index) {
      const { pixels, label } = imageAt(split, index);
      const values = render(pixels, UNCHANGED), shown = new Uint8Array(values.length);
      for (let i = 0; i < values.length; i++) {
        const channel = Math.floor(i / (side * side)), pixel = i % (side * side);
        shown[pixel * channels + channel] = Math.round(255 * values[i]);
      }
      return {
        kind: "image",
        width: side,
        height: side,
        channels: channels as 1 | 3,
        pixels: shown,
        answer: answers[label],
      };
    },
  };
}
