import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../errors.ts";
import { tryLock } from "../files/lock.ts";
import { dependenciesDirectory } from "../files/paths.ts";
import type { DataSource } from "../tasks/sources.ts";
import { bindingPart } from "./binding.ts";
import { dataPart } from "./data.ts";
import { kernelPart } from "./kernel.ts";
import { libtensorflowPart } from "./libtensorflow.ts";
import { packagesPart } from "./packages.ts";
import type { Part } from "./part.ts";
import { pythonPart } from "./python.ts";

/** What is always installed, in this order. */
export const PARTS: readonly Part[] = [packagesPart, pythonPart, libtensorflowPart, bindingPart, kernelPart];

/**
 * Installs what is missing, one part after another, and the data sets last. Whatever stops it, the next call goes
 * on from there.
 *
 * @param onlyMissing Says nothing of what is already there.
 * @throws {UserError} If a part cannot be installed.
 */
export async function setup(dataSets: readonly DataSource[], { onlyMissing = false } = {}): Promise<void> {
  await installMissing([...PARTS, ...dataSets.map((source) => dataPart(source))], { onlyMissing });
}

/**
 * Installs those of `parts` that are missing, in their order, once the prerequisites of all are there.
 *
 * @throws {UserError} If a prerequisite is missing, a part cannot be installed, or another process is installing.
 */
export async function installMissing(parts: readonly Part[], { onlyMissing = false } = {}): Promise<void> {
  const looks = [];
  for (const part of parts) looks.push({ part, found: await part.look() });
  const missing = looks.filter(({ found }) => found.state === "missing");
  for (const { part } of missing) await part.checkPrerequisites?.();
  using _lock = missing.length > 0 ? lockSetup() : undefined;
  let installed = false;
  for (const { part, found } of looks) {
    // Another process may have installed it since, before this one had the lock; and installing one part may take another
    // away: the Python environment holds the kernel's registration.
    const { state, detail } = installed || found.state === "missing" ? await part.look() : found;
    if (state === "missing") {
      console.log(`${part.name}: ${part.announcement} (${detail})`);
      await part.install();
      installed = true;
      console.log(`${part.name}: done`);
    } else if (!onlyMissing) {
      console.log(`${part.name}: ${state === "ready" ? "already there" : "not needed"} (${detail})`);
    }
  }
}

function lockSetup(): Disposable {
  mkdirSync(dependenciesDirectory, { recursive: true });
  const lock = tryLock(join(dependenciesDirectory, ".lock"));
  if (lock) return lock;
  throw new UserError(`Expected no other setup in ${dependenciesDirectory} but one is running: wait for it`);
}
