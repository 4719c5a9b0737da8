import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { tryLock } from "../../lib/files/lock.ts";
import { loadGpt2 } from "../../lib/models/checkpoint.ts";
import { describeWeights } from "../../lib/weights/describe_weights.ts";
import { listWeights } from "../../lib/weights/folders.ts";
import { checkpoint, shardedCheckpoint, writeFiles } from "./checkpoints.ts";
import { COMMIT, error, TOKEN } from "./hub.ts";
import { assertFails, FOLDER, ID, sizeOfWeights, testHub, weightsOf } from "./place.ts";

testHub(
  "a checkpoint of the Hub is downloaded whole and can be loaded",
  {},
  async ({ hub, weights, get }) => {
    const { how, model, origin } = await get();
    assert.equal(how, "downloaded");
    assert.equal(model, ID);
    assert.equal(origin?.commit, COMMIT);
    assert.deepEqual((await loadGpt2(join(weights, FOLDER))).parameters, weightsOf(0));
    assert.deepEqual((await readdir(join(weights, FOLDER))).sort(), [
      "config.json",
      "model.safetensors",
      "source.json",
    ]);
    assert.deepEqual(await readdir(weights), [FOLDER]);
    assert.equal(
      hub.asked.filter(({ path }) => path.includes("/main/")).length,
      1,
      "which may be another commit then",
    );
    assert([...hub.asked, ...hub.askedOfStorage].every(({ encoding }) => encoding === "identity"));
    assert.match(
      await describeWeights(ID, weights),
      /^somebody\/small-gpt2 \(944 parameters, somebody\/small-gpt2 at 607a30d7\)$/,
    );
  },
);

testHub(
  "the token is shown to the Hub, and not to the storage that it redirects to",
  { refuse: (_, authorization) => authorization === `Bearer ${TOKEN}` ? undefined : error(401, "GatedRepo") },
  async ({ hub, get }) => {
    hub.settings.token = TOKEN;
    await get();
    assert(
      hub.asked.length > 0 && hub.asked.every(({ authorization }) => authorization === `Bearer ${TOKEN}`),
    );
    assert.deepEqual(hub.askedOfStorage.map(({ authorization }) => authorization), [null]);
  },
);

testHub("a file in the folder's place is left alone", {}, async ({ weights, get }) => {
  await mkdir(weights, { recursive: true });
  await writeFile(join(weights, "README.md"), "# Weights");
  await assertFails(
    get(ID, { name: "README.md" }),
    /Expected room for a folder at .*README\.md but found a file/,
  );
});

testHub(
  "a file where downloads are kept until they are whole is one message",
  {},
  async ({ weights, get }) => {
    await writeFile(join(weights, `${FOLDER}.part`), "");
    await assertFails(get(), /^Expected to write .*\.part.* but found: .*(exist|not a directory)/i);
  },
);

testHub("shards are downloaded with their index", {}, async ({ hub, weights, get }) => {
  hub.repositories[ID] = await shardedCheckpoint();
  await get();
  assert.equal((await loadGpt2(join(weights, FOLDER))).config.width, 15);
  assert.equal(hub.askedOfStorage.length, 2);
});

testHub("a mirror of the Hub need not give its errors a code", {}, async ({ hub, weights, get }) => {
  hub.repositories[ID] = await shardedCheckpoint();
  hub.refuse = (path) =>
    path.endsWith("/model.safetensors") ? new Response(null, { status: 404 }) : undefined;
  await get();
  assert.equal((await loadGpt2(join(weights, FOLDER))).config.width, 15);
});

