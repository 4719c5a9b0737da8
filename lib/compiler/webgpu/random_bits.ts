import { PARITY, ROTATIONS } from "../../random/threefry.ts";

/** The rounds of Threefry-2x32 in WGSL, four by four. */
const ROUNDS = [0, 1, 2, 3, 4].flatMap((group) => [
  ...ROTATIONS[group % 2].map((by) => `x.x += x.y; x.y = ((x.y << ${by}u) | (x.y >> ${32 - by}u)) ^ x.x;`),
  `x += vec2u(keys[${(group + 1) % 3}], keys[${(group + 2) % 3}] + ${group + 1}u);`,
]);

/** `threefry2x32` of lib/random. */
export const THREEFRY = `
  fn threefry(key : vec2u, counter : vec2u) -> vec2u {
    let keys = array(key.x, key.y, key.x ^ key.y ^ ${PARITY}u);
    var x = counter + key;
    ${ROUNDS.join("\n    ")}
    return x;
  }`;

/** Four neighbors of `dropoutMask` of lib/random, which share a block of 64 bits: 1 for what is kept. */
export const KEEP = `${THREEFRY}
  fn keep(key : vec2u, block : u32, threshold : u32) -> vec4f {
    let bits = threefry(key, vec2u(block, 0u));
    let lanes = vec4u(bits.x & 0xffffu, bits.x >> 16u, bits.y & 0xffffu, bits.y >> 16u);
    return vec4f(lanes >= vec4u(threshold));
  }`;
