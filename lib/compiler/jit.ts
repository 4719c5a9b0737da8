import * as tf from "@tensorflow/tfjs-core";
import { debuglog } from "node:util";
import { XlaBackend } from "./backend.ts";
import { Compiled } from "./compiled.ts";
import { flatten } from "./structure.ts";

/** Set NODE_DEBUG=jit to see when functions are traced and compiled. */
const debug = debuglog("jit");

/** A compiled function. */
export interface Jitted<Args extends unknown[], Result> {
  (...args: Args): Result;
  /** As a call, but computed on another thread; calls in the background follow one another. */
  inBackground(...args: Args): Promise<Result>;
  /** How many times the function was compiled. */
  readonly compilations: number;
  /** Frees the compiled functions and the tensors that they hold; a later call compiles anew. */
  dispose(): void;
}

/** Compiles a function of tensors. */
export function jit<Args extends unknown[], Result>(
  fn: (...args: Args) => Result,
  { label = fn.name || "function" }: { label?: string } = {},
): Jitted<Args, Result> {
  const cache = new Map<string, Compiled<Result>>();
  let last: Promise<unknown> = Promise.resolve();

  function specialize(backend: XlaBackend, args: Args) {
    const flat = flatten(args, `the arguments of ${label}`);
    let compiled = cache.get(flat.key);
    if (compiled === undefined) {
      cache.set(
        flat.key,
        compiled = new Compiled(backend, label, fn as (...args: unknown[]) => Result, args, flat),
      );
      debug(`traced ${label} for ${flat.key} (number ${cache.size})`);
    }
    return { compiled, flat };
  }

  function call(...args: Args): Result {
    const backend = compilingBackend();
    if (backend === null) return fn(...args);
    const { compiled, flat } = specialize(backend, args);
    return compiled.call(flat);
  }

  return Object.defineProperties(
    call,
    Object.getOwnPropertyDescriptors({
      inBackground(...args: Args): Promise<Result> {
        const result = last.then(() => {
          const backend = compilingBackend();
          if (backend === null) return fn(...args);
          const { compiled, flat } = specialize(backend, args);
          return compiled.callInBackground(flat);
        });
        last = result.catch(() => {});
        return result;
      },
      get compilations() {
        return cache.size;
      },
      dispose() {
        for (const compiled of cache.values()) compiled.dispose();
        cache.clear();
      },
    }),
  ) as Jitted<Args, Result>;
}

/** The backend to compile for; null where a function is better run as it is. */
function compilingBackend(): XlaBackend | null {
  const backend = tf.backend();
  if (!(backend instanceof XlaBackend)) return null;
  // Inside another trace, or under tf.grads, the operations must be seen one by one.
  return backend.trace === undefined && tf.engine().state.gradientDepth === 0 ? backend : null;
}
