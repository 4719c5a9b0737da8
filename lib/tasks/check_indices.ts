import { UserError } from "../errors.ts";
import type { Split, Task } from "./task.ts";

/** @throws {UserError} Unless all indices are those of examples that a split has. */
export function checkIndices(sizes: Task["sizes"], split: Split, indices: ArrayLike<number>): void {
  const size = sizes[split];
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i];
    if (Number.isSafeInteger(index) && 0 <= index && index < size) continue;
    throw new UserError(
      `Expected a whole number of at least 0 and less than ${size}, the ${split} examples, but found ${index}`,
    );
  }
}
