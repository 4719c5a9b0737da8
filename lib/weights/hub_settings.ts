import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";
import { UserError } from "../errors.ts";

/** What the environment says of the Hugging Face Hub. */
export interface HubSettings {
  /** Its URL, without a slash at the end. */
  endpoint: string;
  /** The folder where huggingface_hub keeps downloads. */
  cache: string;
  token?: string;
  /** Whether the network must not be used. */
  offline: boolean;
}

/** A model repository of the Hub: "owner/name", and which branch, tag or commit of it. */
export interface Repository {
  id: string;
  revision: string;
}

/**
 * The settings of the Hub as huggingface_hub reads them (constants.py and utils/_auth.py of version 2.4): HF_ENDPOINT;
 * HF_HUB_CACHE, else HF_HOME/hub, else ~/.cache/huggingface/hub; HF_TOKEN, else the file HF_TOKEN_PATH or
 * HF_HOME/token, neither with HF_HUB_DISABLE_IMPLICIT_TOKEN; HF_HUB_OFFLINE; and the older names of these.
 *
 * @throws {UserError} If HF_ENDPOINT is no URL.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { hubSettings } from "./hub_settings.ts";
 *
 * const settings = hubSettings({ HF_HOME: "/models", HF_TOKEN: "hf_example", HF_HUB_OFFLINE: "1" });
 * assert.deepEqual(settings, {
 *   endpoint: "https://huggingface.co",
 *   cache: "/models/hub",
 *   token: "hf_example",
 *   offline: true,
 * });
 * ```
 */
export function hubSettings(env: Record<string, string | undefined> = Deno.env.toObject()): HubSettings {
  const endpoint = (env.HF_ENDPOINT || "https://huggingface.co").replace(/\/+$/, "");
  if (!z.url({ protocol: /^https?$/ }).safeParse(endpoint).success) {
    throw new UserError(`Expected HF_ENDPOINT to be an http or https URL but found "${endpoint}"`);
  }
  const path = (text: string) => resolve(expand(text, env));
  const home = path(
    env.HF_HOME || join(env.XDG_CACHE_HOME || join(homeDirectory(env), ".cache"), "huggingface"),
  );
  const implicit = isTrue(env.HF_HUB_DISABLE_IMPLICIT_TOKEN)
    ? undefined
    : cleaned(env.HF_TOKEN || env.HUGGING_FACE_HUB_TOKEN) ??
      tokenOfFile(path(env.HF_TOKEN_PATH || join(home, "token")));
  return {
    endpoint,
    cache: path(env.HF_HUB_CACHE || env.HUGGINGFACE_HUB_CACHE || join(home, "hub")),
    ...implicit !== undefined && { token: implicit },
    offline: isTrue(env.HF_HUB_OFFLINE || env.TRANSFORMERS_OFFLINE),
  };
}

function isTrue(value: string | undefined): boolean {
  return ["1", "ON", "YES", "TRUE"].includes(value?.toUpperCase() ?? "");
}

function cleaned(token: string | undefined): string | undefined {
  return token?.replaceAll(/[\r\n]/g, "").trim() || undefined;
}

function tokenOfFile(path: string): string | undefined {
  return existsSync(path) ? cleaned(readFileSync(path, "utf8")) : undefined;
}

function homeDirectory(env: Record<string, string | undefined>): string {
  return env.HOME || homedir();
}

/** With ~ and $NAME or ${NAME} replaced; names that are not set stay. */
function expand(path: string, env: Record<string, string | undefined>): string {
  return path.replace(/^~(?=\/|$)/, homeDirectory(env))
    .replaceAll(/\$(?:(\w+)|\{(\w+)\})/g, (text, bare, braced) => env[bare ?? braced] ?? text);
}
