import assert from "node:assert/strict";
import { threadsConfig } from "../../../lib/compiler/native/context.ts";

Deno.test("a number of threads is written as protocol buffers write numbers", () => {
  // Field 2 as a varint: 2 << 3 | 0; seven bits a byte, the lowest first, the eighth says that more follow.
  assert.deepEqual([...threadsConfig(1)], [16, 1]);
  assert.deepEqual([...threadsConfig(127)], [16, 127]);
  assert.deepEqual([...threadsConfig(128)], [16, 128, 1]);
  assert.deepEqual([...threadsConfig(300)], [16, 172, 2]); // 300 is the example in their documentation
});
