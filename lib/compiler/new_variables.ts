import * as tf from "@tensorflow/tfjs-core";
import { madeVariable } from "./misuse.ts";

/** All variables that there are. */
export function registeredVariables(): Set<tf.Variable> {
  return new Set(Object.values(tf.engine().registeredVariables));
}

/**
 * Disposes a variable that a traced function makes, and refuses the function: a compiled call could not make one each time.
 *
 * @param before The variables that there were before.
 * @throws {UserError} If there is another.
 */
export function refuseNewVariables(before: ReadonlySet<tf.Variable>): void {
  const [made] = registeredVariables().difference(before);
  if (made === undefined) return;
  made.dispose();
  throw madeVariable(made.name);
}
