import { fold, type Key, keyOf } from "../random/key.ts";
import { Stream } from "../random/stream.ts";
import { checkIndices } from "./check_indices.ts";
import type { ExampleTask } from "./example.ts";
import type { OptionsOf } from "./options.ts";
import type { Batch, Split } from "./task.ts";

/** Fills in one example: the strings shown, [strings, bits], and the bits to answer with. */
type Draw = (stream: Stream, shown: Float32Array, answers: Int32Array) => void;

/**
 * Bit Memory: the model is shown `patterns` random strings of bits and then one of them again with each bit masked
 * with probability one half, and answers with that string whole. Bits are -1 and 1, masked bits 0.
 *
 * Source: Lu et al. (2021, arXiv:2103.05247), section 2.1, and `BitMemoryDataset` of their code.
 */
export function bitMemory(options: OptionsOf<"bit-memory">): ExampleTask {
  const { bits, patterns } = options;
  return bitTask({ ...options, title: "Bit Memory", strings: patterns + 1 }, (stream, shown, answers) => {
    const strings = drawBits(stream, patterns * bits), mask = drawBits(stream, bits);
    const asked = strings.subarray(stream.below(patterns) * bits).subarray(0, bits);
    for (let i = 0; i < strings.length; i++) shown[i] = 2 * strings[i] - 1;
    for (let i = 0; i < bits; i++) shown[strings.length + i] = mask[i] * (2 * asked[i] - 1);
    answers.set(asked);
  });
}

/**
 * Bit XOR: the model is shown `patterns` random strings of bits and answers with their exclusive or, bit by bit.
 * Bits are 0 and 1. By default each bit is a token, as in the notebook of Lu et al.; there are then 1,024 different
 * examples, all of which training soon has seen.
 *
 * Source: Lu et al. (2021, arXiv:2103.05247), section 2.1, and `BitXORDataset` of their code.
 */
export function bitXor(options: OptionsOf<"bit-xor">): ExampleTask {
  const { bits, patterns } = options;
  return bitTask({ ...options, title: "Bit XOR", strings: patterns }, (stream, shown, answers) => {
    const strings = drawBits(stream, patterns * bits);
    shown.set(strings);
    for (let i = 0; i < strings.length; i++) answers[i % bits] ^= strings[i];
  });
}

/** `count` random bits, 32 from each random number. */
function drawBits(stream: Stream, count: number): Uint8Array {
  const bits = new Uint8Array(count);
  for (let start = 0; start < count; start += 32) {
    const word = stream.next(), end = Math.min(start + 32, count);
    for (let i = start; i < end; i++) bits[i] = (word >>> (i - start)) & 1;
  }
  return bits;
}

function bitTask(
  { name, title, bits, patch, strings, examples }: {
    name: string;
    title: string;
    bits: number;
    patch: number;
    strings: number;
    examples: { validation: number; test: number };
  },
  draw: Draw,
): ExampleTask {
  const size = strings * bits, length = size / patch;
  const key = fold(keyOf(0), name);

  const sizes = { train: Infinity, ...examples };

  function batch(split: Split, indices: ArrayLike<number>): Batch {
    checkIndices(sizes, split, indices);
    const inputs = new Float32Array(indices.length * size), labels = new Int32Array(indices.length * bits);
    for (let i = 0; i < indices.length; i++) {
      draw(
        new Stream(indexKey(fold(key, split), indices[i])),
        inputs.subarray(i * size, (i + 1) * size),
        labels.subarray(i * bits, (i + 1) * bits),
      );
    }
    const lengths = new Int32Array(indices.length).fill(length);
    return { inputs, shape: [indices.length, length, patch], lengths, labels };
  }

  return {
    name,
    title,
    input: { kind: "vectors", width: patch },
    length,
    classes: 2,
    answers: bits,
    answerPositions: bits / patch,
    sizes,
    batch,
    example(split, index) {
      const { inputs, labels } = batch(split, [index]);
      const lines = Array.from(
        { length: strings },
        (_, i) => inputs.subarray(i * bits, (i + 1) * bits).join(" "),
      );
      return { kind: "text", text: lines.join("\n"), answer: labels.join(" ") };
    },
  };
}

/** The key of an index up to 2^53 - 1, beyond what `fold` takes at once. */
function indexKey(key: Key, index: number): Key {
  return fold(fold(key, Math.floor(index / 2 ** 32)), index >>> 0);
}
