import assert from "node:assert/strict";
import { join } from "node:path";
import { hubSettings } from "../../lib/weights/hub_settings.ts";
import { withDirectory } from "../temporary_directory.ts";

const HOME = "/home/somebody";

/** What huggingface_hub 2.4 gives for these variables; HOME is set besides. */
const CASES: [Record<string, string>, Partial<ReturnType<typeof hubSettings>>][] = [
  [{}, { endpoint: "https://huggingface.co", cache: `${HOME}/.cache/huggingface/hub`, offline: false }],
  [{ HF_HOME: "~/x" }, { cache: `${HOME}/x/hub` }],
  [{ HF_HOME: "$HOME/y" }, { cache: `${HOME}/y/hub` }],
  [{ HF_HUB_CACHE: "${HOME}/c", HF_HOME: "/z" }, { cache: `${HOME}/c` }],
  [{ HUGGINGFACE_HUB_CACHE: "/old" }, { cache: "/old" }],
  [{ XDG_CACHE_HOME: "/xdg" }, { cache: "/xdg/huggingface/hub" }],
  [{ HF_ENDPOINT: "https://hub.example/" }, { endpoint: "https://hub.example" }],
  [{ HF_TOKEN: " hf_a\n", HUGGING_FACE_HUB_TOKEN: "hf_b" }, { token: "hf_a" }],
  [{ HUGGING_FACE_HUB_TOKEN: "hf_b" }, { token: "hf_b" }],
  [{ HF_TOKEN: "hf_a", HF_HUB_DISABLE_IMPLICIT_TOKEN: "1" }, { token: undefined }],
  [{ HF_HUB_OFFLINE: "on" }, { offline: true }],
  [{ HF_HUB_OFFLINE: "0" }, { offline: false }],
  [{ TRANSFORMERS_OFFLINE: "1" }, { offline: true }],
];
for (const [env, expected] of CASES) {
  Deno.test(`the environment ${JSON.stringify(env)} means what it means to huggingface_hub`, () => {
    const settings = hubSettings({ HOME, ...env });
    for (const [key, value] of Object.entries(expected)) {
      assert.equal(settings[key as keyof typeof settings], value);
    }
  });
}

Deno.test("the token is read from the file that logging in writes, or the one named", () =>
  withDirectory(async (directory) => {
    await Deno.writeTextFile(join(directory, "token"), "hf_file\n");
    assert.equal(hubSettings({ HF_HOME: directory }).token, "hf_file");
    assert.equal(hubSettings({ HOME, HF_TOKEN_PATH: join(directory, "token") }).token, "hf_file");
    assert.equal(hubSettings({ HF_HOME: directory, HF_TOKEN: "hf_own" }).token, "hf_own");
  }));

Deno.test("an HF_ENDPOINT that is no URL is refused", () => {
  assert.throws(
    () => hubSettings({ HOME, HF_ENDPOINT: "hub.example" }),
    /HF_ENDPOINT to be an http or https URL/,
  );
});
