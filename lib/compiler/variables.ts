import * as tf from "@tensorflow/tfjs-core";
import type { XlaBackend } from "./backend.ts";
import { EagerEmitter, type EagerValue } from "./eager.ts";
import { pointTo } from "./point_to.ts";
import { Resource } from "./resource.ts";

/** Gives a variable that shares its data with other tensors a copy of its own. */
export function separate(backend: XlaBackend, variable: tf.Variable): void {
  if (backend.find(variable.dataId).references === 1) return;
  const emitter = new EagerEmitter(backend.context);
  const own = backend.share(backend.eagerValue(variable.dataId, emitter));
  emitter.release();
  pointTo(variable, backend.tensorInfo(own));
}

/** The resource that holds a variable's value; from the first call on, compiled functions overwrite it in place. */
export function bind(backend: XlaBackend, variable: tf.Variable): EagerValue {
  separate(backend, variable);
  const data = backend.find(variable.dataId);
  if (!(data.content instanceof Resource)) {
    const value = data.content as EagerValue;
    data.content = new Resource(backend.context, value);
    value.delete();
  }
  return data.content.handle;
}

/** Makes `variable` have the data of `before`, which it had until it was assigned to in a trace. */
export function putBack(backend: XlaBackend, variable: tf.Variable, before: object): void {
  backend.find(before).references++;
  pointTo(variable, { dataId: before, shape: variable.shape, dtype: variable.dtype });
}
