import assert from "node:assert/strict";
import { existsSync, statSync } from "node:fs";
import { link, mkdir, readdir, readFile, realpath, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadGpt2 } from "../../lib/models/checkpoint.ts";
import { listWeights } from "../../lib/weights/folders.ts";
import { getWeights } from "../../lib/weights/get_weights.ts";
import { withDirectory } from "../temporary_directory.ts";
import { checkpoint, fillCache, writeFiles } from "./checkpoints.ts";
import { COMMIT, error } from "./hub.ts";
import { assertFails, FOLDER, ID, sizeOfWeights, testHub, weightsOf } from "./place.ts";

const OLDER = "b".repeat(40);

testHub("what is there stays where the Hub does not answer", {}, async ({ hub, get }) => {
  await get();
  hub.refuse = () => error(500, "");
  assert.equal((await get()).how, "already there");
});

testHub("the cache of huggingface_hub is used for a commit that it has", {}, async (place) => {
  const { hub, weights, cache, get } = place;
  await fillCache(cache, ID, COMMIT, checkpoint());
  assert.equal((await get()).how, "linked from the Hugging Face cache");
  assert.equal(hub.askedOfStorage.length, 0);
  await Deno.remove(cache, { recursive: true });
  assert.deepEqual((await loadGpt2(join(weights, FOLDER))).parameters, weightsOf(0));
});

testHub("a cache of an older commit is not used while the Hub answers", {}, async ({ hub, cache, get }) => {
  await fillCache(cache, ID, OLDER, checkpoint());
  assert.equal((await get()).how, "downloaded");
  assert.equal(hub.askedOfStorage.length, 1);
});

testHub("a model in the cache that is no GPT-2 is refused", {}, async ({ cache, get }) => {
  const config = new TextEncoder().encode('{"model_type": "bert"}');
  await fillCache(cache, ID, COMMIT, { ...checkpoint(), "config.json": config });
  await assertFails(get(), /to be a GPT-2 but .* "bert"/);
});

testHub("links of a killed process are made anew, and the cache stays whole", {}, async (place) => {
  const { weights, cache, get } = place, part = join(weights, `${FOLDER}.part`, COMMIT);
  await fillCache(cache, ID, COMMIT, checkpoint());
  await mkdir(part, { recursive: true });
  const cached = join(cache, "models--somebody--small-gpt2", "snapshots", COMMIT, "model.safetensors");
  await link(await realpath(cached), join(part, "model.safetensors"));
  assert.equal((await get()).how, "linked from the Hugging Face cache");
  assert.deepEqual((await loadGpt2(join(weights, FOLDER))).parameters, weightsOf(0));
  assert.equal((await stat(cached)).size, sizeOfWeights);
});

const SHARED_MEMORY = "/dev/shm"; // a disk of its own
Deno.test({
  name: "a cache on another disk is copied from",
  ignore: !existsSync(SHARED_MEMORY) || statSync(SHARED_MEMORY).dev === statSync(tmpdir()).dev,
  async fn() {
    const cache = await Deno.makeTempDir({ dir: SHARED_MEMORY });
    try {
      await fillCache(cache, ID, COMMIT, checkpoint());
      await withDirectory(async (directory) => {
        const settings = { endpoint: "http://127.0.0.1:9", cache, offline: true };
        assert.equal(
          (await getWeights(ID, { directory, settings })).how,
          "linked from the Hugging Face cache",
        );
        assert.deepEqual((await loadGpt2(join(directory, FOLDER))).parameters, weightsOf(0));
      });
    } finally {
      await rm(cache, { recursive: true });
    }
  },
});

testHub("damage in the cache is noticed", {}, async ({ weights, cache, get }) => {
  await fillCache(cache, ID, COMMIT, checkpoint());
  const blobs = join(cache, "models--somebody--small-gpt2", "blobs");
  for (const name of await readdir(blobs)) {
    const content = await readFile(join(blobs, name));
    if (content.length === sizeOfWeights) await writeFile(join(blobs, name), content.fill(7, 100));
  }
  await assertFails(get(), /blobs.*SHA-256 in its name/);
  assert.deepEqual((await listWeights(weights)).present, []);
});

testHub("what a preset's name is not made for is not downloaded", {}, async ({ hub, get }) => {
  await assertFails(
    get(ID, { name: "pocket" }),
    /model named pocket to have layers 4 but found \d+: give them/,
  );
  assert.deepEqual(hub.askedOfStorage, []);
});

testHub("offline, the cache is used and the network is not", {}, async ({ hub, weights, cache, get }) => {
  hub.settings.offline = true;
  await fillCache(cache, ID, OLDER, checkpoint());
  assert.equal((await get()).origin?.commit, OLDER);
  assert.equal((await get()).how, "already there");
  assert.deepEqual(hub.asked, []);
  assert.deepEqual(await readdir(weights), [FOLDER]);
});

testHub("offline and without a cache there is one clear message", {}, async ({ hub, weights, get }) => {
  hub.settings.offline = true;
  await assertFails(get(), /HF_HUB_OFFLINE forbids.*HF_HUB_CACHE/);
  assert.deepEqual(hub.asked, []);
  assert.deepEqual(await readdir(weights), []);
});

testHub("offline, a cache without safetensors says what it has", {}, async ({ hub, cache, get }) => {
  hub.settings.offline = true;
  const { "config.json": config } = checkpoint();
  await fillCache(cache, ID, COMMIT, { "config.json": config, "pytorch_model.bin": new Uint8Array(3) });
  await assertFails(get(), /other formats \(pytorch_model\.bin\)/);
});

