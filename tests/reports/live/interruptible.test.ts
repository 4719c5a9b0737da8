import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { root } from "../../../lib/files/paths.ts";
import { registerKernel } from "../../../lib/setup/kernel.ts";
import { python } from "../../../lib/setup/python.ts";
import { temporaryDirectory } from "../../temporary_directory.ts";

const SCRIPT = fileURLToPath(new URL("./interrupt.py", import.meta.url));
const CELL = `
  import { gpt2Preset, openTask, SETTINGS, watchTraining } from "./lib/mod.ts";
  const kept = "still here";
  await watchTraining({
    task: await openTask({ name: "bit-xor" }),
    body: { ...gpt2Preset("pocket-small"), layers: 1 },
    setting: SETTINGS["unfrozen-random"],
    learningRate: 1e-3,
    seed: 0,
    options: { maximumSteps: 10_000_000, evaluateEvery: 10_000_000 },
  });
`;

Deno.test({
  name: "Jupyter's Interrupt ends a cell that trains, and leaves the kernel with its variables",
  ignore: Deno.build.os === "windows",
  async fn() {
    await registerKernel();
    const directory = await temporaryDirectory(); // for what Jupyter writes
    const variables = ["JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"];
    const { code, stdout, stderr } = await new Deno.Command(python, {
      args: [SCRIPT, CELL, "kept"],
      cwd: root,
      env: Object.fromEntries(variables.map((name) => [name, directory])),
    }).output();
    const [said, told] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
    assert.equal(code, 0, told);
    assert.match(said, /^Expected the cell to come to its end but found it interrupted: run it again;/);
    assert.match(said, /still here/);
  },
});
