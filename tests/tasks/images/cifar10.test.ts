import assert from "node:assert/strict";
import { encode } from "fast-png";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { keyOf } from "../../../lib/random/key.ts";
import { dataDirectory } from "../../../lib/files/paths.ts";
import { cached } from "../../../lib/tasks/cache.ts";
import { openCifar10, openCifar10Lra } from "../../../lib/tasks/images/cifar10.ts";
import { parseBinaryBatch, parsePngBatch } from "../../../lib/tasks/images/cifar10_batch.ts";
import { readCifar10 } from "../../../lib/tasks/images/cifar10_files.ts";
import { CIFAR10_BATCHES } from "../../../lib/tasks/sources.ts";
import { verify } from "../../../lib/tasks/images/verify.ts";
import { fixture } from "../fixture.ts";
import { withDirectory } from "../../temporary_directory.ts";

const OPTIONS = { name: "cifar10", patch: 4, augmentation: true, validationExamples: 5000 } as const;
const LABELS = [3, 8, 8, 0];

Deno.test("CIFAR-10's binary and PNG files give the same images", () => {
  const binary = parseBinaryBatch(fixture("cifar10.bin"), "cifar10.bin");
  assert.deepEqual([...binary.labels], LABELS);
  assert.equal(binary.pixels.length, 4 * 3 * 1024);
  assert.deepEqual(parsePngBatch(fixture("cifar10.png"), LABELS, "cifar10.png"), binary);
});

Deno.test("malformed files of CIFAR-10 are refused", () => {
  const binary = fixture("cifar10.bin"), png = fixture("cifar10.png");
  const refuses = (parse: () => unknown, message: RegExp) =>
    assert.throws(parse, { name: "UserError", message });
  refuses(
    () => parseBinaryBatch(binary.subarray(1), "a.bin"),
    /Expected a\.bin to hold whole images of 3073 bytes/,
  );
  refuses(() => parseBinaryBatch(new Uint8Array(), "a.bin"), /but found 0 bytes in all/);
  refuses(() => parseBinaryBatch(binary.with(3073, 10), "a.bin"), /in a\.bin but found 10 at image 1$/);
  refuses(
    () => parsePngBatch(png, [3, 8, 8], "a.png"),
    /to have 1024 x 3 pixels .* but found 1024 x 4 pixels/,
  );
  refuses(() => parsePngBatch(png, [3, 8, 8, 11], "a.png"), /in a\.png but found 11 at image 3$/);
  refuses(() => parsePngBatch(png.subarray(0, 5000), LABELS, "a.png"), /Expected a PNG file at a\.png but/);
  refuses(
    () => parsePngBatch(png.with(4000, png[4000] ^ 1), LABELS, "a.png"),
    /Expected a PNG file at a\.png but/,
  );
  refuses(() => parsePngBatch(binary, LABELS, "a.png"), /Expected a PNG file at a\.png but/);
  const grey = encode({ width: 1024, height: 4, channels: 1, data: new Uint8Array(4096) });
  refuses(() => parsePngBatch(grey, LABELS, "a.png"), /of 3 channels .* of 1 channels/);
});

Deno.test("missing, wrong and short files of CIFAR-10 are refused", () =>
  withDirectory(async (directory) => {
    await assert.rejects(openCifar10(OPTIONS, directory), {
      name: "UserError",
      message: /Expected CIFAR-10 at .*: run `deno task setup --scale pocket`/,
    });
    await Deno.mkdir(join(directory, "train_lables.json"));
    await assert.rejects(openCifar10(OPTIONS, directory), {
      message: /train_lables\.json but found no such file/,
    });
    await Deno.remove(join(directory, "train_lables.json"));
    await Deno.writeTextFile(join(directory, "train_lables.json"), "[]");
    await assert.rejects(openCifar10(OPTIONS, directory), {
      name: "UserError",
      message: /Expected .* to be the official train_lables\.json, with SHA-256/,
    });
    await Deno.writeFile(join(directory, "data_batch_1.bin"), fixture("cifar10.bin"));
    await assert.rejects(
      openCifar10(OPTIONS, directory),
      /train_lables/,
      "one of the originals is not enough",
    );
    for (const name of CIFAR10_BATCHES) {
      await Deno.writeFile(join(directory, `${name}.bin`), fixture("cifar10.bin"));
    }
    await assert.rejects(openCifar10(OPTIONS, directory), {
      name: "UserError",
      message: /Expected .* to be the official \w+\.bin, with SHA-256 .*: remove it, or download it again/,
    });
  }));

/** The images as they are kept decoded, all black but for some white ones. */
async function writeImages(directory: string, white: { train: number[]; test: number[] }) {
  const images = 60_000, bytes = new Uint8Array(images * 3073);
  for (const image of [...white.train, ...white.test.map((image) => 50_000 + image)]) {
    bytes[image] = image % 10;
    bytes.fill(255, images + image * 3072, images + (image + 1) * 3072);
  }
  await cached(join(directory, "images.cache"), () => Promise.resolve(bytes));
}

