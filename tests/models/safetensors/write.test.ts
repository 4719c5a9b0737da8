import assert from "node:assert/strict";
import { join } from "node:path";
import { FLOAT_DTYPES } from "../../../lib/models/safetensors/dtypes.ts";
import { openSafetensors } from "../../../lib/models/safetensors/read.ts";
import { encodeSafetensors } from "../../../lib/models/safetensors/write.ts";
import { fixtures } from "../fixtures.ts";

Deno.test("what is written is read back, with its metadata", async () => {
  const tensors = {
    "a.weight": { shape: [2, 3], values: Float32Array.of(1, -2, 3e-40, NaN, Infinity, 3e38) },
    'a":b': { shape: [1], values: Float32Array.of(4) },
    ["__proto__"]: { shape: [], values: Float32Array.of(5) },
    "empty": { shape: [0], values: new Float32Array() },
  };
  await using file = await openSafetensors(encodeSafetensors(tensors, { metadata: { note: "é" } }));
  assert.deepEqual(file.metadata, { note: "é" });
  assert.deepEqual([...file.tensors.keys()], Object.keys(tensors));
  for (const [name, tensor] of Object.entries(tensors)) assert.deepEqual(await file.read(name), tensor);
});

Deno.test("a view of a longer array is written alone", async () => {
  const values = Float32Array.of(1, 2, 3, 4).subarray(1, 3);
  for (const dtype of FLOAT_DTYPES) {
    await using file = await openSafetensors(encodeSafetensors({ a: { shape: [2], values } }, { dtype }));
    assert.deepEqual([...(await file.read("a")).values], [2, 3]);
  }
});

for (const dtype of FLOAT_DTYPES) {
  Deno.test(`numbers are rounded to ${dtype} as PyTorch rounds them`, async () => {
    await using python = await openSafetensors(join(fixtures, "dtypes.safetensors"));
    const given = await python.read("f32");
    await using file = await openSafetensors(encodeSafetensors({ given }, { dtype }));
    const [ours, theirs] = [await file.read("given"), await python.read(dtype.toLowerCase())];
    assert.deepEqual([...ours.values], [...theirs.values]); // as numbers: there are many NaNs
  });
}

Deno.test("a NaN stays one in BF16, though all that tells it from infinity is cut off", async () => {
  const values = new Float32Array(Uint32Array.of(0x7f800001, 0xff80ffff).buffer);
  await using file = await openSafetensors(
    encodeSafetensors({ a: { shape: [2], values } }, { dtype: "BF16" }),
  );
  assert((await file.read("a")).values.every(Number.isNaN));
});

Deno.test("the data begin at a multiple of 8 bytes", () => {
  for (const name of ["a", "ab", "abc", "abcd", "abcde"]) {
    const file = encodeSafetensors({ [name]: { shape: [1], values: Float32Array.of(1) } });
    assert.equal((file.length - 4) % 8, 0);
  }
});
