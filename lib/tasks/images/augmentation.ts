import type { Key } from "../../random/key.ts";
import { Stream } from "../../random/stream.ts";
import { PIXELS, SIDE } from "./images.ts";

const PADDING = 4;
const MAXIMUM_ANGLE = 20;
const CENTER = (SIDE - 1) / 2;

/** A random change of a training image, its steps in this order. */
export interface Change {
  /** Where in the image padded by 4 black pixels the 32 rows and columns are cut out: 0 to 8. */
  top: number;
  left: number;
  /** Whether left and right are exchanged. */
  flip: boolean;
  /** Degrees of rotation about the center, counterclockwise. */
  angle: number;
}

/** A change by which none of the pixels moves. */
export const NO_CHANGE: Change = { top: PADDING, left: PADDING, flip: false, angle: 0 };

/**
 * Draws a change as Lu et al. do: torchvision's RandomCrop(32, padding=4), RandomHorizontalFlip() and
 * RandomRotation(20).
 *
 * Source: `CIFAR10Dataset` in the code of Lu et al. (2021, arXiv:2103.05247).
 */
export function drawChange(key: Key): Change {
  const stream = new Stream(key);
  return {
    top: stream.below(2 * PADDING + 1),
    left: stream.below(2 * PADDING + 1),
    flip: stream.uniform() < 0.5,
    angle: MAXIMUM_ANGLE * (2 * stream.uniform() - 1),
  };
}

/**
 * Where each pixel of a changed image comes from: [32 * 32] places in the original, -1 where there is none and the
 * pixel stays black. Rotation takes the nearest pixel, as torchvision's does by default.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { NO_CHANGE, sourcesOf } from "./augmentation.ts";
 *
 * const sources = sourcesOf({ ...NO_CHANGE, flip: true });
 * assert.equal(sources[0], 31);
 * ```
 */
export function sourcesOf({ top, left, flip, angle }: Change): Int16Array<ArrayBuffer> {
  const sources = new Int16Array(PIXELS);
  const cosine = Math.cos(angle * Math.PI / 180), sine = Math.sin(angle * Math.PI / 180);
  for (let y = 0, i = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++, i++) {
      const row = Math.round(CENTER + sine * (x - CENTER) + cosine * (y - CENTER));
      const column = Math.round(CENTER + cosine * (x - CENTER) - sine * (y - CENTER));
      const sourceRow = row + top - PADDING;
      const sourceColumn = (flip ? SIDE - 1 - column : column) + left - PADDING;
      const inside = isInside(row, column) && isInside(sourceRow, sourceColumn);
      sources[i] = inside ? SIDE * sourceRow + sourceColumn : -1;
    }
  }
  return sources;
}

function isInside(row: number, column: number): boolean {
  return row >= 0 && row < SIDE && column >= 0 && column < SIDE;
}
