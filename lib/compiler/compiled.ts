import * as tf from "@tensorflow/tfjs-core";
import { UserError } from "../errors.ts";
import type { XlaBackend } from "./backend.ts";
import { EagerEmitter, EagerValue, execute, executeInBackground } from "./eager.ts";
import { sealCache } from "./cache.ts";
import type { MatmulPrecision } from "./emitter.ts";
import { addFunction, removeFunction } from "./function.ts";
import type { GraphValue } from "./graph.ts";
import { disposedVariable } from "./misuse.ts";
import { wouldGet, writableBytes } from "./native/memory.ts";
import { registeredVariables } from "./new_variables.ts";
import { runOnce } from "./run_once.ts";
import { type Flat, replaceTensors } from "./structure.ts";
import { Trace } from "./trace.ts";
import { trainableAsNow } from "./trainable.ts";
import { bind, separate } from "./variables.ts";

/** How a function is compiled. */
export interface JitOptions {
  /** How errors and the debug log (NODE_DEBUG=jit) call the function. */
  label?: string;
  /** What tf.matMul computes in when compiled by XLA or recorded for WebGPU; "float32" unless said otherwise. */
  matmulPrecision?: MatmulPrecision;
}

/** A function traced for arguments of certain shapes, and handed to XLA. */
export class Compiled<Result> {
  #name: string;
  #captured: EagerValue[];
  /** Where each variable comes from: an argument's position, or the function's surroundings. */
  #variables: (number | tf.Variable)[];
  /** Whether those from the surroundings are to be trained as when it was traced. */
  #isTrainableAsThen: () => boolean;
  /** The positions of the first call's variables among its arguments. */
  #positions: WeakMap<tf.Variable, number>;
  /** The function's result, with placeholders for its tensors. */
  #result: Result;
  #outputs: number;
  /** What a call takes at most, in bytes; known after the first, at which XLA compiles. */
  #memory: bigint | null = null;

  constructor(
    readonly backend: XlaBackend,
    { label, matmulPrecision }: Required<JitOptions>,
    fn: (...args: unknown[]) => Result,
    args: unknown[],
    { tensors, variables }: Flat,
  ) {
    for (const variable of variables) backend.find(variable.dataId); // fetched, if another backend has it
    for (const variable of registeredVariables()) {
      if (backend.has(variable.dataId)) separate(backend, variable);
    }
    const trace = new Trace(backend, matmulPrecision);
    try {
      const { inputs, outputs, assignments, result } = record(trace, fn, args, tensors);
      const resources = trace.variables.map(({ resource }) => resource);
      const captures = trace.captured.map(({ input }) => input);
      const parameters = [...inputs, ...resources, ...captures];
      this.#name = addFunction(backend.context, trace.graph, label, parameters, outputs, assignments);
      this.#positions = new WeakMap(variables.map((variable, position) => [variable, position]));
      this.#variables = trace.variables.map(({ variable }) => this.#positions.get(variable) ?? variable);
      this.#isTrainableAsThen = trainableAsNow(
        this.#variables.filter((source) => typeof source !== "number"),
      );
      this.#captured = trace.captured.map(({ held }) => held);
      this.#result = result;
      this.#outputs = outputs.length;
    } catch (error) {
      trace.captured.forEach(({ held }) => held.delete());
      throw error;
    } finally {
      trace.graph.delete();
    }
  }

  /** Whether it can be called now. */
  isFor(): boolean {
    return this.#isTrainableAsThen();
  }

  call(flat: Flat): Result {
    const { context } = this.backend, emitter = new EagerEmitter(context);
    try {
      const inputs = this.#inputs(flat, emitter);
      return this.#resultOf(execute(context, this.#name, inputs, {}, this.#outputs), flat);
    } finally {
      emitter.release();
    }
  }

  async callInBackground(flat: Flat): Promise<Result> {
    const { context } = this.backend, emitter = new EagerEmitter(context);
    try {
      const inputs = this.#inputs(flat, emitter);
      return this.#resultOf(await executeInBackground(context, this.#name, inputs, this.#outputs), flat);
    } finally {
      emitter.release();
    }
  }

  dispose(): void {
    this.#captured.forEach((value) => value.delete());
    removeFunction(this.backend.context, this.#name);
  }

  #inputs({ tensors, variables }: Flat, emitter: EagerEmitter): EagerValue[] {
    // A value that nobody else holds is overwritten in place, and lost where memory for the rest runs out: where it
    // may, the old values are held, which takes as much memory again and a tenth more time.
    const holding = this.#memory === null || !wouldGet(this.backend.context.library, this.#memory);
    const resources = this.#variables.map((source) => {
      const variable = typeof source === "number" ? variables[source] : source;
      if (variable.isDisposed) throw disposedVariable(variable.name);
      if (typeof source !== "number" && variables.includes(variable)) {
        throw new UserError(
          `Expected variable '${variable.name}' among the arguments or in the function's surroundings but found ` +
            "it in both: let the function have it in one way only",
        );
      }
      const resource = bind(this.backend, variable);
      if (holding) this.backend.eagerValue(variable.dataId, emitter);
      return resource;
    });
    const values = tensors.map(({ dataId }) => this.backend.eagerValue(dataId, emitter));
    return [...values, ...resources, ...this.#captured];
  }

  #resultOf(values: EagerValue[], { variables }: Flat): Result {
    if (this.#memory === null) {
      this.#memory = writableBytes();
      sealCache();
    }
    const tensors = values.map((value) =>
      tf.engine().makeTensorFromTensorInfo(this.backend.tensorInfo(value), this.backend)
    );
    return replaceTensors(this.#result, tensors.values(), (variable) => {
      const position = this.#positions.get(variable);
      return position === undefined ? variable : variables[position];
    });
  }
}

interface Recording<Result> {
  inputs: GraphValue[];
  outputs: GraphValue[];
  /** Operations that change variables. */
  assignments: Deno.PointerValue[];
  result: Result;
}

/** Runs a function on symbols; afterwards all variables are as they were. */
function record<Result>(
  trace: Trace,
  fn: (...args: unknown[]) => Result,
  args: unknown[],
  tensors: tf.Tensor[],
): Recording<Result> {
  const { backend, graph } = trace;
  const engine = tf.engine();
  backend.trace = trace;
  engine.startScope("jit");
  try {
    const inputs = tensors.map(({ dtype, shape }) => graph.placeholder(dtype as "float32", shape));
    const symbols = inputs.map((value) =>
      engine.makeTensorFromTensorInfo(backend.tensorInfo(value), backend)
    );
    const { returned, flat } = runOnce(fn, replaceTensors(args, symbols.values()));
    const assignments = trace.changed().map(({ variable, before }) => {
      const { resource, read } = trace.traceVariable(variable, before);
      return graph.add("AssignVariableOp", [resource, trace.valueOf(variable.dataId)], {}, [read]);
    });
    const outputs = flat.tensors.map(({ dataId }) => graph.emit("Identity", [trace.valueOf(dataId)]));
    return { inputs, outputs, assignments, result: returned };
  } finally {
    engine.endScope();
    trace.close();
  }
}
