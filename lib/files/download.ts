import { rename, rm, stat } from "node:fs/promises";
import { UserError } from "../errors.ts";
import { hasIntegrity, type Integrity } from "./integrity.ts";
import { appendBody, type ByteSource } from "./request.ts";
import { DownloadProgress } from "./progress.ts";

/** A file on the network whose size, and mostly hash, is known beforehand. */
export interface Download extends ByteSource {
  /** What progress is shown under; without it none is shown. */
  title?: string;
  integrity?: Integrity;
}

/** So many connections in a row may break off without bringing anything new. */
const PATIENCE = 3;

/**
 * Downloads a file to `path`, which then is whole and has the expected hash, or does not exist. What has come
 * before a failure is kept in `path`.part, where the next call goes on.
 *
 * @throws {UserError} If there is no connection, the server refuses, or the file is not the expected one.
 */
export async function download(file: Download, path: string): Promise<void> {
  const part = `${path}.part`;
  let present = await sizeOf(part);
  if (present > file.bytes) {
    await rm(part);
    present = 0;
  }
  await complete(file, part, present);
  if (await isDamaged(file, part) && present > 0) {
    console.error(`  ${part} was damaged: it is downloaded again from the start`);
    await rm(part);
    await complete(file, part, 0);
  }
  if (await isDamaged(file, part)) {
    await rm(part);
    throw new UserError(
      `Expected ${file.url} to have the integrity ${file.integrity} but it has another: what came was removed; ` +
        "try again, or another server",
    );
  }
  await rename(part, path);
}

async function complete(file: Download, part: string, present: number): Promise<void> {
  const progress = file.title ? new DownloadProgress(file.title, { total: file.bytes, present }) : undefined;
  try {
    let failures = 0, most = present;
    while (present < file.bytes) {
      const broken = await appendBody(file, part, present, (bytes) => progress?.update(bytes));
      present = await sizeOf(part);
      failures = present > most ? 0 : failures + 1;
      most = Math.max(most, present);
      if (failures === PATIENCE) {
        throw new UserError(
          `Expected ${file.bytes} bytes from ${file.url} but the connection broke off after ${present}` +
            `${broken ? ` (${broken})` : ""}: run the command again to download the rest`,
        );
      }
    }
  } finally {
    progress?.stop();
  }
}

async function isDamaged({ integrity }: Download, path: string): Promise<boolean> {
  return integrity !== undefined && !await hasIntegrity(path, integrity);
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return 0;
    throw error;
  }
}
