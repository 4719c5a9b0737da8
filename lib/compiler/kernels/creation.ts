import type * as tf from "@tensorflow/tfjs-core";
import type { Kernel } from "../backend.ts";

/** Kernels that make tensors from numbers. */
export const creation: Record<string, Kernel> = {
  Fill: (emitter, _inputs, { shape, value, dtype }: tf.FillAttrs) =>
    emitter.emit("Fill", [
      emitter.constant(shape),
      emitter.constant([Number(value)], [], dtype as "float32"),
    ]),
  LinSpace: (emitter, _inputs, { start, stop, num }: tf.LinSpaceAttrs) => {
    const intervals = Math.max(1, num - 1); // a single number is the start
    const at = (i: number) => start + i * (stop - start) / intervals;
    return emitter.constant(Float32Array.from({ length: num }, (_, i) => at(i)), [num], "float32");
  },
  OneHot: (emitter, { indices }, { depth, onValue, offValue, dtype }: tf.OneHotAttrs) =>
    emitter.emit("OneHot", [
      indices,
      emitter.constant([depth], []),
      emitter.constant([onValue], [], dtype as "float32"),
      emitter.constant([offValue], [], dtype as "float32"),
    ]),
  Range: (emitter, _inputs, { start, stop, step, dtype }: tf.RangeAttrs) => {
    // As tf.range has it: an empty range where the step leads away, and a step of 1 goes down where it must.
    const by = stop < start && step === 1 ? -1 : step;
    const length = Math.max(0, Math.ceil((stop - start) / by));
    return emitter.constant(Array.from({ length }, (_, i) => start + i * by), [length], dtype);
  },
};
