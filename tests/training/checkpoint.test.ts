import assert from "node:assert/strict";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { z } from "zod";
import { startBackend } from "../../lib/backend/start.ts";
import { encodeSafetensors } from "../../lib/models/safetensors/write.ts";
import { loadCheckpoint, saveCheckpoint } from "../../lib/training/checkpoint.ts";
import { withDirectory } from "../temporary_directory.ts";

await startBackend("cpu");

const schema = z.strictObject({ step: z.int() });

/** One parameter, two values that are all `value`, and moments of 10 and 100 times as much. */
function trainee(value: number, size = 2) {
  const [trained, first, second] = [1, 10, 100].map((factor) => (
    { weight: tf.variable(tf.fill([size], factor * value)) }
  ));
  return { trained, moments: { first, second } };
}

Deno.test("a checkpoint that was saved is loaded", () =>
  withDirectory(async (directory) => {
    const path = join(directory, "checkpoint"), loaded = trainee(1);
    assert.equal(await loadCheckpoint(path, loaded, schema), null);
    const best = { weight: { shape: [2], values: Float32Array.of(3, 4) } };
    await saveCheckpoint(path, trainee(2), { step: 7 }, { best });
    const saved = await loadCheckpoint(path, loaded, schema, ["best"]);
    assert.deepEqual(saved, { progress: { step: 7 }, others: { best } });
    const { trained, moments } = loaded;
    assert.deepEqual([...trained.weight.dataSync()], [2, 2]);
    assert.deepEqual([...moments.first.weight.dataSync()], [20, 20]);
    assert.deepEqual([...moments.second.weight.dataSync()], [200, 200]);
  }));

const tensor = { shape: [2], values: Float32Array.of(5, 5) };
const tensors = { "now/weight": tensor, "first/weight": tensor, "second/weight": tensor };
const others: [string, (path: string) => Promise<void>, RegExp][] = [
  [
    "a checkpoint with the progress of something else",
    (path) => saveCheckpoint(path, trainee(5), { epoch: 3 }),
    /checkpoint to hold the progress of this run but found another: delete the file/,
  ],
  [
    "a file of tensors that is no checkpoint",
    (path) => Deno.writeFile(path, encodeSafetensors(tensors, { metadata: { progress: '{"step":7}' } })),
    /checkpoint to be as it was written but found it damaged: delete the file/,
  ],
];
for (const [what, write, message] of others) {
  Deno.test(`${what} is refused and changes nothing`, () =>
    withDirectory(async (directory) => {
      const path = join(directory, "checkpoint"), loaded = trainee(1);
      await write(path);
      await assert.rejects(loadCheckpoint(path, loaded, schema), { name: "UserError", message });
      assert.deepEqual([...loaded.trained.weight.dataSync()], [1, 1]);
    }));
}

Deno.test("a checkpoint of other shapes, or without a group that is asked for, is refused", () =>
  withDirectory(async (directory) => {
    const path = join(directory, "checkpoint");
    await saveCheckpoint(path, trainee(2), { step: 7 });
    await assert.rejects(loadCheckpoint(path, trainee(1, 3), schema), {
      name: "UserError",
      message: /checkpoint to hold now\/weight \[3\] but found \[2\]: delete the file/,
    });
    await assert.rejects(loadCheckpoint(path, trainee(1), schema, ["best"]), {
      name: "UserError",
      message: /checkpoint to hold best\/weight \[2\] but found nothing: delete the file/,
    });
  }));

Deno.test("a checkpoint that is damaged says what to do about it", () =>
  withDirectory(async (directory) => {
    const path = join(directory, "checkpoint");
    await saveCheckpoint(path, trainee(2), { step: 7 });
    const whole = await Deno.readFile(path);
    for (
      const damaged of [new Uint8Array(), whole.subarray(0, whole.length - 1), new Uint8Array(50).fill(255)]
    ) {
      await Deno.writeFile(path, damaged);
      await assert.rejects(loadCheckpoint(path, trainee(1), schema), {
        name: "UserError",
        message: /checkpoint to be a safetensors file but found .*: delete the file to start the run anew$/,
      });
    }
  }));

Deno.test("a checkpoint of which a bit has changed is refused and changes nothing", () =>
  withDirectory(async (directory) => {
    const path = join(directory, "checkpoint"), loaded = trainee(1);
    await saveCheckpoint(path, trainee(2), { step: 7 });
    const whole = await Deno.readFile(path);
    const text = new TextDecoder().decode(whole);
    for (
      const place of [
        text.indexOf(":7}") + 1,
        text.indexOf("progress"),
        text.indexOf("now/weight"),
        whole.length - 1,
      ]
    ) {
      const damaged = whole.slice();
      damaged[place] ^= 1;
      await Deno.writeFile(path, damaged);
      await assert.rejects(loadCheckpoint(path, loaded, schema), {
        name: "UserError",
        message:
          /checkpoint to be as it was written but found it damaged: delete the file to start the run anew$/,
      });
    }
    assert.deepEqual([...loaded.trained.weight.dataSync()], [1, 1]);
  }));
