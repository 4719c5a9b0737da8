import type { Split, Task } from "../tasks/task.ts";

/** An example's inputs, as far as they are real, and its right answers. */
export interface Labelled {
  /** Of vectors [length * width], of tokens [length]. */
  inputs: Float32Array | Int32Array;
  /** [answers]: classes. */
  labels: Int32Array;
}

/** Examples made at once: few enough to fit into memory. */
const AT_ONCE = 1000;

/** The first `count` examples of a split, one after another, without augmentation. */
export function* labelledExamples(task: Task, split: Split, count: number): Generator<Labelled> {
  for (let start = 0; start < count; start += AT_ONCE) {
    const indices = Array.from({ length: Math.min(AT_ONCE, count - start) }, (_, i) => start + i);
    const { inputs, lengths, labels } = task.batch(split, indices);
    const size = inputs.length / indices.length, width = task.input.kind === "vectors" ? task.input.width : 1;
    for (const [i, length] of lengths.entries()) {
      yield {
        inputs: inputs.subarray(i * size, i * size + length * width),
        labels: labels.subarray(i * task.answers, (i + 1) * task.answers),
      };
    }
  }
}