testHub("without a connection the cache is used, or what to do is said", {}, async ({ hub, cache, get }) => {
  hub.settings.endpoint = "http://127.0.0.1:9";
  await assertFails(get(), /answer from 127\.0\.0\.1:9 .*HTTPS_PROXY.*HF_ENDPOINT/);
  await fillCache(cache, ID, COMMIT, checkpoint());
  assert.equal((await get()).how, "linked from the Hugging Face cache");
});

testHub(
  "OpenAI's models are found in the cache under their old name too",
  {},
  async ({ hub, weights, cache, get }) => {
    hub.settings.offline = true;
    await fillCache(cache, "gpt2", COMMIT, checkpoint());
    // It is not as large as GPT-2 is.
    await assertFails(get("gpt2"), /model named gpt2 to have layers 12 but found 1/);
    assert.deepEqual(await readdir(weights), [], "nor is it kept to go on with");
    assert.equal((await get("gpt2", { name: "tiny" })).origin?.source, "openai-community/gpt2");
  },
);

testHub("links from the cache need no room of their own", {}, async ({ weights, cache, get }) => {
  await fillCache(cache, ID, COMMIT, checkpoint());
  await get();
  assert.equal((await stat(join(weights, FOLDER, "model.safetensors"))).nlink, 2);
});

testHub("offline, another revision than the one that is there is not said to be there", {}, async (place) => {
  const { hub, get } = place;
  await get();
  hub.settings.offline = true;
  await assertFails(get(ID, { revision: "v2" }), /small-gpt2 at v2 in the Hugging Face cache/);
  assert.equal((await get(ID, { revision: COMMIT })).how, "already there");
});

testHub("weights from before revisions were written down are those of main", {}, async (place) => {
  const { hub, weights, get } = place;
  await get();
  const file = join(weights, FOLDER, "source.json");
  const { revision, ...before } = JSON.parse(await readFile(file, "utf8"));
  assert.equal(revision, "main");
  await writeFile(file, JSON.stringify(before));
  hub.settings.offline = true;
  assert.equal((await get()).how, "already there");
  await assertFails(get(ID, { revision: "v2" }), /at v2/);
});

testHub("offline, damaged weights are not downloaded again", {}, async ({ hub, weights, cache, get }) => {
  await get();
  await writeFile(join(weights, FOLDER, "model.safetensors"), "damaged");
  const asked = hub.asked.length;
  hub.settings.offline = true;
  await assertFails(get(), /HF_HUB_OFFLINE forbids/);
  assert.deepEqual([hub.asked.length, hub.askedOfStorage.length], [asked, 1]);
  await fillCache(cache, ID, COMMIT, checkpoint());
  assert.equal((await get()).how, "linked from the Hugging Face cache");
});

testHub("without an answer, what is there stays, though the cache has an older commit", {}, async (place) => {
  const { hub, weights, cache, get } = place;
  await get();
  await fillCache(cache, ID, OLDER, checkpoint(1));
  hub.refuse = () => error(503, "");
  assert.equal((await get()).how, "already there");
  hub.settings.offline = true;
  assert.equal((await get()).how, "already there");
  assert.deepEqual((await loadGpt2(join(weights, FOLDER))).parameters, weightsOf(0));
});

const REFUSALS: [string, Response][] = [
  ["has lost the repository", error(404, "RepoNotFound")],
  ["gates the repository", error(403, "GatedRepo")],
  ["does not accept the token", error(401, "", "Invalid credentials in Authorization header")],
  ["is behind a network's login", new Response("Log in", { status: 200 })],
];
for (const [what, response] of REFUSALS) {
  testHub(`the cache is used, and later what is there, where the Hub ${what}`, {}, async (place) => {
    const { hub, cache, get } = place;
    hub.refuse = () => response.clone();
    await fillCache(cache, ID, COMMIT, checkpoint());
    assert.equal((await get()).how, "linked from the Hugging Face cache");
    await rm(cache, { recursive: true });
    assert.equal((await get()).how, "already there");
  });
}

testHub("the cache is not used where the Hub says that there is no such revision", {}, async (place) => {
  const { cache, get } = place;
  await fillCache(cache, ID, COMMIT, checkpoint());
  await writeFiles(join(cache, "models--somebody--small-gpt2", "refs"), {
    v2: new TextEncoder().encode(COMMIT),
  });
  await assertFails(get(ID, { revision: "v2" }), /branch, tag or commit v2/);
});

testHub("the cache is not used where the Hub has the model without configuration", {}, async (place) => {
  const { hub, cache, get } = place;
  await fillCache(cache, ID, COMMIT, checkpoint());
  delete hub.repositories[ID]["config.json"];
  await assertFails(get(), /model with a config\.json but found none/);
});

testHub("offline, a revision of which the cache has the name alone is not there", {}, async (place) => {
  const { hub, cache, get } = place;
  hub.settings.offline = true;
  await fillCache(cache, ID, COMMIT, {});
  await rm(join(cache, "models--somebody--small-gpt2", "snapshots"), { recursive: true });
  await assertFails(get(), /small-gpt2 at main in the Hugging Face cache .* but found none/);
});

testHub(
  "where the Hub does not answer that is said, though the cache has a part of the model",
  {},
  async (place) => {
    const { hub, cache, get } = place, { "config.json": config } = checkpoint();
    hub.refuse = () => error(503, "");
    await fillCache(cache, ID, COMMIT, { "config.json": config });
    await assertFails(get(), /503 .*try again later/);
  },
);

testHub("of a model's names in the cache, the one with a whole checkpoint counts", {}, async (place) => {
  const { hub, cache, get } = place;
  hub.settings.offline = true;
  const { "config.json": config } = checkpoint();
  await fillCache(cache, "openai-community/gpt2", COMMIT, { "config.json": config });
  await fillCache(cache, "gpt2", OLDER, checkpoint());
  assert.equal((await get("gpt2", { name: "tiny" })).origin?.commit, OLDER);
});
