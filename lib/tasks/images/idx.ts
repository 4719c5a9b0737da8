import { UserError } from "../../errors.ts";

const UNSIGNED_BYTE = 8;

/**
 * The array in the bytes of an IDX file of unsigned bytes, the format of MNIST: its shape and its values in
 * row-major order.
 *
 * Source: the format's description on http://yann.lecun.com/exdb/mnist.
 *
 * @param path Names the file in errors.
 * @throws {UserError} If `file` is not such a file, or is shorter or longer than its header says.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseIdx } from "./idx.ts";
 *
 * const { shape, values } = parseIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 7, 9), "labels");
 * assert.deepEqual(shape, [2]);
 * assert.deepEqual([...values], [7, 9]);
 * ```
 */
export function parseIdx(
  file: Uint8Array<ArrayBuffer>,
  path: string,
): { shape: number[]; values: Uint8Array<ArrayBuffer> } {
  const [zero, alsoZero, type, dimensions] = file;
  if (file.length < 4 || zero !== 0 || alsoZero !== 0 || type !== UNSIGNED_BYTE || dimensions === 0) {
    const found = Array.from(file.subarray(0, 4), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
    throw new UserError(
      `Expected ${path} to begin with 00 00 08 and its number of dimensions, as IDX files of bytes do, but found ` +
        `${found || "nothing"}`,
    );
  }
  const start = 4 + 4 * dimensions;
  if (file.length < start) {
    throw new UserError(
      `Expected ${path} to have a header of ${start} bytes but found ${file.length} in all`,
    );
  }
  const view = new DataView(file.buffer, file.byteOffset);
  const shape = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const expected = shape.reduce((product, length) => product * length, 1) + start;
  if (file.length !== expected) {
    throw new UserError(
      `Expected ${path} to have ${expected} bytes, as its header says (${shape.join(" x ")}), but found ` +
        `${file.length}: remove it and run \`deno task setup\` again`,
    );
  }
  return { shape, values: file.subarray(start) };
}
