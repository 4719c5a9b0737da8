import { z } from "zod";
import { UserError } from "../errors.ts";

const BACKEND_NAMES = ["native", "eager", "webgpu", "wasm", "cpu"] as const;

/**
 * A compute backend: libtensorflow with compiled functions (native) or through tfjs-node, one operation at a time
 * (eager); a GPU through WebGPU; WebAssembly; plain JavaScript.
 */
export type BackendName = (typeof BACKEND_NAMES)[number];

const schema = z.object({
  UTR_BACKEND: z.enum(BACKEND_NAMES, {
    error: ({ input }) =>
      `Expected UTR_BACKEND to be one of ${BACKEND_NAMES.join(", ")} but found "${input}"`,
  }).optional(),
  UTR_THREADS: z.string().optional().refine((text) => text === undefined || /^[1-9]\d{0,2}$/.test(text), {
    error: ({ input }) => `Expected UTR_THREADS to be a whole number from 1 to 999 but found "${input}"`,
  }),
});

/**
 * What the environment asks for: the backend in UTR_BACKEND, the number of its threads in UTR_THREADS.
 *
 * @throws {UserError} If either has a value that it cannot have.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { backendChoice } from "./choice.ts";
 *
 * assert.deepEqual(backendChoice({ UTR_BACKEND: "wasm" }), { backend: "wasm", threads: undefined });
 * assert.throws(() => backendChoice({ UTR_BACKEND: "cuda" }), /native, eager, webgpu, wasm, cpu/);
 * ```
 */
export function backendChoice(
  { UTR_BACKEND, UTR_THREADS }: Record<string, string> = Deno.env.toObject(),
): { backend?: BackendName; threads?: number } {
  // An empty variable is as good as none.
  const parsed = schema.safeParse({
    UTR_BACKEND: UTR_BACKEND || undefined,
    UTR_THREADS: UTR_THREADS || undefined,
  });
  if (!parsed.success) throw new UserError(parsed.error.issues.map(({ message }) => message).join("\n"));
  const threads = parsed.data.UTR_THREADS;
  return { backend: parsed.data.UTR_BACKEND, threads: threads === undefined ? undefined : Number(threads) };
}
