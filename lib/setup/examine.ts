import { statfs } from "node:fs/promises";
import { availableParallelism, totalmem } from "node:os";
import { root } from "../files/paths.ts";
import type { DataSource } from "../tasks/sources.ts";
import { describeWeights } from "../weights/describe_weights.ts";
import { isShapeAlone } from "../weights/checkpoint_files.ts";
import { listWeights, weightsFolder } from "../weights/folders.ts";
import { checkIntact } from "../weights/intact.ts";
import { mendDamaged, mendUnfinished } from "../weights/remedies.ts";
import { dataPart } from "./data.ts";
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

/** Without libtensorflow, WebAssembly computes; the kernel is registered whenever Jupyter is run. */
const REQUIRED_PARTS = [packagesPart, pythonPart];

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
  return ready(name, `${probed.description}, ${threads}, because ${probed.reason}`);
}

async function findWeights(): Promise<Finding> {
  const name = "pretrained weights", required = false;
  const { present: folders, unfinished } = await listWeights();
  const present = folders.filter((model) => !isShapeAlone(weightsFolder(model)));
  const described = await Promise.allSettled(present.map(async (model) => {
    await checkIntact(weightsFolder(model));
    return await describeWeights(model);
  }));
  const damaged = present.filter((_, i) => described[i].status === "rejected");
  const parts = [
    ...described.flatMap((each) => each.status === "fulfilled" ? [each.value] : []),
    ...damaged.map((model) => `${model} cannot be used`),
    ...unfinished.map((model) => `the download of ${model} is unfinished`),
  ];
  if (damaged.length + unfinished.length > 0) {
    const mend = await (damaged.length > 0 ? mendDamaged(damaged[0]) : mendUnfinished(unfinished[0]));
    return { name, state: "missing", detail: parts.join(", "), mend, required };
  }
  if (present.length > 0) return ready(name, parts.join(", "));
  const detail = "none, so the pretrained settings are left out";
  return {
    name,
    state: "missing",
    detail,
    mend: "deno task weights gpt2, or see weights/README.md",
    required,
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
