import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { multipliesBfloat16 } from "../../../lib/compiler/native/bfloat16.ts";

Deno.test({
  name: "whether the processor multiplies bfloat16 is what the system says of it",
  ignore: !existsSync("/proc/cpuinfo"),
  async fn() {
    const { stdout } = await new Deno.Command("grep", {
      args: ["-cwE", "avx512_bf16|amx_bf16", "/proc/cpuinfo"],
    })
      .output();
    assert.equal(multipliesBfloat16(), Number(new TextDecoder().decode(stdout)) > 0);
  },
});
