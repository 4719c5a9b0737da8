import * as tf from "@tensorflow/tfjs-core";
import { setImmediate } from "node:timers/promises";
import type { MatmulPrecision } from "../compiler/emitter.ts";
import type { Gpt2Config } from "../models/config.ts";
import type { Parameters } from "../models/parameters.ts";
import { batchesOf } from "../tasks/batches.ts";
import { compiledLosses, upload } from "./step.ts";
import { validationWindows } from "./windows.ts";

/** Large enough that the time of a batch is spent computing. */
const BYTES_PER_BATCH = 8192;

/**
 * How many bits a model needs for a byte of `text`: the mean of -log2 of the probability that it gives the byte that
 * comes. The text is cut into windows; each byte is predicted once, from what precedes it in its window and the byte
 * before that.
 *
 * @param options.length Bytes in a window.
 * @param options.limit Look at no more windows than this, evenly spread over the text; null for all.
 * @throws The signal's reason, when it is aborted.
 */
export async function bitsPerByte(
  parameters: Parameters,
  model: Gpt2Config,
  text: Uint8Array,
  { length, limit = null, matmulPrecision = "float32", signal }: {
    length: number;
    limit?: number | null;
    matmulPrecision?: MatmulPrecision;
    signal?: AbortSignal;
  },
): Promise<number> {
  const starts = windowStarts(text.length, length, limit);
  let nats = 0, bytes = 0;
  for (
    const { indices, count } of batchesOf(starts.length, Math.max(1, Math.floor(BYTES_PER_BATCH / length)))
  ) {
    signal?.throwIfAborted();
    const some = indices.map((i) => starts[i]);
    const batch = upload(validationWindows(text, some, length));
    const losses = await compiledLosses[matmulPrecision].inBackground(parameters, model, batch);
    const values = await losses.data();
    for (const [row, start] of some.slice(0, count).entries()) {
      const size = Math.min(length, text.length - start);
      for (let i = 0; i < size; i++) nats += values[row * length + i];
      bytes += size;
    }
    tf.dispose([batch as unknown as tf.TensorContainer, losses]);
    await setImmediate(); // lets a signal arrive
  }
  return nats / bytes / Math.LN2;
}

/** Where windows begin that cover a text of `size` bytes, or `limit` of them evenly spread. */
export function windowStarts(size: number, length: number, limit: number | null): number[] {
  const all = Math.ceil(size / length), count = Math.min(all, limit ?? all);
  return Array.from({ length: count }, (_, i) => Math.floor(i * all / count) * length);
}
