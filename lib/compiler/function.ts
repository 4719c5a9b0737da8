import { type Graph, type GraphValue, outputBytes } from "./graph.ts";
import type { Context } from "./native/context.ts";
import { check, throwUnlessOk } from "./native/status.ts";
import { cString } from "./native/strings.ts";

// AttrValue {b: true}: field 5 of the protocol buffer.
const TRUE = Uint8Array.of(5 << 3, 1);

/** How many compiled functions use each function of the context: the same graph twice has the same name. */
const uses = new Map<string, number>();

/**
 * Makes a graph a function of the context that XLA compiles at its first call.
 *
 * @param after Operations without outputs that belong to the function.
 * @returns The function's name, which depends on nothing but the graph and the label.
 */
export function addFunction(
  { library, pointer }: Context,
  graph: Graph,
  label: string,
  inputs: GraphValue[],
  outputs: GraphValue[],
  after: Deno.PointerValue[],
): string {
  return check(library, (status) => {
    const made = library.TF_GraphToFunctionWithControlOutputs(
      graph.pointer,
      cString(`jit_${label.replaceAll(/\W/g, "_")}`),
      1,
      -1,
      null,
      inputs.length,
      outputBytes(inputs),
      outputs.length,
      outputBytes(outputs),
      null,
      after.length,
      BigUint64Array.from(after, (operation) => Deno.UnsafePointer.value(operation)),
      null,
      null,
      null,
      status,
    );
    throwUnlessOk(library, status);
    try {
      const name = Deno.UnsafePointerView.getCString(library.TF_FunctionName(made)!);
      library.TF_FunctionSetAttrValueProto(
        made,
        cString("_XlaMustCompile"),
        TRUE,
        BigInt(TRUE.length),
        status,
      );
      throwUnlessOk(library, status);
      const before = uses.get(name) ?? 0;
      if (before === 0) library.TFE_ContextAddFunction(pointer, made, status);
      uses.set(name, before + 1);
      return name;
    } finally {
      library.TF_DeleteFunction(made);
    }
  });
}

/** Undoes one {@linkcode addFunction}. */
export function removeFunction({ library, pointer }: Context, name: string): void {
  const left = uses.get(name)! - 1;
  if (left > 0) uses.set(name, left);
  else {
    uses.delete(name);
    check(library, (status) => library.TFE_ContextRemoveFunction(pointer, cString(name), status));
  }
}
