import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { root } from "../lib/files/paths.ts";

const lib = join(root, "lib");

/** The folder of lib/ that a file is in; "" for a file in lib/ itself. */
const folderOf = (path: string) => dirname(relative(lib, path)).split("/")[0].replace(".", "");

/** The paths of the modules that a file imports from lib/, those in the examples of docstrings aside. */
function importsOf(path: string): string[] {
  const code = readFileSync(path, "utf8").replaceAll(/\/\*.*?\*\//gs, "");
  return [...code.matchAll(/(?:from|import\()\s*"(\..+?)"/g)].map(([, name]) => join(dirname(path), name));
}

Deno.test("imports point upwards in the README's list of lib/", () => {
  const listed = readFileSync(join(root, "README.md"), "utf8").split("\nlib/\n")[1].split("\nnotebooks/")[0];
  const order = ["", ...[...listed.matchAll(/^ {2}(\w+)\/ /gm)].map(([, name]) => name)];
  const files = readdirSync(lib, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts")
  );
  for (const path of files.map((name) => join(lib, name)).filter((path) => folderOf(path) !== "")) {
    for (const imported of importsOf(path)) {
      const [from, to] = [folderOf(path), folderOf(imported)].map((name) => order.indexOf(name));
      assert(to >= 0 && to <= from, `${relative(root, path)} imports ${relative(root, imported)}`);
    }
  }
});
