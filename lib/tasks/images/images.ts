/** Every image has this many rows and columns. */
export const SIDE = 32;
export const PIXELS = SIDE * SIDE;

/** Labeled images of 32 x 32 pixels. */
export interface Images {
  channels: 1 | 3;
  /** [images, channels, 32, 32], from 0 (black) to 255. */
  pixels: Uint8Array<ArrayBuffer>;
  /** [images]. */
  labels: Uint8Array<ArrayBuffer>;
}
