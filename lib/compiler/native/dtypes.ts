import { UserError } from "../../errors.ts";

/** TF_DataType by name; the first three are also dtypes of TensorFlow.js. */
const NUMBERS = {
  float32: 1,
  int32: 3,
  bool: 10,
  uint8: 4,
  bfloat16: 14,
  uint32: 22,
  int64: 9,
  resource: 20,
} as const;

export type Dtype = keyof typeof NUMBERS;

const NAMES = new Map(Object.entries(NUMBERS).map(([name, number]) => [number as number, name as Dtype]));

/** The library's number of a dtype. */
export function numberOf(dtype: string): number {
  const number = (NUMBERS as Record<string, number>)[dtype];
  if (number === undefined) {
    throw new UserError(`Expected a tensor of dtype float32, int32 or bool but found ${dtype}`);
  }
  return number;
}

export function dtypeOf(number: number): Dtype {
  const name = NAMES.get(number);
  if (name === undefined) throw new Error(`Expected a known TF_DataType but found ${number}`);
  return name;
}

const ARRAYS = {
  float32: Float32Array,
  int32: Int32Array,
  uint32: Uint32Array,
  bool: Uint8Array,
  uint8: Uint8Array,
};

export type HostValues = Float32Array | Int32Array | Uint8Array | Uint32Array;

/** `values` as the typed array in which the library lays out `dtype`. */
export function layOut(values: ArrayLike<number | boolean>, dtype: string): HostValues {
  const Values = ARRAYS[dtype as keyof typeof ARRAYS];
  if (Values === undefined) {
    throw new UserError(`Expected values of dtype float32, int32 or bool but found ${dtype}`);
  }
  return values instanceof Values ? values : Values.from(values as ArrayLike<number>);
}

/** A copy of the bytes of a tensor as a typed array. */
export function fromBytes(bytes: ArrayBuffer, dtype: Dtype): HostValues {
  const Values = ARRAYS[dtype as keyof typeof ARRAYS];
  if (Values === undefined) throw new Error(`Cannot read tensors of dtype ${dtype}`);
  return new Values(bytes);
}
