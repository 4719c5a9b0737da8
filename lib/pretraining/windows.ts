import { fold, keyOf } from "../random/key.ts";
import { Stream } from "../random/stream.ts";
import { SEPARATOR } from "./text.ts";

/** Bytes and, for each, the one that follows it. */
export interface Windows {
  /** [windows, length], row by row. */
  inputs: Int32Array;
  targets: Int32Array;
  shape: [windows: number, length: number];
}

/**
 * What gradient step `step` (from 0 on) learns from: windows that start anywhere in the text. A pure function, so
 * that a resumed run needs to know nothing but its step.
 */
export function trainingWindows(
  text: Uint8Array,
  seed: number,
  step: number,
  [windows, length]: [number, number],
): Windows {
  const stream = new Stream(fold(fold(keyOf(seed), "windows"), step));
  return cut(text, Array.from({ length: windows }, () => stream.below(text.length - length)), length);
}

/** Windows of which the targets are at `starts`; before the text's first byte there is a separator. */
export function validationWindows(text: Uint8Array, starts: readonly number[], length: number): Windows {
  return cut(text, starts.map((start) => start - 1), length);
}

/** The same windows, at most `count` at a time. */
export function split({ inputs, targets, shape: [windows, length] }: Windows, count: number): Windows[] {
  return Array.from({ length: Math.ceil(windows / count) }, (_, part) => {
    const first = part * count, end = Math.min(first + count, windows);
    return {
      inputs: inputs.subarray(first * length, end * length),
      targets: targets.subarray(first * length, end * length),
      shape: [end - first, length],
    };
  });
}

/** Windows whose inputs are at `starts`; behind the end of the text there are separators. */
function cut(text: Uint8Array, starts: readonly number[], length: number): Windows {
  const inputs = new Int32Array(starts.length * length), targets = new Int32Array(starts.length * length);
  for (const [row, start] of starts.entries()) {
    for (let i = 0; i < length; i++) {
      inputs[row * length + i] = text[start + i] ?? SEPARATOR;
      targets[row * length + i] = text[start + i + 1] ?? SEPARATOR;
    }
  }
  return { inputs, targets, shape: [starts.length, length] };
}
