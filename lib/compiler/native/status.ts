import type { Library } from "./library.ts";

/** Calls `run` with a TF_Status and throws what the library reports in it. */
export function check<T>(library: Library, run: (status: Deno.PointerValue) => T): T {
  const status = library.TF_NewStatus();
  try {
    const result = run(status);
    throwUnlessOk(library, status);
    return result;
  } finally {
    library.TF_DeleteStatus(status);
  }
}

/** Throws an error with the library's message if `status` is one. */
export function throwUnlessOk(library: Library, status: Deno.PointerValue): void {
  const code = library.TF_GetCode(status);
  if (code === 0) return;
  const message = library.TF_Message(status);
  throw new TensorFlowError(
    message === null ? `code ${code}` : new Deno.UnsafePointerView(message).getCString(),
    code,
  );
}

/** What libtensorflow reports. */
class TensorFlowError extends Error {
  override name = "TensorFlowError";
  /** As in absl::StatusCode, such as 3 for an invalid argument. */
  readonly code: number;

  constructor(message: string, code: number) {
    super(message);
    this.code = code;
  }
}
