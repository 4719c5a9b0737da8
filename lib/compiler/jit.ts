import * as tf from "@tensorflow/tfjs-core";
import { debuglog } from "node:util";
import { UserError } from "../errors.ts";
import { XlaBackend } from "./backend.ts";
import { Compiled, type JitOptions } from "./compiled.ts";
import { MATMUL_PRECISIONS } from "./emitter.ts";
import { flatten } from "./structure.ts";
import type { WebgpuBackend } from "./webgpu/backend.ts";
import { Gpu } from "./webgpu/gpu.ts";
import { Recorded } from "./webgpu/recorded.ts";

/** Set NODE_DEBUG=jit to see when functions are traced and compiled. */
const debug = debuglog("jit");

/** A compiled function. */
export interface Jitted<Args extends unknown[], Result> {
  (...args: Args): Result;
  /**
   * As a call, but computed on another thread (by a GPU, as any call). Calls in the background follow one another, and
   * each reads its arguments when its turn comes: until its promise is settled they must not be disposed.
   */
  inBackground(...args: Args): Promise<Result>;
  /** How many compiled functions there are now, each for other shapes, dtypes and values of arguments. */
  readonly compilations: number;
  /**
   * Frees the traced functions and the tensors that they hold, after the calls in the background; a later call traces
   * anew. Machine code stays with libtensorflow for as long as the process lives.
   */
  dispose(): void;
}

/**
 * Compiles a synchronous function of tensors; see mod.ts for what it may do. It is traced and compiled at the first
 * call for each combination of shapes, dtypes and other arguments; later calls run what has been compiled.
 *
 * Variables keep their identity: those among the arguments are changed in place, and others of the same shape can
 * take their places in a later call. The tensors that are returned belong to the caller, or to the tidy around it.
 * On other backends than the compiler's and WebGPU, inside another trace and under tf.grads, `fn` runs as it is.
 *
 * @throws {UserError} If there is no such precision; at a call, where the function does what cannot be compiled. All
 * variables are then as before, and also where a call runs out of memory, which is an error of libtensorflow's; only
 * where not even its scratch memory can be had does it end the process.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import * as tf from "@tensorflow/tfjs-core";
 * import { jit } from "./jit.ts";
 * import { startCompiler } from "./start.ts";
 *
 * await startCompiler();
 * const length = jit((x: tf.Tensor) => tf.sqrt(tf.sum(tf.square(x))));
 * assert.equal(length(tf.tensor1d([3, 4])).dataSync()[0], 5);
 * length.dispose();
 * ```
 */
export function jit<Args extends unknown[], Result>(
  fn: (...args: Args) => Result,
  { label = fn.name || "function", matmulPrecision = "float32" }: JitOptions = {},
): Jitted<Args, Result> {
  if (!MATMUL_PRECISIONS.includes(matmulPrecision)) {
    throw new UserError(
      `Expected matmulPrecision to be ${MATMUL_PRECISIONS.join(" or ")} but found ${
        JSON.stringify(matmulPrecision)
      }`,
    );
  }
  /** Of one key there are several where variables of the surroundings are to be trained in one call and not in another. */
  const cache = new Map<string, (Compiled<Result> | Recorded<Result>)[]>();
  let last: Promise<unknown> = Promise.resolve(), inBackground = 0;

  function specialize(backend: XlaBackend | WebgpuBackend, args: Args) {
    const flat = flatten(args, `the arguments of ${label}`);
    const key = `${tf.getBackend()} ${flat.key}`, known = cache.get(key) ?? [];
    let compiled = known.find((one) => one.isFor(flat));
    if (compiled === undefined) {
      const untyped = fn as (...args: unknown[]) => Result;
      if (backend instanceof XlaBackend) {
        compiled = new Compiled(backend, { label, matmulPrecision }, untyped, args, flat);
        cache.set(key, [...known, compiled]);
      } else {
        known.forEach((one) => one.dispose());
        cache.delete(key);
        compiled = new Recorded(backend, matmulPrecision, untyped, args, flat);
        cache.set(key, [compiled]);
      }
      debug(`traced ${label} for ${key} (number ${compilations()})`);
    }
    return { compiled, flat };
  }

  const compilations = () => [...cache.values()].flat().length;

  function call(...args: Args): Result {
    const backend = compilingBackend();
    if (backend === null) return fn(...args);
    const { compiled, flat } = specialize(backend, args);
    return compiled.call(flat);
  }

  function disposeCompiled(): void {
    for (const compiled of [...cache.values()].flat()) compiled.dispose();
    cache.clear();
  }

  return Object.defineProperties(
    call,
    Object.getOwnPropertyDescriptors({
      inBackground(...args: Args): Promise<Result> {
        inBackground++;
        const result = last.then(async () => {
          try {
            const backend = compilingBackend();
            if (backend === null) return fn(...args);
            const { compiled, flat } = specialize(backend, args);
            return compiled instanceof Recorded ? compiled.call(flat) : await compiled.callInBackground(flat);
          } finally {
            inBackground--;
          }
        });
        last = result.catch(() => {});
        return result;
      },
      get compilations() {
        return compilations();
      },
      dispose() {
        if (inBackground === 0) disposeCompiled();
        else last = last.then(disposeCompiled);
      },
    }),
  ) as Jitted<Args, Result>;
}

/** The backend to compile for; null where a function is better run as it is. */
function compilingBackend(): XlaBackend | WebgpuBackend | null {
  // Under tf.grads the operations must be seen one by one, as inside another trace.
  if (tf.engine().state.gradientDepth > 0) return null;
  const backend = tf.backend();
  if (backend instanceof XlaBackend) return backend.trace === undefined ? backend : null;
  if (tf.getBackend() !== "webgpu") return null;
  const webgpu = backend as WebgpuBackend;
  return Gpu.of(webgpu).arena.recording ? null : webgpu;
}