testHub(
  "a download that was interrupted leaves no weights, and goes on where it was",
  { storage: { breakAfter: (answer) => answer === 1 ? 1000 : answer < 5 ? 0 : Infinity } },
  async ({ hub, weights, get }) => {
    await assertFails(get(), /after 1000 .*run the command again/);
    assert.deepEqual(await listWeights(weights), { present: [], unfinished: [ID] });
    await get();
    assert.deepEqual((await loadGpt2(join(weights, FOLDER))).parameters, weightsOf(0));
    assert.equal(hub.askedOfStorage.at(-1)!.range, `bytes=1000-${sizeOfWeights - 1}`);
    assert.deepEqual(await listWeights(weights), { present: [ID], unfinished: [] });
  },
);

testHub(
  "what came whole before a download was interrupted is not downloaded again",
  { storage: { breakAfter: (answer) => answer === 1 || answer > 5 ? Infinity : 0 } },
  async ({ hub, weights, get }) => {
    hub.repositories[ID] = await shardedCheckpoint();
    await assertFails(get(), /run the command again/);
    await get();
    assert.equal((await loadGpt2(join(weights, FOLDER))).config.width, 15);
    const [first, ...others] = hub.askedOfStorage.map(({ path }) => path);
    assert(!others.includes(first));
  },
);

testHub(
  "what came of one commit is not mixed with another",
  { storage: { breakAfter: (answer) => answer === 1 ? 1000 : answer < 5 ? 0 : Infinity } },
  async ({ hub, weights, get }) => {
    await assertFails(get(), /after 1000/);
    hub.commit = "f".repeat(40);
    hub.repositories[ID] = checkpoint(1);
    await get();
    assert.equal(hub.askedOfStorage.at(-1)!.range, null);
    assert.deepEqual((await loadGpt2(join(weights, FOLDER))).parameters, weightsOf(1));
  },
);

testHub(
  "an answer that is too short leaves no weights",
  { storage: { breakAfter: () => 2000, endQuietly: true, withoutRanges: true } },
  async ({ weights, get }) => {
    await assertFails(get(), new RegExp(`Expected ${sizeOfWeights} bytes .* after 2000`));
    assert.deepEqual((await listWeights(weights)).present, []);
  },
);

testHub("corrupted weights are refused by their SHA-256", {}, async ({ hub, weights, get }) => {
  hub.stored = (content) => content.map((byte, i) => i === content.length - 1 ? byte ^ 1 : byte);
  await assertFails(get(), /integrity sha256-.*another/);
  assert.deepEqual((await listWeights(weights)).present, []);
  hub.stored = (content) => content;
  await get();
  assert.deepEqual((await loadGpt2(join(weights, FOLDER))).parameters, weightsOf(0));
});

testHub("a corrupted configuration is refused by its id in git", {}, async ({ hub, weights, get }) => {
  hub.headers["config.json"] = { etag: `W/"${"0".repeat(40)}"` };
  await assertFails(get(), /integrity git-000/);
  assert.deepEqual(await readdir(weights), []);
});

const REFUSALS: [string, Response, RegExp, token?: string][] = [
  ["a private or missing repository", error(401, "RepoNotFound"), /found none that is public.*HF_TOKEN/],
  ["a missing repository, with a token", error(404, "RepoNotFound"), /none that your token opens/, TOKEN],
  ["a gated repository", error(403, "GatedRepo"), /gated.*accept its conditions at .*HF_TOKEN/],
  [
    "a wrong token",
    error(401, "", "Invalid credentials in Authorization header"),
    /Invalid cred.*HF_TOKEN/,
    TOKEN,
  ],
  ["a disabled repository", error(403, "", "Access to this resource is disabled."), /403 Access to this/],
  ["an overloaded Hub", error(503, ""), /503 .*try again later/],
  ["a Hub that was asked too often", error(429, ""), /429 .*try again later/],
  [
    "a network that asks for a login",
    new Response("Log in", { status: 200 }),
    /served by a Hugging Face Hub/,
  ],
];
for (const [name, response, message, token] of REFUSALS) {
  testHub(
    `${name} is one clear message`,
    { refuse: () => response.clone() },
    async ({ hub, weights, get }) => {
      hub.settings.token = token;
      await assertFails(get(), message);
      assert.deepEqual(await readdir(weights), []);
    },
  );
}

