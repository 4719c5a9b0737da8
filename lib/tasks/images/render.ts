import { PIXELS, SIDE } from "./images.ts";

/**
 * Turns the bytes of an image ([channels, 32, 32]) into values from 0 to 1 ([channels', side, side]), with the
 * pixel at each place taken from where `sources` says (-1 for black).
 */
export type Render = (pixels: Uint8Array, sources: Int16Array) => Float32Array<ArrayBuffer>;

/** The values of torchvision's ToTensor. */
const UNIT = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/** All channels as they are. */
export const renderColor: Render = (pixels, sources) => {
  const values = new Float32Array(pixels.length);
  for (let start = 0; start < pixels.length; start += PIXELS) {
    for (let i = 0; i < PIXELS; i++) {
      const source = sources[i];
      if (source >= 0) values[start + i] = UNIT[pixels[start + source]];
    }
  }
  return values;
};

const [RED, GREEN, BLUE] = [0.2989, 0.587, 0.114].map((weight) => UNIT.map((x) => Math.fround(weight) * x));

/**
 * Red, green and blue made grey, with the weights and the order of rounding of torchvision's Grayscale on tensors,
 * and then averaged over squares of pixels where `side` is less than 32.
 */
export function renderGrey(side: number): Render {
  const square = SIDE / side;
  return (pixels, sources) => {
    const values = new Float32Array(PIXELS);
    for (let i = 0; i < PIXELS; i++) {
      const source = sources[i];
      if (source < 0) continue;
      const red = RED[pixels[source]], green = GREEN[pixels[PIXELS + source]];
      values[i] = Math.fround(red + green) + BLUE[pixels[2 * PIXELS + source]];
    }
    return square === 1 ? values : average(values, square);
  };
}

/** The means of squares of `square` x `square` values. */
function average(values: Float32Array, square: number): Float32Array<ArrayBuffer> {
  const side = SIDE / square;
  const means = new Float32Array(side * side);
  for (let y = 0, i = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++, i++) {
      means[Math.floor(y / square) * side + Math.floor(x / square)] += values[i] / (square * square);
    }
  }
  return means;
}
