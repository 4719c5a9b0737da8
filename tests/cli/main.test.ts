import assert from "node:assert/strict";
import { readJson } from "../../lib/files/json.ts";
import { root } from "../../lib/files/paths.ts";
import { join } from "node:path";
import { z } from "zod";
import { temporaryDirectory } from "../temporary_directory.ts";
import { runCommandLine } from "../setup/project_copy.ts";

const { tasks } = await readJson(
  `${root}/deno.json`,
  z.looseObject({ tasks: z.record(z.string(), z.unknown()) }),
);
const COMMANDS = Object.keys(tasks);

/** That the command line refuses `args` with one message that fits, and no stack trace. */
async function assertRefused(args: string[], message: RegExp, env?: Record<string, string>): Promise<void> {
  const { code, stdout, stderr } = await runCommandLine(args, { env });
  assert.notEqual(code, 0);
  assert.equal(stdout, "");
  assert.match(stderr, message);
  assert.doesNotMatch(stderr, /^\s+at /m, "there is a stack trace");
}

Deno.test("every task of deno.json is a command with help", async () => {
  for (const command of COMMANDS) {
    const { code, stdout } = await runCommandLine([command, "--help"]);
    assert.equal(code, 0, command);
    assert.match(stdout, new RegExp(`^Usage: deno task ${command}`), command);
  }
});

Deno.test("the overview lists every command", async () => {
  const { code, stdout } = await runCommandLine(["--help"]);
  assert.equal(code, 0);
  for (const command of COMMANDS) assert.match(stdout, new RegExp(`^  ${command} `, "m"));
});

Deno.test("an unknown command is refused", () => assertRefused(["reproduc"], /unknown command 'reproduc'/));

Deno.test("an unknown flag is refused", async () => {
  const own = COMMANDS.filter((command) => !["test", "lab"].includes(command)); // those pass flags on
  for (const command of own) {
    await assertRefused([command, "--no-such-flag"], /unknown option '--no-such-flag'/);
  }
});

Deno.test("a scale that there is not is refused, with those that there are", () =>
  assertRefused(
    ["setup", "--scale", "huge"],
    /'huge' is invalid\. Allowed choices are quick, pocket, paper/,
  ));

Deno.test("reports have the scale of UTR_SCALE, which must be one, unless it is empty", async () => {
  await assertRefused(["report"], /'huge' from env 'UTR_SCALE' is invalid/, { UTR_SCALE: "huge" });
  const { code, stdout } = await runCommandLine(["report", "--help"], { env: { UTR_SCALE: "" } });
  assert.equal(code, 0, stdout);
});

Deno.test("a number of workers that is none is refused", () =>
  assertRefused(["sweep", "quick", "--workers", "0"], /whole number of at least 1 but found "0"/));

Deno.test("an experiment file that does not exist is refused", () =>
  assertRefused(
    ["sweep", "pokcet"],
    /a JSON file or one of quick, .*pocket-longer, .* found neither at \/.*\/pokcet/,
  ));

Deno.test("an estimate of files that are not there says so, as the sweep would", async () => {
  const directory = await temporaryDirectory(), path = join(directory, "own.json");
  const task = { name: "listops", directory: join(directory, "none") },
    training = { maximumSteps: 1, evaluateEvery: 1 };
  const grid = { learningRates: [1e-3], seeds: [0], settings: ["frozen-random"] };
  await Deno.writeTextFile(
    path,
    JSON.stringify({ name: "own", model: "pocket-small", tasks: [{ task, training }], ...grid }),
  );
  await assertRefused(["sweep", path, "--estimate"], /ListOps but found none at .*none\/basic_train\.tsv/);
});

Deno.test("an experiment of a model that is not here is refused, with those that are", async () => {
  const path = await Deno.makeTempFile({ suffix: ".json" });
  const training = { maximumSteps: 1, evaluateEvery: 1 };
  await Deno.writeTextFile(
    path,
    JSON.stringify({
      name: "unknown-model",
      model: "nobody/nothing",
      tasks: [{ task: { name: "bit-xor" }, training }],
      learningRates: [1e-3],
      seeds: [0],
    }),
  );
  await assertRefused(
    ["sweep", path],
    /one of pocket, .*gpt2, .*"nobody\/nothing".*deno task weights nobody\/nothing/,
  );
  await Deno.remove(path);
});

Deno.test("weights without a network are one message", () =>
  assertRefused(["weights", "gpt2"], /answer from 127\.0\.0\.1:9.*HF_ENDPOINT/, {
    HF_ENDPOINT: "http://127.0.0.1:9",
    HF_HUB_CACHE: "/nowhere",
    HF_HUB_OFFLINE: "",
  }));

Deno.test("weights that are not in the cache are one message where the network is forbidden", () =>
  assertRefused(["weights", "gpt2"], /openai-community\/gpt2 at main in the Hugging Face cache \/nowhere/, {
    HF_HUB_OFFLINE: "1",
    HF_HUB_CACHE: "/nowhere",
  }));

Deno.test("options of pretraining that do not fit are refused before anything is read", async () => {
  const refused = (flags: string[], message: RegExp) =>
    assertRefused(["pretrain", "no-text", ...flags], message);
  await refused(["--length", "2000"], /length/);
  await refused(["--warm-up-steps", "10", "--steps", "10"], /fewer steps of warm-up.*warmUpSteps/s);
  await refused(["--short-steps", "5", "--short-length", "300"], /multiple of shortLength/);
  await refused(["--model", "huge"], /pocket.*model/s);
  await refused(["--model", "gpt2"], /model named pocket to have layers 4 but found 12/);
  await refused(["--name", ".."], /found "\.\.": choose another --name/);
  await refused(["--matmul-precision", "float8"], /bfloat16.*matmulPrecision/s);
});

Deno.test("no warm-up, no shorter examples and few steps are no reason to refuse pretraining", () =>
  assertRefused(
    ["pretrain", "no-text", "--steps", "100", "--warm-up-steps", "0", "--short-steps", "0"],
    /text file or a folder of text files at no-text but found none/,
  ));

Deno.test("pretraining without text says what it looked for", () =>
  assertRefused(["pretrain", "no-text"], /text file or a folder of text files at no-text but found none/));

Deno.test("a folder without a sweep is refused", () =>
  assertRefused(["results", "lib"], /Expected a sweep in lib/));

Deno.test("an empty path, as of a shell's variable that is not set, is refused", async () => {
  for (const args of [["results", ""], ["books", ""], ["books", "clone", ""]]) {
    await assertRefused(args, /Expected a path but found an empty text/);
  }
});

Deno.test("an unknown benchmark is refused, with those that there are", () =>
  assertRefused(["bench", "no-such-benchmark"], /listops.*found "no-such-benchmark"/));

Deno.test("the paper's scale is not started unasked where nobody can be asked", async () => {
  const message = /of [\d.]+e\+\d+ FLOPs but found none: `--yes` starts without asking/;
  await assertRefused(["sweep", "paper"], message);
});
