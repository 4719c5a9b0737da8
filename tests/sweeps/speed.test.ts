import assert from "node:assert/strict";
import { gpt2Preset } from "../../lib/models/config.ts";

Deno.test("the speed of training is in FLOPs a second of ten steps, and leaves the environment as it was", async () => {
  const script = `
    const { measureSpeed } = await import(${
    JSON.stringify(import.meta.resolve("../../lib/sweeps/speed.ts"))
  });
    console.log(await measureSpeed("pocket-small", "float32", 1), Deno.env.get("UTR_THREADS"));
    console.log(await measureSpeed("pocket-small", "float32", 1, { tokens: 150, trained: ["output"] }));`;
  const start = performance.now();
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", script],
    env: { UTR_THREADS: "7" },
  }).output();
  const seconds = (performance.now() - start) / 1000;
  const [speed, threads, ofLonger] = new TextDecoder().decode(stdout).trim().split(/\s/);
  assert.equal(threads, "7", new TextDecoder().decode(stderr));
  // Six for each of a layer's 12 width^2 weights and each of 8 x 64 tokens.
  const { layers, width } = gpt2Preset("pocket-small"), step = 6 * 12 * layers * width ** 2 * 8 * 64;
  assert(Number(speed) > 10 * step / seconds, `${speed}: the steps are a part of ${seconds} s`);
  for (const one of [speed, ofLonger]) assert(Number(one) < 1e12, `${one}: more than a thread can`);
  assert(Number(ofLonger) > 0);
});
