import assert from "node:assert/strict";
import { join } from "node:path";
import { UserError } from "../../../lib/errors.ts";
import { openSafetensors } from "../../../lib/models/safetensors/read.ts";
import { isOpen } from "../../is_open.ts";
import { withDirectory } from "../../temporary_directory.ts";
import { fixtures } from "../fixtures.ts";

const path = join(fixtures, "dtypes.safetensors");

Deno.test("a file of the Python package is read: f32, f16, bf16, a scalar, an empty tensor, metadata", async () => {
  await using file = await openSafetensors(path);
  assert.deepEqual(file.metadata, { "made by": "the Python package" });
  // As in make_gpt2.py.
  const f32 = [0, -1.5, 1 / 3, 65504, 65520, 3.39e38, Infinity, NaN, 2 ** -24, 2 ** -25, 3 * 2 ** -25];
  f32.push(1 + 2 ** -8, 1 + 3 * 2 ** -8, -1 - 2 ** -11, 1 + 3 * 2 ** -11);
  assert.deepEqual(await file.read("f32"), { shape: [3, 5], values: Float32Array.from(f32) });
  // Worked out by hand from the formats: 11 and 8 significant bits, f16 ends at 65504 and 2^-24.
  const f16 = [0, -1.5, 0.333251953125, 65504, Infinity, Infinity, Infinity, NaN, 2 ** -24, 0, 2 ** -23];
  f16.push(1 + 2 ** -8, 1 + 3 * 2 ** -8, -1, 1 + 2 ** -9);
  assert.deepEqual([...(await file.read("f16")).values], f16);
  const bf16 = [0, -1.5, 0.333984375, 65536, 65536, 2 ** 128 - 2 ** 120, Infinity, NaN];
  bf16.push(2 ** -24, 2 ** -25, 3 * 2 ** -25, 1, 1 + 2 ** -6, -1, 1);
  assert.deepEqual([...(await file.read("bf16")).values], bf16);
  assert.deepEqual(await file.read("scalar"), { shape: [], values: Float32Array.of(7) });
  assert.deepEqual(await file.read("empty"), { shape: [0, 5], values: new Float32Array() });
});

Deno.test("bytes are read as a file is", async () => {
  await using file = await openSafetensors(await Deno.readFile(path));
  assert.deepEqual((await file.read("scalar")).values, Float32Array.of(7));
});

Deno.test("asking for integers or for what is not there is an error that names it", async () => {
  await using file = await openSafetensors(path);
  await assert.rejects(file.read("i64"), {
    name: "UserError",
    message: /i64.*dtypes\.safetensors.*found I64/,
  });
  await assert.rejects(file.read("f64"), { name: "UserError", message: /f64.*dtypes\.safetensors.*none/ });
});

Deno.test("a missing file is an error that names it", async () => {
  await assert.rejects(openSafetensors("none.safetensors"), {
    name: "UserError",
    message: /none\.safetensors/,
  });
});

Deno.test("a folder is an error that names it", async () => {
  await assert.rejects(openSafetensors(fixtures), {
    name: "UserError",
    message: /^Expected a safetensors file at .*fixtures\/models but found a folder$/,
  });
});

/** A file of the given header and as many bytes of data. */
function fileOf(header: unknown, dataLength = 0, headerLength?: number | bigint): Uint8Array<ArrayBuffer> {
  const json = typeof header === "string" ? header : JSON.stringify(header);
  const bytes = new TextEncoder().encode(json);
  const file = new Uint8Array(8 + bytes.length + dataLength);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength ?? bytes.length), true);
  file.set(bytes, 8);
  return file;
}

const f32 = (start: number, end: number, shape = [(end - start) / 4]) => (
  { dtype: "F32", shape, data_offsets: [start, end] }
);

Deno.test("tensors may come in any order, and the header may end in spaces", async () => {
  await using file = await openSafetensors(
    fileOf(JSON.stringify({ b: f32(8, 12), a: f32(0, 8), empty: f32(8, 8) }) + "   ", 12),
  );
  assert.deepEqual([...file.tensors.keys()], ["b", "a", "empty"]);
});

