import { dropoutThreshold } from "../../random/bits.ts";
import { PARITY, ROTATIONS } from "../../random/threefry.ts";
import type { Kernel } from "../backend.ts";
import type { Emitter, Value } from "../emitter.ts";

/** Two tensors of uint32 that broadcast against each other. */
type Words = readonly [Value, Value];

/** Makes constants of uint32. */
const wordsFor = (emitter: Emitter) => (value: number) => emitter.constant([value >>> 0], [], "uint32");

/** Threefry-2x32 with 20 rounds: the same bits as `threefry2x32` of lib/random, for a whole tensor of counters. */
function threefry(emitter: Emitter, key: Words, counter: Words): Words {
  const word = wordsFor(emitter);
  const add = (a: Value, b: Value) => emitter.emit("AddV2", [a, b]);
  const xor = (a: Value, b: Value) => emitter.emit("BitwiseXor", [a, b]);
  const rotate = (x: Value, by: number) =>
    emitter.emit("BitwiseOr", [
      emitter.emit("LeftShift", [x, word(by)]),
      emitter.emit("RightShift", [x, word(32 - by)]),
    ]);
  const keys = [key[0], key[1], xor(xor(key[0], key[1]), word(PARITY))];
  let x0 = add(counter[0], keys[0]), x1 = add(counter[1], keys[1]);
  for (let group = 0; group < 5; group++) {
    for (const by of ROTATIONS[group % 2]) {
      x0 = add(x0, x1);
      x1 = xor(rotate(x1, by), x0);
    }
    x0 = add(x0, keys[(group + 1) % 3]);
    x1 = add(x1, add(keys[(group + 2) % 3], word(group + 1)));
  }
  return [x0, x1];
}

/** The words of a key tensor, int32 [2], as scalars. */
function wordsOf(emitter: Emitter, key: Value): Words {
  const words = emitter.emit("Bitcast", [key], { type: { type: "uint32" } });
  const at = (index: number) =>
    emitter.emit("Reshape", [
      emitter.emit("Slice", [words, emitter.constant([index]), emitter.constant([1])]),
      emitter.constant([], [0]),
    ]);
  return [at(0), at(1)];
}

function uint32(emitter: Emitter, value: Value): Value {
  return emitter.emit("Cast", [value], { DstT: { type: "uint32" } });
}

/** Kernels of random bits: equal, bit for bit, to lib/random. */
export const randomness: Record<string, Kernel> = {
  /** `fold` of lib/random for a counter that is known now. */
  FoldKey: (emitter, { key }, { counter }: { counter: [number, number] }) => {
    const word = wordsFor(emitter);
    const words = threefry(emitter, wordsOf(emitter, key), [word(counter[0]), word(counter[1])]);
    return emitter.emit("Bitcast", [emitter.emit("Pack", [[...words]], { axis: { int: 0 } })], {
      type: { type: "int32" },
    });
  },

  /** `dropoutMask` of lib/random as a tensor of booleans. */
  DropoutMask: (emitter, { key }, { shape, rate }: { shape: number[]; rate: number }) => {
    const size = shape.reduce((product, side) => product * side, 1);
    const blocks = Math.ceil(size / 4);
    const counter = uint32(
      emitter,
      emitter.emit("Range", [
        emitter.constant([0], []),
        emitter.constant([blocks], []),
        emitter.constant([1], []),
      ]),
    );
    const word = wordsFor(emitter);
    const [first, second] = threefry(emitter, wordsOf(emitter, key), [counter, word(0)]);
    const threshold = word(dropoutThreshold(rate));
    const low = (x: Value) => emitter.emit("BitwiseAnd", [x, word(0xffff)]);
    const high = (x: Value) => emitter.emit("RightShift", [x, word(16)]);
    const keep = (lane: Value) => uint32(emitter, emitter.emit("GreaterEqual", [lane, threshold]));
    const place = (bit: Value, at: number) => emitter.emit("LeftShift", [bit, word(at)]);
    // The four answers of a block share a word and are taken apart by shifts, which XLA vectorizes: stacking them
    // takes ten times as long.
    const packed = [
      keep(low(first)),
      place(keep(high(first)), 1),
      place(keep(low(second)), 2),
      place(keep(high(second)), 3),
    ].reduce((a, b) => emitter.emit("BitwiseOr", [a, b]));
    const lanes = emitter.emit("RightShift", [
      emitter.emit("Reshape", [packed, emitter.constant([blocks, 1])]),
      emitter.constant([0, 1, 2, 3], [1, 4], "uint32"),
    ]);
    const mask = emitter.emit("Reshape", [
      emitter.emit("Cast", [emitter.emit("BitwiseAnd", [lanes, word(1)])], { DstT: { type: "bool" } }),
      emitter.constant([4 * blocks]),
    ]);
    const used = size % 4 === 0
      ? mask
      : emitter.emit("Slice", [mask, emitter.constant([0]), emitter.constant([size])]);
    return emitter.emit("Reshape", [used, emitter.constant(shape)]);
  },
};
