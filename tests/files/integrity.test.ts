import assert from "node:assert/strict";
import { join } from "node:path";
import { hasIntegrity, type Integrity } from "../../lib/files/integrity.ts";
import { withDirectory } from "../temporary_directory.ts";

/** Of "hello" and a line's end, as `git hash-object`, `sha256sum` and `sha512sum` give them. */
const HASHES: Integrity[] = [
  "git-ce013625030ba8dba906f756967f9e9ca394464a",
  "sha256-WJG1tSLV3whtD/CxEPvZ0hu0/HFjrzTQgoai6Eb2vgM=",
  "sha512-58IrmUxZ2c8rSOVJseJGZmNgRZMNPafBrLKZ0cO3+TH5Sq5B7dosKyB6NuEPi8uNRSI+VIePWzFufOO2vAGWKQ==",
];

for (const integrity of HASHES) {
  Deno.test(`a file is known by its hash ${integrity.slice(0, 10)}`, () =>
    withDirectory(async (directory) => {
      const path = join(directory, "file");
      await Deno.writeTextFile(path, "hello\n");
      assert(await hasIntegrity(path, integrity));
      await Deno.writeTextFile(path, "Hello\n");
      assert(!await hasIntegrity(path, integrity));
    }));
}
