import { join } from "node:path";

/** The path of a file in tests/fixtures/tasks. */
export function fixturePath(name: string): string {
  return join(import.meta.dirname!, "../fixtures/tasks", name);
}

/** The bytes of a file in tests/fixtures/tasks. */
export function fixture(name: string): Uint8Array<ArrayBuffer> {
  return Deno.readFileSync(fixturePath(name));
}
