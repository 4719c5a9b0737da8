import assert from "node:assert/strict";
import { sha256OfData } from "../../lib/files/integrity.ts";
import { gpt2Preset } from "../../lib/models/config.ts";
import { initialBody } from "../../lib/models/initial_gpt2.ts";
import { initialTransfer } from "../../lib/models/initial_transfer.ts";
import { transferConfig } from "../../lib/models/transfer.ts";
import { keyOf } from "../../lib/random/key.ts";
import { imageTask } from "../../lib/tasks/images/image_task.ts";
import { openTask } from "../../lib/tasks/open.ts";
import { trainingIndices } from "../../lib/tasks/order.ts";

/** Renaming a key would change them without changing the ids of runs. */
const EXPECTED = {
  "bit-memory": "7f7a873bda66",
  "bit-xor": "1a3250ee79f9",
  images: "153,1,22,75,190",
  order: "63,27,52,3,83",
  initial: "bcd1b2161963",
};

Deno.test("examples, their order and the first parameters are those of earlier versions, which have the same run ids", async () => {
  const found: Record<string, string> = {};
  for (const name of ["bit-memory", "bit-xor"] as const) {
    found[name] = sha256OfData(
      new Uint8Array((await openTask({ name })).batch("train", [0, 1]).inputs.buffer),
    ).slice(0, 12);
  }
  const count = 200, pixels = new Uint8Array(count * 1024);
  for (let i = 0; i < count; i++) pixels[1024 * i] = i;
  const images = { channels: 1 as const, pixels, labels: new Uint8Array(count) };
  const task = imageTask({
    ...{
      name: "g",
      title: "G",
      train: images,
      test: images,
      answers: ["0"],
      validationExamples: 5,
      side: 32,
      patch: 32,
    },
    ...{ means: [0], deviations: [1], augmentation: false, render: (pixels) => Float32Array.of(...pixels) },
  });
  found.images = [0, 1, 2, 3, 4].map((i) => task.batch("validation", [i]).inputs[0]).join();
  found.order = trainingIndices({ sizes: { train: 100, validation: 1, test: 1 } }, 0, 0, 5).join();
  const body = { ...gpt2Preset("pocket-small"), width: 8, layers: 1, heads: 2, mlpWidth: 8 };
  const config = transferConfig(body, await openTask({ name: "bit-xor" }));
  const initial = initialTransfer(config, keyOf(0), initialBody(config.body, keyOf(0)));
  found.initial = sha256OfData(
    new TextEncoder().encode(
      JSON.stringify(Object.entries(initial).map(([n, { values }]) => [n, [...values.subarray(0, 4)]])),
    ),
  ).slice(0, 12);
  assert.deepEqual(found, EXPECTED);
});