testHub("a revision that there is not is one clear message", {}, async ({ get }) => {
  await assertFails(get(ID, { revision: "no/such" }), /branch, tag or commit no\/such of somebody/);
});

testHub("a repository without safetensors is told with its formats", {}, async ({ hub, weights, get }) => {
  const { "model.safetensors": _, ...others } = checkpoint();
  hub.repositories[ID] = {
    ...others,
    "pytorch_model.bin": new Uint8Array(3),
    "tf_model.h5": new Uint8Array(3),
  };
  await assertFails(get(), /pytorch_model\.bin, tf_model\.h5.*save_pretrained/);
  assert.deepEqual(await readdir(weights), []);
  hub.refuse = (path) => path.startsWith("/api/") ? error(503, "") : undefined;
  await assertFails(get(), /found no weights: .*save_pretrained/);
});

testHub("a model that is no GPT-2 is refused before its weights are asked for", {}, async (place) => {
  const { hub, weights, get } = place;
  hub.repositories[ID]["config.json"] = new TextEncoder().encode('{"model_type": "bert"}');
  await assertFails(get(), /somebody\/small-gpt2 to be a GPT-2 but .* "bert"/);
  hub.repositories[ID]["config.json"] = new TextEncoder().encode('{"activation_function": "relu"}');
  await assertFails(get(), /activation_function/);
  assert(hub.asked.every(({ path }) => path.endsWith("config.json")));
  assert.deepEqual(await readdir(weights), []);
});

testHub("a folder whose model is no GPT-2 is refused by its own name", {}, async ({ cache, get }) => {
  const config = new TextEncoder().encode('{"model_type": "bert"}');
  await writeFiles(join(cache, "bert"), { ...checkpoint(), "config.json": config });
  await assertFails(get(join(cache, "bert")), /cache\/bert to be a GPT-2 but .* "bert"/);
});

testHub(
  "weights for which the disk has no room are refused beforehand",
  {},
  async ({ hub, weights, get }) => {
    hub.headers["model.safetensors"] = { "x-linked-size": String(1e15) };
    await assertFails(get(), /1000000000 MB to be free on the disk/);
    assert.equal(hub.askedOfStorage.length, 0);
    assert.deepEqual(await readdir(weights), []);
  },
);

testHub("what is there and whole is not downloaded again", {}, async ({ hub, get }) => {
  await get();
  assert.equal((await get()).how, "already there");
  assert.equal(hub.askedOfStorage.length, 1);
});

testHub(
  "what is left of a download is removed once whole weights turn out to be the newest",
  {},
  async (place) => {
    const { hub, weights, get } = place;
    await get();
    await writeFiles(join(weights, `${FOLDER}.part`, "f".repeat(40)), { "config.json": new Uint8Array(3) });
    hub.refuse = () => error(503, "");
    await get();
    assert.deepEqual((await listWeights(weights)).unfinished, [ID]);
    hub.refuse = undefined;
    await get();
    assert.deepEqual((await listWeights(weights)).unfinished, []);
  },
);

testHub("what was damaged in weights/ is downloaded again", {}, async ({ hub, weights, get }) => {
  await get();
  await writeFile(join(weights, FOLDER, "model.safetensors"), "damaged");
  assert.equal((await get()).how, "downloaded");
  assert.deepEqual((await loadGpt2(join(weights, FOLDER))).parameters, weightsOf(0));
  assert.equal(hub.askedOfStorage.length, 2);
});

testHub("weights of which a file was deleted are downloaded again", {}, async ({ weights, get }) => {
  await get();
  await rm(join(weights, FOLDER, "model.safetensors"));
  assert.equal((await get()).how, "downloaded");
  assert.deepEqual((await loadGpt2(join(weights, FOLDER))).parameters, weightsOf(0));
});