Deno.test("images become normalized patches of 45,000, 5,000 and 10,000 images", () =>
  withDirectory(async (directory) => {
    await writeImages(directory, { train: [3, 49_999], test: [7] });
    const task = await openCifar10(OPTIONS, directory);
    assert.deepEqual(task.sizes, { train: 45_000, validation: 5000, test: 10_000 });
    // torchvision's Normalize with FPT's means and deviations, of black and of white.
    const black = [-0.4914 / 0.2023, -0.4822 / 0.1994, -0.4465 / 0.201];
    const white = [0.5086 / 0.2023, 0.5178 / 0.1994, 0.5535 / 0.201];
    const { inputs, labels } = task.batch("test", [6, 7]);
    assert.deepEqual([...labels], [0, 7]);
    for (const [start, values] of [[0, black], [64 * 48, white]] as const) {
      values.forEach((value, i) => assert(Math.abs(inputs[start + i] - value) < 1e-6));
    }

    const lra = await openCifar10Lra({ ...OPTIONS, name: "cifar10-lra", pixels: 32 }, directory);
    assert.equal(lra.length, 1024);
    assert.equal(lra.batch("test", [6]).inputs[0], -1);
    // torchvision's weights of red, green and blue add up to 0.9999.
    assert(Math.abs(lra.batch("test", [7]).inputs[0] - 0.9998) < 1e-6);

    const whites = (split: "train" | "validation") => {
      const all = Array.from({ length: task.sizes[split] }, (_, i) => i);
      return all.filter((i) => task.batch(split, [i]).inputs[0] > 0).length;
    };
    assert.equal(whites("validation") + whites("train"), 2, "each training image is in one of the two");

    const image = Array.from({ length: 45_000 }, (_, i) => i).find((i) =>
      task.batch("train", [i]).inputs[0] > 0
    )!;
    const augmented = [0, 1, 2, 3].map((seed) => task.batch("train", [image], keyOf(seed)).inputs.join());
    assert(new Set(augmented).size > 1, "crops of a white image have black borders, here and there");
    const plain = await openCifar10({ ...OPTIONS, augmentation: false }, directory);
    assert.deepEqual(plain.batch("train", [image], keyOf(0)), task.batch("train", [image]));
  }));

Deno.test("where the original files of CIFAR-10 are damaged, others that are whole will do", () =>
  withDirectory(async (directory) => {
    for (const name of CIFAR10_BATCHES) await Deno.writeTextFile(join(directory, `${name}.bin`), "damaged");
    await writeImages(directory, { train: [], test: [7] });
    assert.equal((await readCifar10(directory)).test.labels[7], 7);
  }));

const ignore = !existsSync(join(dataDirectory, "cifar10", "test_batch.png"));

Deno.test({
  name: "the PNGs hold what the official binary files hold, byte for byte",
  ignore,
  async fn() {
    const { train, test } = await readCifar10(join(dataDirectory, "cifar10"));
    const batches = [0, 1, 2, 3, 4].map((i) => ({
      name: `data_batch_${i + 1}.bin`,
      images: train,
      start: 10_000 * i,
    }));
    for (const { name, images, start } of [...batches, { name: "test_batch.bin", images: test, start: 0 }]) {
      const bytes = new Uint8Array(10_000 * 3073);
      for (let i = 0; i < 10_000; i++) {
        const pixels = images.pixels.subarray((start + i) * 3072, (start + i + 1) * 3072);
        bytes.set([images.labels[start + i], ...pixels], i * 3073);
      }
      verify(bytes, name, name);
    }
  },
});

Deno.test({
  name: "the whole of CIFAR-10 is read",
  ignore,
  fn: async () => {
    const task = await openCifar10({ ...OPTIONS, augmentation: false });
    assert.deepEqual(task.sizes, { train: 45_000, validation: 5000, test: 10_000 });
    assert.deepEqual([task.length, task.input], [64, { kind: "vectors", width: 48 }]);
    assert.deepEqual([...task.batch("test", [0, 1, 2, 3]).labels], LABELS);

    // Normalization subtracts the channels' means over the official training set, published with four digits: what
    // remains is at most their rounding, 5e-5, over the deviation of 0.2.
    const sums = [0, 0, 0];
    for (const split of ["train", "validation"] as const) {
      for (let start = 0; start < task.sizes[split]; start += 500) {
        const { inputs } = task.batch(split, Array.from({ length: 500 }, (_, i) => start + i));
        for (let i = 0; i < inputs.length; i++) sums[i % 3] += inputs[i];
      }
    }
    for (const sum of sums) assert(Math.abs(sum / (50_000 * 1024)) < 2.5e-4, String(sum / (50_000 * 1024)));

    const lra = await openCifar10Lra({ ...OPTIONS, name: "cifar10-lra", pixels: 16 });
    assert.deepEqual([lra.length, lra.input], [256, { kind: "vectors", width: 1 }]);
    assert.deepEqual(lra.batch("test", [5, 6]).shape, [2, 256, 1]);
  },
});
