import * as tf from "@tensorflow/tfjs-core";

/** Moves a reference on `info` to `variable`. */
export function pointTo(variable: tf.Variable, info: tf.TensorInfo): void {
  const tensor = tf.engine().makeTensorFromTensorInfo(info);
  variable.assign(tensor);
  tensor.dispose();
}
