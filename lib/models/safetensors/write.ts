import type { HostParameters } from "../parameters.ts";
import { encode, type FloatDtype } from "./dtypes.ts";

/**
 * The bytes of a safetensors file.
 *
 * @param metadata Text by name; Hugging Face's loaders ask for a "format".
 *
 * @example
 * ```ts
 * import { encodeSafetensors } from "./write.ts";
 *
 * const bytes = encodeSafetensors({ bias: { shape: [2], values: Float32Array.of(1, 2) } }, { dtype: "F16" });
 * await Deno.writeFile(await Deno.makeTempFile(), bytes);
 * ```
 */
export function encodeSafetensors(
  tensors: HostParameters,
  { dtype = "F32", metadata = { format: "pt" } }: { dtype?: FloatDtype; metadata?: Record<string, string> } =
    {},
): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { __metadata__: metadata };
  const chunks = [];
  let end = 0;
  for (const [name, { shape, values }] of Object.entries(tensors)) {
    const chunk = encode(values, dtype);
    header[name] = { dtype, shape, data_offsets: [end, end += chunk.length] };
    chunks.push(chunk);
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(json.length / 8) * 8; // so that the data are aligned

  const file = new Uint8Array(8 + headerLength + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.fill(" ".charCodeAt(0), 8, 8 + headerLength);
  file.set(json, 8);
  let start = 8 + headerLength;
  for (const chunk of chunks) {
    file.set(chunk, start);
    start += chunk.length;
  }
  return file;
}
