import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { dataDirectory } from "../../../lib/files/paths.ts";
import { openMnist, parseMnist } from "../../../lib/tasks/images/mnist.ts";
import { fixture } from "../fixture.ts";
import { withDirectory } from "../../temporary_directory.ts";

const MNIST = join(dataDirectory, "mnist");
const OPTIONS = { name: "mnist", patch: 8, validationExamples: 5000 } as const;
const IMAGES = { path: "images", bytes: fixture("mnist-images") };
const LABELS = { path: "labels", bytes: fixture("mnist-labels") };

Deno.test("MNIST's images are padded with two black pixels on each side", () => {
  const { channels, pixels, labels } = parseMnist(IMAGES, LABELS);
  assert.equal(channels, 1);
  assert.deepEqual([...labels], [7, 2, 1, 0, 4, 1, 4, 9]);
  const values = IMAGES.bytes.subarray(16);
  for (let image = 0; image < 8; image++) {
    for (let y = 0; y < 32; y++) {
      for (let x = 0; x < 32; x++) {
        const inside = y >= 2 && y < 30 && x >= 2 && x < 30;
        const expected = inside ? values[image * 784 + (y - 2) * 28 + x - 2] : 0;
        assert.equal(pixels[image * 1024 + y * 32 + x], expected);
      }
    }
  }
});

Deno.test("MNIST's files must belong together", () => {
  const cut = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 7, 2);
  const longer = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 9, ...LABELS.bytes.subarray(8), 1);
  const above = LABELS.bytes.with(10, 10);
  const flat = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 5);
  const refuses = (images: Uint8Array<ArrayBuffer>, labels: Uint8Array<ArrayBuffer>, message: RegExp) =>
    assert.throws(() => parseMnist({ path: "images", bytes: images }, { path: "labels", bytes: labels }), {
      name: "UserError",
      message,
    });
  refuses(IMAGES.bytes, cut, /Expected labels to hold 8 labels, one for each image, but found 2$/);
  refuses(IMAGES.bytes, longer, /Expected labels to hold 8 labels, one for each image, but found 9$/);
  refuses(IMAGES.bytes, above, /Expected labels from 0 to 9 in labels but found 10 at image 2$/);
  refuses(flat, LABELS.bytes, /Expected images to hold images of 28 x 28 pixels but found 1 x 1 x 1$/);
  refuses(LABELS.bytes, LABELS.bytes, /Expected images to hold images of 28 x 28 pixels but found 8$/);
});

Deno.test("files that are missing or not MNIST's own are refused", () =>
  withDirectory(async (directory) => {
    await assert.rejects(openMnist(OPTIONS, directory), {
      name: "UserError",
      message: /Expected MNIST's train-images-idx3-ubyte in .* but found none: run `deno task setup`/,
    });
    const path = join(directory, "train-images-idx3-ubyte.gz");
    await Deno.mkdir(path);
    await assert.rejects(openMnist(OPTIONS, directory), { message: /but found none: run `deno task setup`/ });
    await Deno.remove(path);
    await Deno.writeFile(path, IMAGES.bytes);
    await assert.rejects(openMnist(OPTIONS, directory), {
      message: /Expected a gzip file at .*ubyte\.gz but/,
    });
    await Deno.writeFile(path, gzipSync(IMAGES.bytes));
    await assert.rejects(openMnist(OPTIONS, directory), {
      name: "UserError",
      message:
        /Expected .*ubyte\.gz to be the official train-images-idx3-ubyte, with SHA-256 ba89.* but found /,
    });
  }));

Deno.test({
  name: "of a packed and an unpacked file of MNIST one that is whole will do",
  ignore: !existsSync(join(MNIST, "train-labels-idx1-ubyte")),
  fn: () =>
    withDirectory(async (directory) => {
      for (const part of ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"]) {
        await Deno.symlink(join(MNIST, `${part}-ubyte`), join(directory, `${part}-ubyte`));
      }
      const path = join(directory, "t10k-labels-idx1-ubyte"), whole = await Deno.readFile(path);
      await Deno.remove(path);
      await Deno.writeFile(path, whole.subarray(1));
      await Deno.writeTextFile(`${path}.gz`, "no gzip file");
      await assert.rejects(openMnist(OPTIONS, directory), {
        message: /Expected .*labels-idx1-ubyte to be the official/,
      });
      await Deno.writeFile(`${path}.gz`, gzipSync(whole));
      assert.equal((await openMnist(OPTIONS, directory)).batch("test", [0, 1]).labels.join(), "7,2");
    }),
});

Deno.test({
  name: "the whole of MNIST is read, and split without loss",
  ignore: !existsSync(join(MNIST, "train-labels-idx1-ubyte")),
  fn: async () => {
    const task = await openMnist(OPTIONS);
    assert.deepEqual(task.sizes, { train: 55_000, validation: 5000, test: 10_000 });
    assert.deepEqual([task.length, task.input], [16, { kind: "vectors", width: 64 }]);
    const { inputs, shape, labels } = task.batch("test", [0, 1, 2, 3]);
    assert.deepEqual(shape, [4, 16, 64]);
    assert.deepEqual([...labels], [7, 2, 1, 0]);
    assert(inputs.every((value) => value >= 0 && value <= 1) && inputs.some((value) => value === 1));

    const counts = new Array(10).fill(0);
    for (const label of Deno.readFileSync(join(MNIST, "train-labels-idx1-ubyte")).subarray(8)) {
      counts[label]++;
    }
    for (const split of ["train", "validation"] as const) {
      for (let start = 0; start < task.sizes[split]; start += 1000) {
        const indices = Array.from({ length: 1000 }, (_, i) => start + i);
        for (const label of task.batch(split, indices).labels) counts[label]--;
      }
    }
    assert.deepEqual(
      counts,
      new Array(10).fill(0),
      "together the two splits hold the official training labels",
    );
  },
});
