import * as tf from "@tensorflow/tfjs-core";
import type { XlaBackend } from "./backend.ts";
import { EagerEmitter, EagerValue } from "./eager.ts";
import type { MatmulPrecision } from "./emitter.ts";
import { Graph, GraphValue } from "./graph.ts";
import { leftOver } from "./misuse.ts";
import { newHandle } from "./native/tensor.ts";
import { refuseNewVariables, registeredVariables } from "./new_variables.ts";
import { putBack } from "./variables.ts";

// Larger arrays are handed in at each call instead of being written into the graph.
const LARGEST_CONSTANT = 1 << 16;

/** A variable that a traced function reads or changes. */
export interface TracedVariable {
  variable: tf.Variable;
  /** What a call hands in: the variable's resource. */
  resource: GraphValue;
  /** Its value at the start of a call. */
  value: GraphValue;
  /** The operation that reads it, which any change must wait for. */
  read: Deno.PointerValue;
}

/** The record of one run of a function on symbolic tensors. */
export class Trace {
  readonly graph: Graph;
  readonly variables: TracedVariable[] = [];
  /** Tensors that the function has from elsewhere, held for as long as the function is. */
  readonly captured: { held: EagerValue; input: GraphValue }[] = [];
  #owners = new Map<object, tf.Variable>();
  #symbols = new Map<object, GraphValue>();
  /** All variables that there are at the start. */
  #before: Set<tf.Variable>;

  constructor(readonly backend: XlaBackend, matmulPrecision: MatmulPrecision) {
    this.graph = new Graph(backend.context.library, matmulPrecision);
    this.#before = registeredVariables();
    for (const variable of this.#before) {
      if (backend.has(variable.dataId)) this.#owners.set(variable.dataId, variable);
    }
  }

  /** Whether `dataId` was that of a variable when tracing began. */
  owns(dataId: object): boolean {
    return this.#owners.has(dataId);
  }

  /** The variables that have been assigned to, with their dataIds before. */
  changed(): { variable: tf.Variable; before: object }[] {
    return Array.from(this.#owners, ([before, variable]) => ({ variable, before }))
      .filter(({ variable, before }) => !variable.isDisposed && variable.dataId !== before);
  }

  /** Ends the trace: variables are again what they were before it. */
  close(): void {
    for (const { variable, before } of this.changed()) putBack(this.backend, variable, before);
    this.backend.trace = undefined;
    for (const dataId of this.#owners.keys()) {
      if (this.backend.refCount(dataId) === 0) this.backend.disposeData(dataId); // disposed while traced
    }
  }

  /** The symbol for what a kernel gets as input. */
  valueOf(dataId: object): GraphValue {
    const { content } = this.backend.find(dataId);
    if (content instanceof GraphValue) {
      if (content.graph === this.graph) return content;
      throw leftOver();
    }
    const known = this.#symbols.get(dataId);
    if (known !== undefined) return known;
    const variable = this.#owners.get(dataId);
    const symbol = variable !== undefined
      ? this.traceVariable(variable, dataId).value
      : this.#capture(dataId);
    this.#symbols.set(dataId, symbol);
    return symbol;
  }

  /** Declares that the function reads or changes a variable. */
  traceVariable(variable: tf.Variable, dataId: object = variable.dataId): TracedVariable {
    const known = this.variables.find((traced) => traced.variable === variable);
    if (known !== undefined) return known;
    const { graph } = this;
    const { shape, dtype } = this.backend.find(dataId).content;
    const resource = graph.placeholder("resource", shape);
    const read = graph.add("ReadVariableOp", [resource], { dtype: { type: dtype } });
    // XLA is told the shape by the reshape; what a resource holds is not known to it in advance.
    const value = graph.emit("Reshape", [
      new GraphValue(graph, read, 0, dtype, shape),
      graph.constant(shape),
    ]);
    const traced = { variable, resource, value, read };
    this.variables.push(traced);
    return traced;
  }

  /** Numbers that the host makes while the function is traced: they are the same at each call. */
  hostConstant(values: tf.backend_util.TypedArray, shape: number[], dtype: tf.DataType): GraphValue {
    const { graph } = this;
    const uniform = values.length > 16 && values.every((value) => Object.is(value, values[0]));
    if (uniform) {
      return graph.emit("Fill", [
        graph.constant(shape),
        graph.constant(values.slice(0, 1) as Float32Array, [], dtype as "float32"),
      ]);
    }
    if (values.length <= LARGEST_CONSTANT) {
      return graph.constant(values as Float32Array, shape, dtype as "float32");
    }
    const { library } = this.backend.context;
    return this.#hold(new EagerValue(library, newHandle(library, values, shape, dtype)));
  }

  /** Throws if the function makes a variable. */
  refuseNewVariables(): void {
    refuseNewVariables(this.#before);
  }

  #capture(dataId: object): GraphValue {
    const emitter = new EagerEmitter(this.backend.context);
    const held = this.backend.share(this.backend.eagerValue(dataId, emitter));
    emitter.release();
    return this.#hold(held);
  }

  #hold(held: EagerValue): GraphValue {
    const input = this.graph.placeholder(held.dtype, held.shape);
    this.captured.push({ held, input });
    return input;
  }
}
