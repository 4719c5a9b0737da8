import assert from "node:assert/strict";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { symbolsOf } from "../../../lib/tasks/listops/expressions.ts";
import { parse } from "../../../lib/tasks/listops/parse.ts";
import { toText } from "../../../lib/tasks/listops/symbols.ts";
import { readTsv, withParentheses, writeTsv } from "../../../lib/tasks/listops/tsv.ts";
import { isOpen } from "../../is_open.ts";
import { withDirectory } from "../../temporary_directory.ts";

const FIXTURE = join(import.meta.dirname!, "../../fixtures/tasks/listops.tsv");

Deno.test("readTsv reads a file of Long Range Arena's format, and finds the values of an independent evaluator", async () => {
  const expressions = await readTsv(FIXTURE);
  const rows = (await Deno.readTextFile(FIXTURE)).trimEnd().split("\r\n").slice(1).map((row) =>
    row.split("\t")
  );
  assert.equal(rows.length, 200);
  assert.deepEqual([...expressions.values], rows.map(([, target]) => Number(target)));
  for (const [i, [source]] of rows.entries()) {
    assert.equal(
      toText(symbolsOf(expressions, i)),
      source.replaceAll(/[()]/g, "").trim().replaceAll(/ +/g, " "),
    );
  }
});

Deno.test("writeTsv writes what Long Range Arena's format asks for, byte for byte", () =>
  withDirectory(async (directory) => {
    const path = join(directory, "basic_val.tsv");
    const [header, ...rows] = (await Deno.readTextFile(FIXTURE)).split(/(?<=\n)/);
    const twice = [header, ...rows, ...rows].join(""), copy = join(directory, "twice.tsv");
    await Deno.writeTextFile(copy, twice);
    await writeTsv(path, await readTsv(copy));
    assert.equal(await Deno.readTextFile(path), twice);
    await Deno.remove(copy);
    assert.deepEqual([...Deno.readDirSync(directory)].map(({ name }) => name), ["basic_val.tsv"]);
  }));

Deno.test("withParentheses nests pairs", () => {
  assert.equal(withParentheses(parse("7")), "7");
  assert.equal(
    withParentheses(parse("[MAX 4 [SM 1 2 ] 0 ]")),
    "( ( ( ( [MAX 4 ) ( ( ( [SM 1 ) 2 ) ] ) ) 0 ) ] )",
  );
});

Deno.test("readTsv says where a file is malformed", () =>
  withDirectory(async (directory) => {
    const path = join(directory, "basic_train.tsv");
    const cases = {
      "": /basic_train\.tsv:1: Expected at least one expression but found none$/,
      "Source,Target\n":
        /basic_train\.tsv:1: Expected the columns "Source\\tTarget" but found "Source,Target"$/,
      "Source\tTarget\n": /Expected at least one expression but found none$/,
      "Source\tTarget\n7\t7\n[MAX 1 2 ] 2\n":
        /basic_train\.tsv:3: Expected two columns parted by a tab but found 1 in/,
      "Source\tTarget\n[MAX 1 2 ]\t1\n": /basic_train\.tsv:2: Expected the target 2, .* but found "1"$/,
      "Source\tTarget\n[MAX 1 2 ]\ttwo\n": /basic_train\.tsv:2: Expected the target 2, .* but found "two"$/,
      "Source\tTarget\n[MIN 0 2 ]\t\n": /basic_train\.tsv:2: Expected the target 0, .* but found ""$/,
      "Source\tTarget\n[MAX 1 2\t2\n": /basic_train\.tsv:2: Expected "\]" for each operator/,
      "Source\tTarget\n[MAX 1 11 ]\t1\n": /basic_train\.tsv:2: Expected one of 0 1 .* but found "11"$/,
      "Source\tTarget\n[MAX 1 2 3 4 5 6 7 8 ]\t8\n":
        /basic_train\.tsv:2: Expected fewer symbols .*, 10, but found 10/,
    };
    for (const [text, message] of Object.entries(cases)) {
      await Deno.writeTextFile(path, text);
      await assert.rejects(readTsv(path, 10), { name: "UserError", message });
    }
    await assert.rejects(readTsv(join(directory, "none.tsv")), {
      name: "UserError",
      message: /found none at .*none\.tsv: put it there, or leave out/,
    });
    await assert.rejects(readTsv(directory), {
      name: "UserError",
      message: /^Expected a file at .* but found a folder$/,
    });
  }));

Deno.test({
  name: "a file of ListOps that is refused is closed",
  ignore: Deno.build.os !== "linux",
  fn: () =>
    withDirectory(async (directory) => {
      const path = join(directory, "basic_train.tsv");
      await Deno.writeTextFile(path, `Source\tTarget\n7\t8\n${"7\t7\n".repeat(100_000)}`);
      await assert.rejects(readTsv(path), /basic_train\.tsv:2/);
      for (let wait = 0; isOpen(path) && wait < 1000; wait += 10) await setTimeout(10);
      assert(!isOpen(path));
    }),
});