const HOSTILE: Record<string, [Uint8Array<ArrayBuffer>, RegExp]> = {
  "an empty file": [new Uint8Array(), /0 bytes/],
  "a file shorter than a header's length": [new Uint8Array(7), /7 bytes/],
  "a header longer than the file": [fileOf({}, 0, 3), /no valid length of a header/],
  "a header over the limit": [fileOf({}, 0, 100_000_001), /100000001/],
  "a header's length of 64 bits": [fileOf({}, 0, 2n ** 64n - 1n), /18446744073709551615/],
  "a Git LFS pointer": [
    new TextEncoder().encode("version https://git-lfs.github.com/spec/v1"),
    /no valid length of a header/,
  ],
  "an empty header": [fileOf(""), /not JSON/],
  "a header that is not JSON": [fileOf("{nonsense}"), /not JSON/],
  "a header that is not UTF-8": [
    (() => {
      const file = fileOf('{"?": 1}');
      file[10] = 0xff;
      return file;
    })(),
    /not JSON in UTF-8/,
  ],
  "a header with a byte order mark": [fileOf("\ufeff{}"), /not JSON/],
  "a header that is an array": [fileOf("[]"), /not a JSON object/],
  "a header that begins with a space": [fileOf(" {}"), /not a JSON object/],
  "a header nested deeply": [
    fileOf('{"a":' + "[".repeat(100_000) + "]".repeat(100_000) + "}"),
    /entry for a/,
  ],
  "a name twice": [
    fileOf(`{"a":${JSON.stringify(f32(0, 4))},"a":${JSON.stringify(f32(0, 4))}}`, 4),
    /"a" twice/,
  ],
  "a name twice, once escaped": [
    fileOf(`{"a":${JSON.stringify(f32(0, 4))},"\\u0061" : ${JSON.stringify(f32(0, 4))}}`, 4),
    /"a" twice/,
  ],
  "a field twice": [
    fileOf('{"a":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}', 4),
    /"shape" twice/,
  ],
  "an entry that is no object": [fileOf({ a: 1 }), /entry for a/],
  "an entry without a shape": [fileOf({ a: { dtype: "F32", data_offsets: [0, 4] } }, 4), /shape/],
  "an unknown dtype": [fileOf({ a: { ...f32(0, 4), dtype: "F33" } }, 4), /entry for a[^]*dtype/],
  "a negative side": [fileOf({ a: f32(0, 4, [-1]) }, 4), /entry for a/],
  "a broken side": [fileOf({ a: f32(0, 4, [1.5]) }, 4), /entry for a/],
  "a shape whose size overflows": [fileOf({ a: f32(0, 4, [2 ** 32, 2 ** 32]) }, 4), /impossible shape/],
  "a side beyond exact integers": [
    fileOf('{"a":{"dtype":"F32","shape":[1e300],"data_offsets":[0,4]}}', 4),
    /entry/,
  ],
  "three offsets": [fileOf({ a: { ...f32(0, 4), data_offsets: [0, 4, 8] } }, 4), /entry for a/],
  "offsets the wrong way round": [fileOf({ a: f32(4, 0, [1]) }, 4), /-4 bytes for a/],
  "fewer bytes than the shape asks for": [fileOf({ a: f32(0, 4, [2]) }, 4), /4 bytes for a/],
  "tensors that end behind the file": [fileOf({ a: f32(0, 8) }, 4), /4 bytes of data for 8 bytes/],
  "data that belong to no tensor": [fileOf({ a: f32(0, 4) }, 8), /8 bytes of data for 4 bytes/],
  "a hole before the first tensor": [fileOf({ a: f32(4, 8) }, 8), /a at byte 4/],
  "a hole between tensors": [fileOf({ a: f32(0, 4), b: f32(8, 12) }, 12), /b at byte 8/],
  "tensors that overlap": [fileOf({ a: f32(0, 8), b: f32(4, 12) }, 12), /b at byte 4/],
  "the same bytes for two tensors": [fileOf({ a: f32(0, 4), b: f32(0, 4) }, 4), /b at byte 0/],
  "metadata that are no text": [fileOf({ __metadata__: { a: 1 } }), /__metadata__/],
  "metadata that are no object": [fileOf({ __metadata__: null }), /__metadata__/],
};

for (const [name, [bytes, message]] of Object.entries(HOSTILE)) {
  Deno.test(`${name} is refused`, async () => {
    await assert.rejects(openSafetensors(bytes), (error: Error) => {
      assert(error instanceof UserError, error.stack);
      assert.match(error.message, message);
      assert.match(error.message, /^Expected the given bytes to be a safetensors file but found /);
      return true;
    });
  });
}

Deno.test({
  name: "a refused file is closed, and so is one that was read",
  ignore: Deno.build.os !== "linux",
  fn: () =>
    withDirectory(async (directory) => {
      const path = join(directory, "model.safetensors");
      await Deno.writeFile(path, fileOf("[]"));
      await assert.rejects(openSafetensors(path), UserError);
      await assert.rejects(openSafetensors(directory), UserError);
      assert(!isOpen(path) && !isOpen(directory));
      await Deno.writeFile(path, fileOf({ a: f32(0, 4) }, 4));
      {
        await using file = await openSafetensors(path);
        await file.read("a");
        assert(isOpen(path));
      }
      assert(!isOpen(path));
    }),
});

Deno.test("a file that is shortened after it was opened is not taken for zeros", () =>
  withDirectory(async (directory) => {
    const path = join(directory, "model.safetensors"), whole = fileOf({ a: f32(0, 8) }, 8);
    await Deno.writeFile(path, whole);
    await using file = await openSafetensors(path);
    await Deno.truncate(path, whole.length - 4);
    await assert.rejects(file.read("a"), {
      name: "UserError",
      message: /stay as it is but found it shortened$/,
    });
  }));
