import * as tf from "@tensorflow/tfjs-core";
import { UserError } from "../errors.ts";
import { changedArguments } from "./misuse.ts";
import { type Flat, flatten, partsOf } from "./structure.ts";

/**
 * Runs a function whose operations are taken down on copies of its arguments, and takes apart what it returns.
 *
 * @throws {UserError} If the function draws random numbers on the host, changes the arrays and objects among its arguments,
 * or returns what is no structure of tensors.
 */
export function runOnce<Result>(
  fn: (...args: unknown[]) => Result,
  args: unknown[],
): { returned: Result; flat: Flat } {
  const random = Math.random, before = partsOf(args);
  Math.random = refuseRandomness;
  try {
    const returned = fn(...args);
    // It is refused below; that it is rejected, as where an async function reads a value, must not end the process.
    if (returned instanceof Promise) returned.catch(() => {});
    const after = partsOf(args);
    if (after.length !== before.length || !after.every((part, i) => Object.is(part, before[i]))) {
      throw changedArguments();
    }
    return { returned, flat: flatten(returned, "what a function returns") };
  } finally {
    Math.random = random;
    disposeTape();
  }
}

function refuseRandomness(): never {
  throw new UserError(
    "Expected a function that jit traces to draw no random numbers on the host, which would be the same at each " +
      "call: pass what tf.randomUniform, tf.randomNormal or tf.dropout would draw as an argument, or use " +
      "tracedDropout with a key",
  );
}

/** Frees what a gradient that was interrupted by an error has saved. */
function disposeTape(): void {
  const { state } = tf.engine();
  if (state.gradientDepth > 0 || !state.activeTape) return;
  for (const { saved } of state.activeTape) tf.dispose(saved ?? []);
  state.activeTape = [];
}
