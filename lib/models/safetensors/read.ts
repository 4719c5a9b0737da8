import { open } from "node:fs/promises";
import { UserError } from "../../errors.ts";
import type { HostTensor } from "../parameters.ts";
import { decode, FLOAT_DTYPES, type FloatDtype } from "./dtypes.ts";
import { type Header, HEADER_LIMIT, parseHeader } from "./header.ts";

/** An open safetensors file: its header is read and checked, its tensors are read one by one when asked for. */
export interface Safetensors extends Header, AsyncDisposable {
  /** @throws {UserError} If there is no such tensor or it does not hold f32, f16 or bf16 numbers. */
  read(name: string): Promise<HostTensor>;
}

/**
 * Opens a safetensors file, or its contents.
 *
 * @param source A path, or the bytes of a file.
 * @throws {UserError} If the file is missing or breaks a rule of the format.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openSafetensors } from "./read.ts";
 * import { encodeSafetensors } from "./write.ts";
 *
 * const bytes = encodeSafetensors({ bias: { shape: [2], values: Float32Array.of(1, 2) } });
 * await using file = await openSafetensors(bytes);
 * assert.deepEqual((await file.read("bias")).values, Float32Array.of(1, 2));
 * ```
 */
export async function openSafetensors(source: string | Uint8Array<ArrayBuffer>): Promise<Safetensors> {
  const file = typeof source === "string" ? await openFile(source) : openBytes(source);
  try {
    const headerLength = file.size < 8 ? 0n : new DataView(await file.read(0, 8)).getBigUint64(0, true);
    const dataStart = 8 + Number(headerLength);
    if (headerLength > HEADER_LIMIT || dataStart > file.size) {
      throw new UserError(
        `Expected ${file.name} to be a safetensors file but found ${file.size} bytes that begin with no valid ` +
          `length of a header (${headerLength})`,
      );
    }
    const bytes = new Uint8Array(await file.read(8, dataStart - 8));
    const header = parseHeader(bytes, file.size - dataStart, file.name);
    return {
      ...header,
      async read(name) {
        const tensor = header.tensors.get(name);
        if (tensor === undefined) {
          throw new UserError(`Expected a tensor ${name} in ${file.name} but found none`);
        }
        const dtype = FLOAT_DTYPES.find((known) => known === tensor.dtype);
        if (dtype === undefined) throw unreadable(name, tensor.dtype, file.name);
        const buffer = await file.read(dataStart + tensor.start, tensor.end - tensor.start);
        return { shape: tensor.shape, values: decode(buffer, dtype satisfies FloatDtype) };
      },
      [Symbol.asyncDispose]: file.close,
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

function unreadable(name: string, dtype: string, file: string): UserError {
  return new UserError(
    `Expected tensor ${name} of ${file} to hold ${
      FLOAT_DTYPES.join(", ")
    } numbers but found ${dtype}; convert it`,
  );
}

/** Bytes that can be read at any place. */
interface Source {
  name: string;
  size: number;
  read(start: number, length: number): Promise<ArrayBuffer>;
  close(): Promise<void>;
}

function openBytes(bytes: Uint8Array<ArrayBuffer>): Source {
  return {
    name: "the given bytes",
    size: bytes.length,
    read: (start, length) => Promise.resolve(bytes.slice(start, start + length).buffer),
    close: () => Promise.resolve(),
  };
}

async function openFile(path: string): Promise<Source> {
  const file = await open(path).catch((error) => {
    throw new UserError(`Expected a safetensors file at ${path} but could not open it: ${error.message}`);
  });
  const stats = await file.stat();
  if (stats.isDirectory()) {
    await file.close();
    throw new UserError(`Expected a safetensors file at ${path} but found a folder`);
  }
  return {
    name: path,
    size: stats.size,
    close: () => file.close(),
    async read(start, length) {
      const bytes = new Uint8Array(length);
      // One call reads at most 2 GiB.
      for (let done = 0; done < length;) {
        const { bytesRead } = await file.read(bytes, done, Math.min(length - done, 2 ** 30), start + done);
        if (bytesRead === 0) throw new UserError(`Expected ${path} to stay as it is but found it shortened`);
        done += bytesRead;
      }
      return bytes.buffer;
    },
  };
}
