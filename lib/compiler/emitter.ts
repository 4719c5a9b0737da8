import type { Attributes } from "./native/attributes.ts";
import type { Dtype } from "./native/dtypes.ts";

/** A tensor while a kernel runs: held by the library (eager), or the output of an operation of a graph (tracing). */
export interface Value {
  readonly dtype: Dtype;
  readonly shape: number[];
}

/**
 * What matrix products are computed in. With "bfloat16" their factors are rounded to its 8 bits of mantissa and the
 * products summed in float32, as `jax.default_matmul_precision("bfloat16")` has it; everything else stays float32.
 * Rows that a model looks up by a product with ones and zeros, as embeddings and the state that is read, are rounded
 * with them.
 */
export type MatmulPrecision = typeof MATMUL_PRECISIONS[number];
export const MATMUL_PRECISIONS = ["float32", "bfloat16"] as const;

/** One input of an operation, or a list of them where the operation takes one. */
export type Input = Value | Value[];

/**
 * What kernels are written against. `emit` executes one operation of TensorFlow at once or, while a function is
 * being traced, appends it to the function's graph; the library works out shapes and dtypes in both cases.
 */
export interface Emitter {
  readonly matmulPrecision: MatmulPrecision;
  /** Whether XLA compiles what is emitted, so that operations of its own can be used. */
  readonly compiled: boolean;
  /** The first output of an operation. */
  emit(operation: string, inputs: Input[], attributes?: Attributes): Value;
  /** All outputs of an operation that has `count` of them. */
  emitAll(operation: string, inputs: Input[], attributes: Attributes, count: number): Value[];
  /** Numbers known now, int32 unless said otherwise; of shape [length] unless said otherwise. */
  constant(values: ArrayLike<number>, shape?: readonly number[], dtype?: Dtype): Value;
}
