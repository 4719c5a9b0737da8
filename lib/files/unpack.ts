import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import * as tar from "tar";
import { cannotWrite } from "./cannot_write.ts";
import { withTemporary } from "./temporary.ts";

/**
 * Unpacks some files of a .tgz archive into `directory`, where each appears only when all are whole.
 *
 * @param folder Where in the archive they are.
 * @param check Looks at each file before it gets to `directory`, and throws if there is something wrong.
 * @throws {UserError} If they cannot be written, for want of room for one.
 */
export async function unpack(
  archive: string,
  folder: string,
  names: readonly string[],
  directory: string,
  check: (path: string, name: string) => Promise<void>,
): Promise<void> {
  await withTemporary(join(directory, ".unpacking"), async (temporary) => {
    await mkdir(temporary);
    const wanted = new Set(names.map((name) => `${folder}/${name}`));
    const strip = folder.split("/").length;
    const options = { file: archive, cwd: temporary, strip, strict: true, preserveOwner: false };
    try {
      await tar.extract({ ...options, filter: (path) => wanted.has(path) });
    } catch (error) {
      throw cannotWrite(directory, error as Error);
    }
    for (const name of names) await check(join(temporary, name), name);
    for (const name of names) await rename(join(temporary, name), join(directory, name));
  });
}
