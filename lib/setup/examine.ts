import { existsSync } from "node:fs";
import { readdir, statfs } from "node:fs/promises";
import { availableParallelism, totalmem } from "node:os";
import { join } from "node:path";
import { root, weightsDirectory } from "../files/paths.ts";
import type { DataSource } from "../tasks/sources.ts";
import { dataPart } from "./data.ts";
import { kernelPart } from "./kernel.ts";
import { packagesPart } from "./packages.ts";
import type { Found, Part } from "./part.ts";
import { probeBackend } from "./probe_backend.ts";
import { pythonPart } from "./python.ts";
import { PARTS } from "./setup.ts";

/** One line of the doctor's report. */
export interface Finding extends Found {
  name: string;
  /** What to do about what is missing. */
  mend?: string;
  /** Whether sweeps and reports need it. */
  required: boolean;
}

/** Without libtensorflow, WebAssembly computes. */
const REQUIRED_PARTS = [packagesPart, pythonPart, kernelPart];

/**
 * Looks at all that sweeps and reports need, and changes nothing.
 *
 * @param required The data sets that the main job needs.
 * @param optional Those that only larger jobs need.
 */
export async function examine(
  { required, optional }: { required: readonly DataSource[]; optional: readonly DataSource[] },
): Promise<Finding[]> {
  const findings = [ready("Deno", `${Deno.version.deno}, ${Deno.build.target}`)];
  for (const part of PARTS) {
    findings.push(await lookAt(part, "deno task setup", REQUIRED_PARTS.includes(part)));
  }
  findings.push(await findBackend());
  for (const source of required) findings.push(await lookAt(dataPart(source), "deno task setup", true));
  for (const source of optional) {
    findings.push(await lookAt(dataPart(source), "deno task setup --scale pocket", false));
  }
  findings.push(await findWeights());
  findings.push(await describeMachine());
  return findings;
}

async function lookAt(part: Part, mend: string, required: boolean): Promise<Finding> {
  const found = await part.look();
  return { name: part.name, required, ...found, ...found.state === "missing" && { mend } };
}

async function findBackend(): Promise<Finding> {
  const name = "compute backend", probed = await probeBackend();
  if ("error" in probed) {
    return { name, state: "missing", detail: probed.error, mend: "deno task setup", required: true };
  }
  const threads = `${probed.threads} thread${probed.threads === 1 ? "" : "s"}`;
  return ready(name, `${probed.name}, ${threads}, because ${probed.reason}`);
}

async function findWeights(): Promise<Finding> {
  const names = existsSync(weightsDirectory) ? await readdir(weightsDirectory) : [];
  const models = names.filter((name) => existsSync(join(weightsDirectory, name, "config.json")));
  if (models.length > 0) return ready("pretrained weights", models.join(", "));
  return {
    name: "pretrained weights",
    state: "missing",
    detail: "none, so the pretrained settings are left out",
    mend: "see weights/README.md",
    required: false,
  };
}

async function describeMachine(): Promise<Finding> {
  const { bavail, bsize } = await statfs(root);
  const gigabytes = (bytes: number) => `${Math.round(bytes / 1e9)} GB`;
  return ready(
    "machine",
    `${availableParallelism()} cores, ${gigabytes(totalmem())} of memory, ${
      gigabytes(bavail * bsize)
    } of disk free`,
  );
}

function ready(name: string, detail: string): Finding {
  return { name, state: "ready", detail, required: false };
}
