import type { Emitter, Input, Value } from "./emitter.ts";
import { type Attributes, setAttributes } from "./native/attributes.ts";
import type { Context } from "./native/context.ts";
import { type Dtype, dtypeOf } from "./native/dtypes.ts";
import type { Library } from "./native/library.ts";
import { check, throwUnlessOk } from "./native/status.ts";
import { cString } from "./native/strings.ts";
import { newHandle } from "./native/tensor.ts";

/** A tensor that the library holds; whoever owns it deletes its handle. */
export class EagerValue implements Value {
  readonly dtype: Dtype;
  readonly shape: number[];

  constructor(readonly library: Library, readonly handle: Deno.PointerValue) {
    this.dtype = dtypeOf(library.TFE_TensorHandleDataType(handle));
    this.shape = check(library, (status) => {
      const rank = this.dtype === "resource" ? 0 : library.TFE_TensorHandleNumDims(handle, status);
      return Array.from(
        { length: rank },
        (_, axis) => Number(library.TFE_TensorHandleDim(handle, axis, status)),
      );
    });
    EagerValue.alive++;
  }

  /** How many there are: for tests of leaks. */
  static alive = 0;

  delete(): void {
    this.library.TFE_DeleteTensorHandle(this.handle);
    EagerValue.alive--;
  }
}

/** Executes each operation at once. Its values are freed by {@linkcode release}, except those that are kept. */
export class EagerEmitter implements Emitter {
  readonly matmulPrecision = "float32";
  readonly compiled = false;
  #made: EagerValue[] = [];

  constructor(readonly context: Context) {}

  emit(operation: string, inputs: Input[], attributes: Attributes = {}): EagerValue {
    return this.emitAll(operation, inputs, attributes, 1)[0];
  }

  emitAll(operation: string, inputs: Input[], attributes: Attributes, count: number): EagerValue[] {
    const values = execute(this.context, operation, inputs as EagerValue[], attributes, count);
    this.#made.push(...values);
    return values;
  }

  constant(
    values: ArrayLike<number>,
    shape: readonly number[] = [values.length],
    dtype: Dtype = "int32",
  ): EagerValue {
    const value = new EagerValue(this.context.library, newHandle(this.context.library, values, shape, dtype));
    this.#made.push(value);
    return value;
  }

  release(kept: readonly Value[] = []): void {
    for (const value of this.#made) if (!kept.includes(value)) value.delete();
    this.#made = [];
  }
}

/** Executes one operation, or a function by its name. The caller owns the outputs. */
export function execute(
  { library, pointer }: Context,
  operation: string,
  inputs: readonly Input[],
  attributes: Attributes,
  count: number,
): EagerValue[] {
  const handles = new BigUint64Array(count), found = Int32Array.of(count);
  check(library, (status) => {
    const op = prepare(library, pointer, operation, inputs, attributes, status);
    try {
      library.TFE_Execute(op, handles, found, status);
    } finally {
      library.TFE_DeleteOp(op);
    }
  });
  return valuesOf(library, handles, found[0]);
}

/** As {@linkcode execute}, on another thread, while this one goes on. */
export async function executeInBackground(
  { library, pointer }: Context,
  operation: string,
  inputs: readonly Input[],
  count: number,
): Promise<EagerValue[]> {
  const handles = new BigUint64Array(count), found = Int32Array.of(count);
  const status = library.TF_NewStatus();
  try {
    const op = prepare(library, pointer, operation, inputs, {}, status);
    try {
      await library.TFE_ExecuteInBackground(op, handles, found, status);
    } finally {
      library.TFE_DeleteOp(op);
    }
    throwUnlessOk(library, status);
  } finally {
    library.TF_DeleteStatus(status);
  }
  return valuesOf(library, handles, found[0]);
}

function prepare(
  library: Library,
  context: Deno.PointerValue,
  operation: string,
  inputs: readonly Input[],
  attributes: Attributes,
  status: Deno.PointerValue,
): Deno.PointerValue {
  const op = library.TFE_NewOp(context, cString(operation), status);
  try {
    throwUnlessOk(library, status);
    setAttributes(library, "TFE_OpSetAttr", op, attributes);
    for (const input of inputs as (EagerValue | EagerValue[])[]) {
      if (Array.isArray(input)) {
        const list = BigUint64Array.from(input, ({ handle }) => Deno.UnsafePointer.value(handle));
        library.TFE_OpAddInputList(op, list, list.length, status);
      } else library.TFE_OpAddInput(op, input.handle, status);
      throwUnlessOk(library, status);
    }
    return op;
  } catch (error) {
    library.TFE_DeleteOp(op);
    throw error;
  }
}

function valuesOf(library: Library, handles: BigUint64Array, count: number): EagerValue[] {
  return Array.from(
    handles.subarray(0, count),
    (handle) => new EagerValue(library, Deno.UnsafePointer.create(handle)),
  );
}
