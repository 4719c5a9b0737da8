import assert from "node:assert/strict";
import { existsSync, statSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { commandLine, inProjectCopy } from "../setup/project_copy.ts";
import { loadGpt2 } from "../../lib/models/checkpoint.ts";
import { checkpoint } from "./checkpoints.ts";
import { COMMIT, TOKEN, withHub } from "./hub.ts";

const ID = "somebody/small-gpt2";

Deno.test("what `weights` brings, `sweep` trains", () =>
  inProjectCopy((run, copy) =>
    withHub({ repositories: { [ID]: checkpoint() } }, "", async (hub) => {
      const env = {
        HF_ENDPOINT: hub.settings.endpoint,
        HF_HOME: join(copy, "hf"),
        HF_TOKEN: TOKEN,
        HF_HUB_OFFLINE: "",
        UTR_BACKEND: "wasm",
      };
      const brought = await run(["weights", ID, "--revision", COMMIT], env);
      assert.equal(brought.code, 0, brought.stderr);
      assert.match(brought.stdout, /^downloaded: somebody\/small-gpt2 \(944 parameters, .* at 607a30d7\)$/m);
      assert(!hub.askedOfStorage.some(({ authorization }) => authorization));

      // Its 4 positions are fewer than the task has.
      const experiment = {
        name: "brought",
        model: ID,
        tasks: [{
          task: { name: "bit-xor", bits: 3, examples: { validation: 8, test: 8 } },
          training: { maximumSteps: 2, evaluateEvery: 1 },
        }],
        settings: ["frozen-pretrained", "unfrozen-random"],
        learningRates: [1e-3],
        seeds: [0],
      };
      await writeFile(join(copy, "brought.json"), JSON.stringify(experiment));
      const swept = await run(["sweep", "brought.json", "--workers", "1"], env);
      assert.equal(swept.code, 0, swept.stdout + swept.stderr);
      assert.match(swept.stdout, /2 runs finished, 0 diverged, 0 failed, 0 to do/);
    })
  ));

Deno.test("a download that is killed is resumed by the same command", () =>
  inProjectCopy((run, copy) =>
    withHub({ repositories: { [ID]: checkpoint() } }, "", async (hub) => {
      hub.storage = { breakAfter: (answer) => answer === 1 ? 1000 : Infinity, stall: true };
      const env = { HF_ENDPOINT: hub.settings.endpoint, HF_HOME: join(copy, "hf"), HF_HUB_OFFLINE: "" };
      const folder = join(copy, "weights", "somebody--small-gpt2");
      const part = join(`${folder}.part`, COMMIT, "model.safetensors.part");
      const process = commandLine(["weights", ID], { env, project: copy }).spawn();
      let ended = false;
      process.status.then(() => ended = true);
      while (!existsSync(part) || statSync(part).size < 1000) {
        assert(!ended, "the download stalls until it is killed");
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      process.kill("SIGKILL");
      await process.status;
      assert(!existsSync(folder));

      const { code, stderr } = await run(["weights", ID], env);
      assert.equal(code, 0, stderr);
      assert.match(hub.askedOfStorage.at(-1)!.range!, /^bytes=1000-/);
      assert.equal((await loadGpt2(folder)).config.width, 8);
    })
  ));
