import assert from "node:assert/strict";
import { fold, keyOf } from "../../../lib/random/key.ts";
import { type Change, drawChange, sourcesOf } from "../../../lib/tasks/images/augmentation.ts";
import { parseBinaryBatch } from "../../../lib/tasks/images/cifar10_batch.ts";
import { imageTask } from "../../../lib/tasks/images/image_task.ts";
import type { Images } from "../../../lib/tasks/images/images.ts";
import { patchPlaces } from "../../../lib/tasks/images/patches.ts";
import { renderColor, renderGrey } from "../../../lib/tasks/images/render.ts";
import { fixture, fixturePath } from "../fixture.ts";

const IMAGES = parseBinaryBatch(fixture("cifar10.bin"), "cifar10.bin");
const COLOR = {
  name: "cifar10",
  title: "CIFAR10",
  train: IMAGES,
  test: IMAGES,
  answers: [..."abcdefghij"],
  validationExamples: 1,
  render: renderColor,
  side: 32,
  patch: 4,
  means: [0.4914, 0.4822, 0.4465],
  deviations: [0.2023, 0.1994, 0.2010],
  augmentation: true,
};
const GREY = { ...COLOR, render: renderGrey(32), patch: 1, means: [0.5], deviations: [0.5] };

/** The first image with its bytes moved as `change` says. */
function changed(change: Change): Images {
  const sources = sourcesOf(change), pixels = new Uint8Array(3072);
  for (let i = 0; i < 3072; i++) {
    const source = sources[i % 1024];
    if (source >= 0) pixels[i] = IMAGES.pixels[i - i % 1024 + source];
  }
  return { ...IMAGES, pixels, labels: IMAGES.labels.slice(0, 1) };
}

Deno.test("color and grey images are normalized and cut into patches as by torchvision and einops", () => {
  const changes = JSON.parse(Deno.readTextFileSync(fixturePath("augmentation.json")));
  const test = changed(changes[changes.length - 1]);
  for (
    const [parts, name, shape] of [[COLOR, "color.bin", [1, 64, 48]], [GREY, "grey.bin", [
      1,
      1024,
      1,
    ]]] as const
  ) {
    const batch = imageTask({ ...parts, test }).batch("test", [0]);
    assert.deepEqual(batch.shape, shape);
    assert.deepEqual(batch.inputs, new Float32Array(fixture(name).buffer), name);
  }
});

Deno.test("training images are changed by the key, those of other splits never", () => {
  const key = keyOf(7);
  const task = imageTask(COLOR), plain = imageTask({ ...COLOR, augmentation: false });
  const order = [2, 0, 1];
  const { inputs } = task.batch("train", order, key);
  for (const [place, index] of order.entries()) {
    const unchanged = plain.batch("train", [index]);
    const original = [0, 1, 2, 3].find((i) => sameInputs(unchanged.inputs, plain.batch("test", [i]).inputs))!;
    const pixels = IMAGES.pixels.subarray(3072 * original, 3072 * (original + 1));
    const values = renderColor(pixels, sourcesOf(drawChange(fold(key, place))));
    const places = patchPlaces(3, 32, 4);
    for (let i = 0; i < 3072; i++) {
      const channel = Math.floor(i / 1024);
      const expected = Math.fround(values[i] - Math.fround(COLOR.means[channel])) /
        Math.fround(COLOR.deviations[channel]);
      assert.equal(inputs[3072 * place + places[i]], Math.fround(expected));
    }
  }
  for (const split of ["validation", "test"] as const) {
    assert.deepEqual(task.batch(split, [0], key), task.batch(split, [0]));
  }
  assert.deepEqual(plain.batch("train", order, key), plain.batch("train", order));
  assert.notDeepEqual(task.batch("train", order, keyOf(8)).inputs, inputs);
});

function sameInputs(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  return a.length === b.length && Array.from(a).every((value, i) => value === b[i]);
}

Deno.test("training and validation images are parts of the official training set without overlap", () => {
  // A training set whose every image is known by its first pixel.
  const count = 200;
  const pixels = new Uint8Array(count * 1024), labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) pixels[1024 * i] = i;
  const train: Images = { channels: 1, pixels, labels };
  const task = imageTask({
    ...GREY,
    render: renderColor,
    means: [0],
    deviations: [1],
    train,
    validationExamples: 50,
  });
  assert.deepEqual(task.sizes, { train: 150, validation: 50, test: 4 });
  const ids = (split: "train" | "validation", size: number) =>
    Array.from({ length: size }, (_, i) => Math.round(255 * task.batch(split, [i]).inputs[0]));
  const validation = ids("validation", 50);
  assert.equal(new Set([...validation, ...ids("train", 150)]).size, count);
  assert(Math.max(...validation) > 150 && Math.min(...validation) < 50, "drawn from the whole training set");
});

Deno.test("an example is shown as it was stored", () => {
  const example = imageTask(COLOR).example("test", 1);
  assert(example.kind === "image");
  assert.deepEqual([example.width, example.height, example.channels, example.answer], [32, 32, 3, "i"]);
  for (let i = 0; i < 1024; i++) {
    for (let channel = 0; channel < 3; channel++) {
      assert.equal(example.pixels[3 * i + channel], IMAGES.pixels[3072 + 1024 * channel + i]);
    }
  }
});

Deno.test("small grey images are averages over squares of pixels", () => {
  const places = Int16Array.from({ length: 1024 }, (_, i) => i);
  const pixels = IMAGES.pixels.subarray(0, 3072);
  const full = renderGrey(32)(pixels, places), small = renderGrey(8)(pixels, places);
  assert.equal(small.length, 64);
  for (let y = 0; y < 8; y++) {
    for (let x = 0; x < 8; x++) {
      let sum = 0;
      for (let i = 0; i < 16; i++) sum += full[(4 * y + Math.floor(i / 4)) * 32 + 4 * x + i % 4];
      // Sixteen additions in single precision of numbers up to 1.
      assert(Math.abs(small[8 * y + x] - sum / 16) < 16 * 2 ** -24);
    }
  }
});
