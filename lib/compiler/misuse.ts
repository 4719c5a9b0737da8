import { UserError } from "../errors.ts";

/** Says that the values of a tensor were asked for while a function is traced. */
export function readWhileTraced(): UserError {
  return new UserError(
    "Expected the values of a tensor but found a tensor that is being traced by jit, which has none yet: return it " +
      "from the function and read it outside, and choose with tf.where instead of if",
  );
}

/** Says that a tensor is one of a trace that has ended. */
export function leftOver(): UserError {
  return new UserError(
    "Expected a tensor but found one that was left over when jit had traced a function: return it from that " +
      "function instead of keeping it",
  );
}

/** Says that TensorFlow.js knows nothing of a tensor, as after the end of a trace or of a tidy. */
export function disposed(): UserError {
  return new UserError(
    "Expected a tensor but found one that is disposed, or was left over when jit had traced a function: keep it " +
      "with tf.keep where it was disposed too early, or return it from the traced function",
  );
}

/** Says that a traced function uses a tensor that the backend has not. */
export function ofAnotherBackend(): UserError {
  return new UserError(
    "Expected a tensor of the backend that jit compiles for but found one of another backend: make it after " +
      "tf.setBackend, or pass it to the function as an argument",
  );
}

/** Says that a traced function makes a variable. */
export function madeVariable(name: string): UserError {
  return new UserError(
    `Expected a function that jit traces to make no variables but it made '${name}': make it outside; ` +
      "where an optimizer makes it at its first step, take the first step without jit",
  );
}

/** Says that a traced function changes an array or an object that it was given. */
export function changedArguments(): UserError {
  return new UserError(
    "Expected a function that jit traces to leave the arrays and objects among its arguments as they are but it " +
      "changed them, which are copies: return the new tensors, or change variables by variable.assign",
  );
}

/** Says that a variable which a compiled function uses is no more. */
export function disposedVariable(name: string): UserError {
  return new UserError(`Expected variable '${name}', which the function uses, but found it disposed`);
}
