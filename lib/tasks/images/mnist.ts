import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { UserError } from "../../errors.ts";
import { checkLabels } from "./check_labels.ts";
import { isFile } from "../../files/is_file.ts";
import { dataDirectory } from "../../files/paths.ts";
import { readBytes } from "../../files/read.ts";
import type { ExampleTask } from "../example.ts";
import type { OptionsOf } from "../options.ts";
import { firstWhole } from "./first_whole.ts";
import { parseIdx } from "./idx.ts";
import { imageTask } from "./image_task.ts";
import { type Images, PIXELS, SIDE } from "./images.ts";
import { renderColor } from "./render.ts";
import { verify } from "./verify.ts";

const MNIST_SIDE = 28;
const MARGIN = (SIDE - MNIST_SIDE) / 2;

/**
 * MNIST, its images padded with black to 32 x 32, values from 0 to 1: 64 patches of 4 x 4, as section 2.1 of Lu et al. (2021)
 * has them. Their code does not pad, and has 49.
 *
 * @param directory Holds the four IDX files under their official names, each compressed (.gz) or not.
 * @throws {UserError} If a file is missing or is not the official one.
 */
export async function openMnist(
  { patch, validationExamples }: OptionsOf<"mnist">,
  directory: string = join(dataDirectory, "mnist"),
): Promise<ExampleTask> {
  return imageTask({
    name: "mnist",
    title: "MNIST",
    train: await readMnist(directory, "train"),
    test: await readMnist(directory, "t10k"),
    answers: [..."0123456789"],
    validationExamples,
    render: renderColor,
    side: SIDE,
    patch,
    means: [0],
    deviations: [1],
    augmentation: false,
  });
}

async function readMnist(directory: string, part: "train" | "t10k"): Promise<Images> {
  const images = await readOfficial(directory, `${part}-images-idx3-ubyte`);
  return parseMnist(images, await readOfficial(directory, `${part}-labels-idx1-ubyte`));
}

/** The bytes of an official file, unpacked. */
async function readOfficial(directory: string, name: string): Promise<NamedBytes> {
  const paths = [name, `${name}.gz`].map((name) => join(directory, name)).filter(isFile);
  if (paths.length === 0) {
    throw new UserError(
      `Expected MNIST's ${name} in ${directory} but found none: run \`deno task setup\`, or put the official ` +
        `file there, packed (.gz) or not`,
    );
  }
  return await firstWhole(paths.map((path) => async () => {
    const stored = await readBytes(path);
    const bytes = path.endsWith(".gz") ? unpack(stored, path) : stored;
    verify(bytes, name, path);
    return { path, bytes };
  }));
}

function unpack(packed: Uint8Array, path: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(gunzipSync(packed));
  } catch (error) {
    throw new UserError(
      `Expected a gzip file at ${path} but it cannot be unpacked (${
        (error as Error).message
      }): remove it and run ` +
        "`deno task setup`, or put the official file there",
    );
  }
}

/** A file's bytes, and the path that names it in errors. */
interface NamedBytes {
  path: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Images of 28 x 28 pixels, padded, with their labels, from two IDX files of any number of examples.
 *
 * @throws {UserError} If they are not IDX files, do not belong together, or a label is above 9.
 */
export function parseMnist(imageFile: NamedBytes, labelFile: NamedBytes): Images {
  const images = parseIdx(imageFile.bytes, imageFile.path);
  const labels = parseIdx(labelFile.bytes, labelFile.path);
  const [count] = images.shape;
  if (images.shape.join() !== [count, MNIST_SIDE, MNIST_SIDE].join()) {
    throw new UserError(
      `Expected ${imageFile.path} to hold images of 28 x 28 pixels but found ${images.shape.join(" x ")}`,
    );
  }
  if (labels.shape.join() !== String(count)) {
    throw new UserError(
      `Expected ${labelFile.path} to hold ${count} labels, one for each image, but found ` +
        labels.shape.join(" x "),
    );
  }
  const checked = checkLabels(labels.values, labelFile.path);
  return { channels: 1, pixels: pad(images.values, count), labels: checked };
}

function pad(values: Uint8Array, count: number): Uint8Array<ArrayBuffer> {
  const padded = new Uint8Array(count * PIXELS);
  for (let row = 0; row < count * MNIST_SIDE; row++) {
    const image = Math.floor(row / MNIST_SIDE), y = row % MNIST_SIDE + MARGIN;
    const start = row * MNIST_SIDE;
    padded.set(values.subarray(start, start + MNIST_SIDE), image * PIXELS + y * SIDE + MARGIN);
  }
  return padded;
}
