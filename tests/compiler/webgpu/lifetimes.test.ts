import assert from "node:assert/strict";
import type { Command } from "../../../lib/compiler/webgpu/commands.ts";
import { lifetimesOf } from "../../../lib/compiler/webgpu/lifetimes.ts";

Deno.test("a tensor lives from the first command that uses it to the last, or to the end if it is returned", () => {
  const buffer = (size: number) => ({ size }) as GPUBuffer;
  const [input, early, late, returned] = [4, 8, 12, 16].map(buffer);
  const compute = (...buffers: GPUBuffer[]) =>
    ({ bindings: buffers.map((buffer) => ({ buffer })) }) as Command;
  const copy = (from: GPUBuffer, to: GPUBuffer) => ({ from, to, size: from.size });
  const commands = [compute(early, input), compute(late, early), copy(early, returned), compute(late, input)];
  const lifetimes = lifetimesOf(commands, (buffer) => buffer !== input, [returned, input]);
  assert.deepEqual([...lifetimes], [
    [early, { size: 8, first: 0, last: 2 }],
    [late, { size: 12, first: 1, last: 3 }],
    [returned, { size: 16, first: 2, last: 4 }],
  ]);
});
