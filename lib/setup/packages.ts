import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { UserError } from "../errors.ts";
import { readJson } from "../files/json.ts";
import { root } from "../files/paths.ts";
import type { Part } from "./part.ts";
import { runProgram } from "./run_program.ts";

const versions = z.record(z.string(), z.string()).default({});
const manifest = z.object({ dependencies: versions, devDependencies: versions });

/** The npm packages of package.json. Deno installs them before any of our code runs; this makes sure. */
export const packagesPart: Part = {
  name: "npm packages",
  announcement: "deno install, about 60 MB",
  async look() {
    const { dependencies, devDependencies } = await readJson(join(root, "package.json"), manifest);
    const wanted = Object.entries({ ...dependencies, ...devDependencies });
    const missing = wanted.filter(([name, version]) => installedVersion(name) !== version);
    return missing.length === 0
      ? { state: "ready", detail: `${wanted.length} and what they need` }
      : { state: "missing", detail: missing.map(([name, version]) => `${name} ${version}`).join(", ") };
  },
  async install() {
    const ended = await runProgram(Deno.execPath(), ["install", `--config=${join(root, "deno.json")}`]);
    if (!ended?.success) {
      throw new UserError(`Expected deno install to succeed but it failed:\n${ended?.stderr}`);
    }
  },
};

/** The version of an npm package in node_modules; undefined if it is not there. */
export function installedVersion(name: string): string | undefined {
  try {
    return JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")).version;
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return undefined;
    throw error;
  }
}
