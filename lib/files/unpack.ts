import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import * as tar from "tar";
import { withTemporary } from "./temporary.ts";

/**
 * Unpacks some files of a .tgz archive into `directory`, where each appears only when all are whole.
 *
 * @param folder Where in the archive they are.
 * @param check Looks at each file before it gets to `directory`, and throws if there is something wrong.
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
    await tar.extract({ file: archive, cwd: temporary, strip, filter: (path) => wanted.has(path) });
    for (const name of names) await check(join(temporary, name), name);
    for (const name of names) await rename(join(temporary, name), join(directory, name));
  });
}