testHub("a newer commit replaces what is there", {}, async ({ hub, weights, get }) => {
  await get();
  hub.commit = "a".repeat(40);
  hub.repositories[ID] = checkpoint(1);
  assert.equal((await get()).how, "downloaded");
  assert.deepEqual((await loadGpt2(join(weights, FOLDER))).parameters, weightsOf(1));
});

testHub("the user's own files stay where weights are replaced, old shards do not", {}, async (place) => {
  const { hub, weights, get } = place, folder = join(weights, FOLDER);
  hub.repositories[ID] = await shardedCheckpoint();
  await get();
  await mkdir(join(folder, "plots"));
  for (const name of ["notes.txt", "plots/loss.txt"]) await writeFile(join(folder, name), "mine");
  hub.repositories[ID] = checkpoint();
  hub.commit = "a".repeat(40);
  await get();
  const names = ["config.json", "model.safetensors", "notes.txt", "plots", "source.json"];
  assert.deepEqual((await readdir(folder)).sort(), names);
  assert.deepEqual(await readdir(join(folder, "plots")), ["loss.txt"]);
});

testHub("a folder's checkpoint is copied, and the rest of it is not", {}, async ({ weights, cache, get }) => {
  const folder = join(cache, "my-gpt2");
  await writeFiles(folder, { ...checkpoint(), "optimizer.pt": new Uint8Array(3) });
  assert.deepEqual(await get(folder).then(({ how, model }) => [how, model]), ["copied", "my-gpt2"]);
  assert(!existsSync(join(weights, "my-gpt2", "optimizer.pt")));
  assert.deepEqual((await loadGpt2(join(weights, "my-gpt2"))).parameters, weightsOf(0));
});

testHub("a folder whose weights have changed is copied again", {}, async ({ weights, cache, get }) => {
  const folder = join(cache, "my-gpt2");
  await writeFiles(folder, checkpoint());
  await get(folder);
  assert.equal((await get(folder)).how, "already there");
  await writeFiles(folder, checkpoint(1));
  assert.equal((await get(folder)).how, "copied");
  assert.deepEqual((await loadGpt2(join(weights, "my-gpt2"))).parameters, weightsOf(1));
});

testHub("what a killed copy of another model has left is not taken for the copy", {}, async (place) => {
  const { weights, cache, get } = place, folder = join(cache, "tuned");
  await writeFiles(join(weights, "tuned.part", "copy"), checkpoint(1)); // one file, which is read before an index
  await writeFiles(folder, await shardedCheckpoint());
  assert.equal((await get(folder)).how, "copied");
  assert(!existsSync(join(weights, "tuned", "model.safetensors")));
  assert.deepEqual(await loadGpt2(join(weights, "tuned")), await loadGpt2(folder));
});

testHub("a folder that has nothing of a checkpoint is filled, and what it has stays", {}, async (place) => {
  const { weights, get } = place;
  await writeFiles(join(weights, FOLDER), { "tokenizer.json": new Uint8Array(2) });
  assert.equal((await get()).how, "downloaded");
  assert(existsSync(join(weights, FOLDER, "model.safetensors")));
  assert(existsSync(join(weights, FOLDER, "tokenizer.json")));
});

testHub("a folder that has the shape of a body alone is left as it is", {}, async ({ hub, weights, get }) => {
  const { "config.json": config } = checkpoint();
  await writeFiles(join(weights, FOLDER), { "config.json": config });
  await assertFails(get(), /found a config\.json alone, the shape of a body without weights: remove it/);
  assert.deepEqual([hub.asked, await readdir(join(weights, FOLDER))], [[], ["config.json"]]);
});

testHub("a folder without safetensors is told with its formats", {}, async ({ weights, cache, get }) => {
  const { "config.json": config } = checkpoint();
  await writeFiles(join(cache, "torch"), { "config.json": config, "pytorch_model.bin": new Uint8Array(3) });
  await assertFails(get(join(cache, "torch")), /torch to have model\.safetensors.*\(pytorch_model\.bin\)/);
  assert.deepEqual(await readdir(weights), []);
});

