import { numberOf } from "./dtypes.ts";
import type { Library } from "./library.ts";
import { check } from "./status.ts";
import { cString } from "./strings.ts";

/** An operation's attributes by name. Strings and booleans stand for themselves; numbers say which kind they are. */
export type Attributes = Record<
  string,
  | string
  | boolean
  | { int: number }
  | { float: number }
  | { ints: number[] }
  | { type: string }
  | { shape: readonly number[] }
>;

/** Sets attributes of an operation of a graph (`TF_SetAttr`) or of one to be executed (`TFE_OpSetAttr`). */
export function setAttributes(
  library: Library,
  prefix: "TF_SetAttr" | "TFE_OpSetAttr",
  operation: Deno.PointerValue,
  attributes: Attributes,
): void {
  for (const [name, value] of Object.entries(attributes)) {
    const key = cString(name);
    if (typeof value === "string") {
      const bytes = new TextEncoder().encode(value);
      library[`${prefix}String`](operation, key, bytes, BigInt(bytes.length));
    } else if (typeof value === "boolean") library[`${prefix}Bool`](operation, key, +value);
    else if ("int" in value) library[`${prefix}Int`](operation, key, BigInt(value.int));
    else if ("float" in value) library[`${prefix}Float`](operation, key, value.float);
    else if ("type" in value) library[`${prefix}Type`](operation, key, numberOf(value.type));
    else if ("ints" in value) {
      library[`${prefix}IntList`](operation, key, BigInt64Array.from(value.ints, BigInt), value.ints.length);
    } else {
      const dims = BigInt64Array.from(value.shape, BigInt);
      if (prefix === "TF_SetAttr") library.TF_SetAttrShape(operation, key, dims, dims.length);
      else check(library, (status) => library.TFE_OpSetAttrShape(operation, key, dims, dims.length, status));
    }
  }
}
