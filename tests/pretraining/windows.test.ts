import assert from "node:assert/strict";
import { windowStarts } from "../../lib/pretraining/evaluate.ts";
import { split, trainingWindows, validationWindows } from "../../lib/pretraining/windows.ts";
import { fold, keyOf } from "../../lib/random/key.ts";
import { Stream } from "../../lib/random/stream.ts";

const text = Uint8Array.from({ length: 50 }, (_, i) => i + 100);

Deno.test("training windows lie within the text, and each target is the next byte", () => {
  const seen = new Set<number>();
  for (let step = 0; step < 200; step++) {
    const { inputs, targets, shape } = trainingWindows(text, 0, step, [4, 10]);
    assert.deepEqual(shape, [4, 10]);
    inputs.forEach((byte, i) => assert(byte >= 100 && targets[i] === byte + 1 && targets[i] < 150));
    for (let row = 0; row < 4; row++) seen.add(inputs[10 * row]);
  }
  assert.equal(seen.size, 40, "every start is drawn");
});

Deno.test("training windows depend on seed and step alone", () => {
  const windows = (seed: number, step: number) => trainingWindows(text, seed, step, [4, 10]);
  assert.deepEqual(windows(1, 7), windows(1, 7));
  assert.notDeepEqual(windows(1, 7), windows(2, 7));
  assert.notDeepEqual(windows(1, 7), windows(1, 8));
  // Others would be other runs, as which checkpoints would go on.
  const stream = new Stream(fold(fold(keyOf(1), "windows"), 7));
  const starts = [0, 10, 20, 30].map((at) => windows(1, 7).inputs[at] - 100);
  assert.deepEqual(starts, starts.map(() => stream.below(40)));
});

for (const [size, length] of [[50, 10], [50, 16], [50, 50], [50, 64], [1, 4]]) {
  Deno.test(`validation windows of ${length} predict each of ${size} bytes exactly once`, () => {
    const bytes = text.subarray(0, size), starts = windowStarts(size, length, null);
    const { inputs, targets } = validationWindows(bytes, starts, length);
    const predicted: number[] = [];
    starts.forEach((start, row) => {
      for (let i = 0; i < Math.min(length, size - start); i++) {
        const place = start + i;
        predicted.push(place);
        assert.equal(targets[row * length + i], bytes[place]);
        assert.equal(inputs[row * length + i], place === 0 ? 0 : bytes[place - 1]);
      }
    });
    assert.deepEqual(predicted, Array.from(bytes.keys()));
  });
}

Deno.test("fewer windows are spread evenly over the text", () => {
  assert.deepEqual(windowStarts(100, 10, 4), [0, 20, 50, 70]);
  assert.deepEqual(windowStarts(100, 10, 1000).length, 10);
});

for (const count of [1, 2, 5, 7]) {
  Deno.test(`five windows, at most ${count} at a time, are each given once, in order`, () => {
    const windows = trainingWindows(text, 0, 0, [5, 10]), parts = split(windows, count);
    for (const { inputs, targets, shape } of parts) {
      assert(shape[0] <= count && shape[1] === 10);
      assert.deepEqual([inputs.length, targets.length], [shape[0] * 10, shape[0] * 10]);
    }
    assert.deepEqual(parts.flatMap(({ inputs }) => [...inputs]), [...windows.inputs]);
    assert.deepEqual(parts.flatMap(({ targets }) => [...targets]), [...windows.targets]);
  });
}
