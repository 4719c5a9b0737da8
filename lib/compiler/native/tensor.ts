import { dtypeOf, fromBytes, type HostValues, layOut, numberOf } from "./dtypes.ts";
import type { Library } from "./library.ts";
import { check } from "./status.ts";

/** A TF_Tensor with a copy of `values`; the caller deletes it. */
export function newTensor(
  library: Library,
  values: ArrayLike<number | boolean>,
  shape: readonly number[],
  dtype: string,
): Deno.PointerValue {
  const source = layOut(values, dtype);
  const dims = BigInt64Array.from(shape, BigInt);
  const tensor = library.TF_AllocateTensor(numberOf(dtype), dims, shape.length, BigInt(source.byteLength));
  if (tensor === null) throw new Error(`No memory for ${source.byteLength} bytes`);
  const data = source.byteLength === 0 ? null : library.TF_TensorData(tensor);
  if (data !== null) {
    const target = Deno.UnsafePointerView.getArrayBuffer(data, source.byteLength);
    new Uint8Array(target).set(new Uint8Array(source.buffer, source.byteOffset, source.byteLength));
  }
  return tensor;
}

/** A TFE_TensorHandle with a copy of `values`; the caller deletes it. */
export function newHandle(
  library: Library,
  values: ArrayLike<number | boolean>,
  shape: readonly number[],
  dtype: string,
): Deno.PointerValue {
  const tensor = newTensor(library, values, shape, dtype);
  try {
    return check(library, (status) => library.TFE_NewTensorHandle(tensor, status));
  } finally {
    library.TF_DeleteTensor(tensor);
  }
}

/** A copy of the values behind a TFE_TensorHandle. */
export function readHandle(library: Library, handle: Deno.PointerValue): HostValues {
  const dtype = dtypeOf(library.TFE_TensorHandleDataType(handle));
  const tensor = check(library, (status) => library.TFE_TensorHandleResolve(handle, status));
  try {
    const size = Number(library.TF_TensorByteSize(tensor));
    const data = size === 0 ? null : library.TF_TensorData(tensor);
    if (data === null) return fromBytes(new ArrayBuffer(0), dtype);
    return fromBytes(Deno.UnsafePointerView.getArrayBuffer(data, size).slice(0), dtype);
  } finally {
    library.TF_DeleteTensor(tensor);
  }
}
