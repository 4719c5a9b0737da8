import type { Emitter, Input, MatmulPrecision, Value } from "./emitter.ts";
import { type Attributes, setAttributes } from "./native/attributes.ts";
import { type Dtype, dtypeOf, numberOf } from "./native/dtypes.ts";
import type { Library } from "./native/library.ts";
import { check } from "./native/status.ts";
import { cString } from "./native/strings.ts";
import { newTensor } from "./native/tensor.ts";

/** An output of an operation of a graph. */
export class GraphValue implements Value {
  constructor(
    readonly graph: Graph,
    readonly operation: Deno.PointerValue,
    readonly index: number,
    readonly dtype: Dtype,
    readonly shape: number[],
  ) {}
}

/** TF_Output: a pointer and a 32-bit number, padded to 16 bytes. */
export function outputBytes(values: readonly GraphValue[]): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(16 * values.length));
  values.forEach(({ operation, index }, i) => {
    view.setBigUint64(16 * i, Deno.UnsafePointer.value(operation), true);
    view.setInt32(16 * i + 8, index, true);
  });
  return new Uint8Array(view.buffer);
}

/**
 * A TF_Graph under construction. Operations are named by their number, so that the same function traced twice
 * gives the same graph, byte for byte: the compilation cache on disk depends on it.
 */
export class Graph implements Emitter {
  readonly compiled = true;
  readonly pointer: Deno.PointerValue;
  #operations = 0;

  constructor(readonly library: Library, readonly matmulPrecision: MatmulPrecision) {
    this.pointer = library.TF_NewGraph();
  }

  emit(operation: string, inputs: Input[], attributes: Attributes = {}): GraphValue {
    return this.emitAll(operation, inputs, attributes, 1)[0];
  }

  emitAll(operation: string, inputs: Input[], attributes: Attributes, count: number): GraphValue[] {
    const pointer = this.add(operation, inputs as (GraphValue | GraphValue[])[], attributes);
    return Array.from({ length: count }, (_, index) => this.#output(pointer, index));
  }

  constant(
    values: ArrayLike<number>,
    shape: readonly number[] = [values.length],
    dtype: Dtype = "int32",
  ): GraphValue {
    const { library } = this;
    return check(library, (status) => {
      const tensor = newTensor(library, values, shape, dtype);
      const description = this.#describe("Const");
      library.TF_SetAttrTensor(description, cString("value"), tensor, status);
      library.TF_DeleteTensor(tensor);
      library.TF_SetAttrType(description, cString("dtype"), numberOf(dtype));
      return new GraphValue(this, library.TF_FinishOperation(description, status), 0, dtype, [...shape]);
    });
  }

  /** What a call of the function hands in; of a resource the shape is that of its value. */
  placeholder(dtype: Dtype, shape: readonly number[]): GraphValue {
    const attributes: Attributes = { dtype: { type: dtype } };
    if (dtype !== "resource") attributes.shape = { shape };
    return new GraphValue(this, this.add("Placeholder", [], attributes), 0, dtype, [...shape]);
  }

  /** Appends an operation that waits for `after`. */
  add(
    operation: string,
    inputs: readonly (GraphValue | GraphValue[])[],
    attributes: Attributes = {},
    after: readonly Deno.PointerValue[] = [],
  ): Deno.PointerValue {
    const { library } = this;
    return check(library, (status) => {
      const description = this.#describe(operation);
      setAttributes(library, "TF_SetAttr", description, attributes);
      for (const input of inputs) {
        if (Array.isArray(input)) library.TF_AddInputList(description, outputBytes(input), input.length);
        else library.TF_AddInput(description, outputBytes([input]));
      }
      for (const other of after) library.TF_AddControlInput(description, other);
      return library.TF_FinishOperation(description, status);
    });
  }

  delete(): void {
    this.library.TF_DeleteGraph(this.pointer);
  }

  #describe(operation: string): Deno.PointerValue {
    // Not cString: these names are many, and each is used once.
    const name = new TextEncoder().encode(`n${this.#operations++}\0`);
    return this.library.TF_NewOperation(this.pointer, cString(operation), name);
  }

  #output(operation: Deno.PointerValue, index: number): GraphValue {
    const { library, pointer } = this;
    const output = outputBytes([new GraphValue(this, operation, index, "float32", [])]);
    return check(library, (status) => {
      const dtype = dtypeOf(library.TF_OperationOutputType(output));
      const rank = library.TF_GraphGetTensorNumDims(pointer, output, status);
      const dims = new BigInt64Array(Math.max(rank, 0));
      library.TF_GraphGetTensorShape(pointer, output, dims, rank, status);
      return new GraphValue(this, operation, index, dtype, Array.from(dims, Number));
    });
  }
}
