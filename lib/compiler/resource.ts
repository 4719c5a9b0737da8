import { EagerValue, execute } from "./eager.ts";
import type { Context } from "./native/context.ts";
import type { Dtype } from "./native/dtypes.ts";

// TensorFlow's mark of a variable that belongs to its handle alone and is freed with it.
const ANONYMOUS = "cd2c89b7-88b7-44c8-ad83-06c2a9158347";

/** Memory of the library that compiled functions read and overwrite in place: where a bound variable's value is. */
export class Resource {
  readonly handle: EagerValue;
  readonly dtype: Dtype;
  readonly shape: number[];

  /** @param initial Copied or shared; remains the caller's. */
  constructor(readonly context: Context, initial: EagerValue) {
    this.dtype = initial.dtype;
    this.shape = initial.shape;
    const attributes = { shared_name: ANONYMOUS, dtype: { type: this.dtype }, shape: { shape: this.shape } };
    [this.handle] = execute(context, "VarHandleOp", [], attributes, 1);
    execute(context, "AssignVariableOp", [this.handle, initial], {}, 0);
  }

  /** The present value; the caller owns it. */
  read(): EagerValue {
    return execute(this.context, "ReadVariableOp", [this.handle], { dtype: { type: this.dtype } }, 1)[0];
  }

  delete(): void {
    this.handle.delete();
  }
}
