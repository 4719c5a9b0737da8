/**
 * Where each value of an image goes when it is cut into square patches, the tokens of the transfer model: for value
 * (channel, row, column) of an image [channels, side, side] its place in [patches, patch * patch * channels].
 * Patches come row by row; within one, the channels of a pixel stand together.
 *
 * Source: `rearrange(x, 'b c (h p1) (w p2) -> b (h w) (p1 p2 c)')` in the code of Lu et al. (2021).
 *
 * @param patch Rows and columns of a patch; divides `side`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { patchPlaces } from "./patches.ts";
 *
 * assert.deepEqual([...patchPlaces(1, 4, 2)].slice(0, 4), [0, 1, 4, 5]);
 * ```
 */
export function patchPlaces(channels: number, side: number, patch: number): Uint32Array<ArrayBuffer> {
  const places = new Uint32Array(channels * side * side);
  const across = side / patch;
  let i = 0;
  for (let channel = 0; channel < channels; channel++) {
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const token = Math.floor(y / patch) * across + Math.floor(x / patch);
        const pixel = (y % patch) * patch + x % patch;
        places[i++] = (token * patch * patch + pixel) * channels + channel;
      }
    }
  }
  return places;
}
