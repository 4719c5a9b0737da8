import { randomUUID } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { hostname } from "node:os";
import process from "node:process";

/** Processes of another machine, or container, cannot be seen; what they make is left alone. */
const HOST = hostname().replaceAll(/[^\w.]/g, "_");

const inUse = new Set<string>();

/**
 * Has `make` put something at a path beside `target` that nobody else uses, from where it is to be moved to its place
 * when it is whole. What is there afterwards is removed, and so is beforehand what processes that were killed have left
 * of the same target.
 */
export async function withTemporary(
  target: string,
  make: (temporary: string) => Promise<void>,
): Promise<void> {
  await removeOrphans(target);
  const temporary = `${target}.${HOST}-${process.pid}-${randomUUID()}.tmp`;
  inUse.add(basename(temporary));
  try {
    await make(temporary);
  } finally {
    await rm(temporary, { recursive: true, force: true });
    inUse.delete(basename(temporary));
  }
}

async function removeOrphans(target: string): Promise<void> {
  const folder = dirname(target), prefix = `${basename(target)}.${HOST}-`;
  for (const name of await readdir(folder)) {
    if (!name.startsWith(prefix)) continue;
    const [, id] = /^(\d+)-[0-9a-f-]{36}\.tmp$/.exec(name.slice(prefix.length)) ?? [];
    if (id === undefined || isUsed(name, Number(id))) continue;
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** In a container, an earlier process may have had the number of this one. */
function isUsed(name: string, id: number): boolean {
  return id === process.pid ? inUse.has(name) : isRunning(id);
}

function isRunning(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch (error) {
    return (error as { code?: string }).code !== "ESRCH"; // EPERM: another user's
  }
}