testHub(
  "a folder whose weights are cut off is refused by its own name",
  {},
  async ({ weights, cache, get }) => {
    const folder = join(cache, "cut"), { "model.safetensors": tensors, ...others } = checkpoint();
    await writeFiles(folder, { ...others, "model.safetensors": tensors.subarray(0, tensors.length - 1) });
    await assertFails(get(folder), /^Expected .*cache\/cut\/model\.safetensors to be a safetensors file/);
    assert.deepEqual(await readdir(weights), []);
  },
);

testHub(
  "an empty text is not taken for the folder one is in",
  {},
  ({ get }) => assertFails(get(""), /^Expected gpt2, .* or a folder but found ""$/),
);

testHub("files that the user has put into weights/ are left alone", {}, async ({ hub, weights, get }) => {
  await writeFiles(join(weights, FOLDER), checkpoint(5));
  assert.equal((await get()).how, "already there");
  assert.deepEqual(hub.asked, []);
  assert.deepEqual((await loadGpt2(join(weights, FOLDER))).parameters, weightsOf(5));
});

testHub("files of the user's are not taken for those of a folder, or of another name", {}, async (place) => {
  const { weights, cache, get } = place;
  await writeFiles(join(weights, "mine"), checkpoint(5));
  await writeFiles(join(cache, "mine"), checkpoint());
  await assertFails(
    get(join(cache, "mine")),
    /weights.mine to be of .*mine but found other files: remove it/,
  );
  await assertFails(get(ID, { name: "mine" }), /mine to be of somebody\/small-gpt2 but found other files/);
  assert.equal((await get(join(weights, "mine"))).how, "already there");
  assert.deepEqual((await loadGpt2(join(weights, "mine"))).parameters, weightsOf(5));
});

testHub("a revision of a folder is refused", {}, async ({ cache, get }) => {
  await writeFiles(join(cache, "mine"), checkpoint());
  await assertFails(
    get(join(cache, "mine"), { revision: "main" }),
    /--revision with a repository .* the folder/,
  );
});

testHub("a model that was pretrained here is not taken for one of the Hub", {}, async ({ weights, get }) => {
  await writeFiles(join(weights, FOLDER), { ...checkpoint(5), "pretraining.json": new Uint8Array() });
  await assertFails(get(), /to be of .* but found a model pretrained here: remove it/);
  await rm(join(weights, FOLDER, "model.safetensors"));
  await assertFails(get(), /found a model pretrained here: remove it/);
});

testHub("files of the user's under a preset's name must be made for the preset", {}, async (place) => {
  await writeFiles(join(place.weights, "gpt2"), checkpoint());
  await assertFails(place.get("gpt2"), /model named gpt2 to have layers 12 but found 1/);
});

testHub("weights of one source do not replace those of another", {}, async ({ hub, get }) => {
  hub.repositories["other/model"] = checkpoint(1);
  await get(ID, { name: "mine" });
  await assertFails(get("other/model", { name: "mine" }), /found weights of somebody\/small-gpt2.*--name/);
});

testHub("two processes do not download the same weights at once", {}, async ({ weights, get }) => {
  const part = join(weights, `${FOLDER}.part`);
  await mkdir(part);
  using _lock = tryLock(join(part, ".lock"));
  await assertFails(get(), /another process/);
});

testHub("a name that is no folder's is refused", {}, async ({ get }) => {
  await assertFails(get("../x/y"), /Expected gpt2, .* or a folder but found "\.\.\/x\/y"/);
  await assertFails(get(ID, { name: ".." }), /name of letters.*found "\.\."/);
  await assertFails(get("pocket-large"), /project's own: `deno task pretrain <text> --model pocket-large /);
});
