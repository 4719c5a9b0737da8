import { Buffer } from "node:buffer";
import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { encodeSafetensors } from "../../lib/models/safetensors/write.ts";
import { gpt2ConfigSchema, huggingFaceConfig } from "../../lib/models/config.ts";
import { initialGpt2 } from "../../lib/models/initial_gpt2.ts";
import { keyOf } from "../../lib/random/key.ts";
import { fixtures } from "../models/fixtures.ts";

type Files = Record<string, Uint8Array<ArrayBuffer>>;

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

export const CONFIG = gpt2ConfigSchema.parse({
  n_layer: 1,
  n_embd: 8,
  n_head: 2,
  n_positions: 4,
  vocab_size: 3,
});

/** The files of a small GPT-2, as a repository of the Hub has them. */
export function checkpoint(seed = 0): Files {
  return {
    "config.json": bytes(huggingFaceConfig(CONFIG)),
    "model.safetensors": encodeSafetensors(initialGpt2(CONFIG, keyOf(seed))),
    "README.md": bytes("A small GPT-2"),
  };
}

/** One whose weights are in two files. */
export async function shardedCheckpoint(): Promise<Files> {
  const folder = join(fixtures, "unusual");
  const names = (await readdir(folder)).filter((name) => /^(config|model)/.test(name));
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, new Uint8Array(await readFile(join(folder, name)))])),
  );
}

export async function writeFiles(folder: string, files: Files): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
}

/** Puts a repository into a cache as huggingface_hub does: contents by their hash, and links to them. */
export async function fillCache(cache: string, id: string, commit: string, files: Files): Promise<void> {
  const folder = join(cache, `models--${id.replace("/", "--")}`);
  await writeFiles(join(folder, "refs"), { main: Buffer.from(commit) });
  await mkdir(join(folder, "snapshots", commit), { recursive: true });
  await mkdir(join(folder, "blobs"), { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    const hash = createHash("sha256").update(content).digest("hex");
    await writeFile(join(folder, "blobs", hash), content);
    await symlink(join("..", "..", "blobs", hash), join(folder, "snapshots", commit, name));
  }
}
