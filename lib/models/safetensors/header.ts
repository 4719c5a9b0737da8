import { z } from "zod";
import { UserError } from "../../errors.ts";
import { BYTES_OF_DTYPE, type Dtype } from "./dtypes.ts";

/** What a safetensors file says about a tensor. */
export interface TensorInfo {
  dtype: Dtype;
  shape: number[];
  /** Where its bytes begin and end, counted from the end of the header. */
  start: number;
  end: number;
}

/** The header of a safetensors file. */
export interface Header {
  tensors: Map<string, TensorInfo>;
  metadata: Record<string, string>;
}

/** The most bytes a header may have, as in the reference implementation. */
export const HEADER_LIMIT = 100_000_000;

const count = z.int().min(0);
const dtypes = Object.keys(BYTES_OF_DTYPE) as Dtype[];
const entrySchema = z.object({
  dtype: z.enum(dtypes),
  shape: z.array(count),
  data_offsets: z.tuple([count, count]),
});
const metadataSchema = z.record(z.string(), z.string());

/**
 * Reads and checks the header of a safetensors file, as strictly as the reference implementation does
 * (huggingface/safetensors, `Metadata::validate`): tensors fill the data without holes or overlaps.
 *
 * @param bytes The JSON between the header's length and the data.
 * @param dataLength How many bytes follow the header.
 * @param source How errors call the file.
 * @throws {UserError} If a rule is broken.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseHeader } from "./header.ts";
 *
 * const json = '{"weight": {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16]}}';
 * const { tensors } = parseHeader(new TextEncoder().encode(json), 16, "model.safetensors");
 * assert.deepEqual(tensors.get("weight")?.shape, [2, 2]);
 * ```
 */
export function parseHeader(bytes: Uint8Array, dataLength: number, source: string): Header {
  const expect = (condition: boolean, found: string) => {
    if (!condition) throw new UserError(`Expected ${source} to be a safetensors file but found ${found}`);
  };
  const { __metadata__ = {}, ...entries } = parseObject(bytes, expect);
  const metadata = metadataSchema.safeParse(__metadata__);
  expect(metadata.success, "__metadata__ that is not text only");

  const tensors = new Map(
    Object.entries(entries).map(([name, entry]) => {
      const parsed = entrySchema.safeParse(entry);
      expect(
        parsed.success,
        `a malformed entry for ${name}:\n${parsed.error && z.prettifyError(parsed.error)}`,
      );
      const { dtype, shape, data_offsets: [start, end] } = parsed.data!;
      const size = shape.reduce((product, side) => {
        expect(Number.isSafeInteger(product * side), `that ${name} has the impossible shape [${shape}]`);
        return product * side;
      }, BYTES_OF_DTYPE[dtype]);
      expect(end - start === size, `${end - start} bytes for ${name}, ${dtype} of shape [${shape}]`);
      return [name, { dtype, shape, start, end }];
    }),
  );

  let end = 0;
  for (const [name, tensor] of [...tensors].sort(([, a], [, b]) => a.start - b.start || a.end - b.end)) {
    expect(tensor.start === end, `${name} at byte ${tensor.start} of the data, where byte ${end} is next`);
    end = tensor.end;
  }
  expect(end === dataLength, `${dataLength} bytes of data for ${end} bytes of tensors`);
  return { tensors, metadata: metadata.data! };
}

type Expect = (condition: boolean, found: string) => void;

function parseObject(bytes: Uint8Array, expect: Expect): Record<string, unknown> {
  let text = "", header: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    header = JSON.parse(text);
  } catch (error) {
    expect(false, `that its header is not JSON in UTF-8: ${(error as Error).message}`);
  }
  expect(text.startsWith("{"), "that its header is not a JSON object");
  const repeated = repeatedKey(text);
  expect(repeated === undefined, `${repeated} twice in its header`);
  return header as Record<string, unknown>;
}

/** A key, with its quotes, that some object of valid `json` has twice: JSON.parse would keep only the last. */
function repeatedKey(json: string): string | undefined {
  const open: Set<string>[] = [];
  for (let i = 0; i < json.length; i++) {
    if (json[i] === "{" || json[i] === "[") open.push(new Set());
    else if (json[i] === "}" || json[i] === "]") open.pop();
    else if (json[i] === '"') {
      const start = i;
      while (json[++i] !== '"') if (json[i] === "\\") i++;
      let next = i + 1;
      while (" \t\r\n".includes(json[next])) next++;
      if (json[next] !== ":") continue;
      const key = JSON.stringify(JSON.parse(json.slice(start, i + 1)));
      const keys = open.at(-1)!;
      if (keys.has(key)) return key;
      keys.add(key);
    }
  }
}
