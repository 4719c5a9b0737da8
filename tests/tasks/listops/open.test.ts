import assert from "node:assert/strict";
import { join } from "node:path";
import { exportListops, openListops } from "../../../lib/tasks/listops/open.ts";
import { type OptionsOf, taskOptionsSchema } from "../../../lib/tasks/options.ts";
import type { Split } from "../../../lib/tasks/task.ts";
import { taskShape } from "../../../lib/tasks/shape.ts";
import { identified, lacksFiles } from "../../../lib/tasks/identified.ts";
import { withDirectory } from "../../temporary_directory.ts";

const OPTIONS = taskOptionsSchema.parse({
  name: "listops",
  minimumLength: 10,
  maximumLength: 200,
  depth: 8,
  arguments: 10,
  examples: { train: 60, validation: 20, test: 20 },
}) as OptionsOf<"listops">;

Deno.test("a batch of ListOps is padded on the right to a multiple of 128, or to the longest length", () =>
  withDirectory(async (directory) => {
    const task = await openListops(OPTIONS, directory);
    assert.deepEqual(task.sizes, { train: 60, validation: 20, test: 20 });
    assert.equal(task.length, 200);
    const paddings = new Set<number>();
    for (let index = 0; index < task.sizes.train; index++) {
      const { inputs, shape, lengths } = task.batch("train", [index]);
      assert.equal(inputs.length, shape[0] * shape[1]);
      assert(inputs.subarray(0, lengths[0]).every((symbol) => symbol >= 1 && symbol <= 15));
      assert(inputs.subarray(lengths[0]).every((symbol) => symbol === 0));
      assert.equal(shape[1], lengths[0] <= 128 ? 128 : 200);
      paddings.add(shape[1]);
    }
    assert.equal(paddings.size, 2);

    const together = task.batch("train", [3, 5, 8]),
      [fourth, sixth] = [3, 5].map((i) => task.batch("train", [i]));
    assert.deepEqual([...together.labels.subarray(0, 2)], [fourth.labels[0], sixth.labels[0]]);
    assert.deepEqual(
      together.inputs.subarray(together.shape[1], together.shape[1] + sixth.lengths[0]),
      sixth.inputs.subarray(0, sixth.lengths[0]),
    );
  }));

Deno.test("the splits of ListOps have no expression in common", () =>
  withDirectory(async (directory) => {
    const task = await openListops(OPTIONS, directory);
    const texts = (["train", "validation", "test"] as Split[]).flatMap((split) =>
      Array.from({ length: task.sizes[split] }, (_, i) => {
        const example = task.example(split, i);
        return example.kind === "text" ? example.text : "";
      })
    );
    assert.equal(new Set(texts).size, 100);
  }));

Deno.test("generated ListOps are kept on disk, and made again if that file is damaged", () =>
  withDirectory(async (parent) => {
    const directory = join(parent, "new"); // need not be there
    const first = (await openListops(OPTIONS, directory)).batch("test", [0, 1, 2]);
    const [{ name }] = Deno.readDirSync(directory);
    const path = join(directory, name);
    const file = await Deno.readFile(path);
    assert.deepEqual((await openListops(OPTIONS, directory)).batch("test", [0, 1, 2]), first);

    for (
      const damaged of [file.subarray(0, file.length - 1), file.with(file.length - 7, 0), new Uint8Array()]
    ) {
      await Deno.writeFile(path, damaged);
      assert.deepEqual((await openListops(OPTIONS, directory)).batch("test", [0, 1, 2]), first);
      assert.deepEqual(await Deno.readFile(path), file);
    }
    await Deno.remove(path);
    await Deno.mkdir(path);
    assert.deepEqual((await openListops(OPTIONS, directory)).batch("test", [0, 1, 2]), first);
    const others: Partial<typeof OPTIONS>[] = [
      { seed: 1 },
      { minimumLength: 11 },
      { maximumLength: 190 },
      { depth: 7 },
      { arguments: 9 },
      { examples: { train: 61, validation: 20, test: 20 } },
    ];
    for (const [i, other] of others.entries()) {
      await openListops({ ...OPTIONS, ...other }, directory);
      assert.equal(
        [...Deno.readDirSync(directory)].length,
        2 + i,
        `${Object.keys(other)}: a file of its own`,
      );
    }
  }));

Deno.test("exported ListOps are read back the same", () =>
  withDirectory(async (directory) => {
    await exportListops(OPTIONS, directory, directory);
    const generated = await openListops(OPTIONS, directory);
    const read = await openListops({ ...OPTIONS, directory }, directory);
    assert.deepEqual(read.sizes, generated.sizes);
    for (const split of ["train", "validation", "test"] as Split[]) {
      const indices = Array.from({ length: read.sizes[split] }, (_, i) => i);
      assert.deepEqual(read.batch(split, indices), generated.batch(split, indices));
    }
    const options = await identified({ ...OPTIONS, directory });
    assert.deepEqual((await openListops(options as typeof OPTIONS)).sizes, generated.sizes);
    await Deno.writeTextFile(join(directory, "basic_val.tsv"), "Source\tTarget\n[MAX 1 2 ]\t2\n");
    const others = await identified({ ...OPTIONS, directory });
    assert.notDeepEqual(others, options, "other files are another task");
    assert.deepEqual(
      taskShape(others).sizes,
      { ...generated.sizes, validation: 1 },
      "sizes are those of the files",
    );
    await assert.rejects(openListops(options as typeof OPTIONS), {
      name: "UserError",
      message: /to stay as they were but found others/,
    });
    await assert.rejects(openListops({ ...OPTIONS, directory, maximumLength: 12 }), {
      name: "UserError",
      message: /basic_train\.tsv:\d+: Expected fewer symbols than maximumLength, 12,/,
    });
    assert(!lacksFiles(others));
    await Deno.remove(join(directory, "basic_val.tsv"));
    const lacking = await identified({ ...OPTIONS, directory });
    assert.deepEqual(lacking, { ...OPTIONS, directory });
    assert(lacksFiles(lacking));
    await assert.rejects(openListops({ ...OPTIONS, directory }, directory), {
      name: "UserError",
      message: /Long Range Arena.*basic_val\.tsv/,
    });
  }));

Deno.test("ListOps are exported with the defaults of what is not given, to a folder that need not be there", () =>
  withDirectory(async (directory) => {
    const examples = { train: 2, validation: 1, test: 1 }, folder = join(directory, "new", "lra");
    await exportListops({ name: "listops", maximumLength: 600, examples }, folder, directory);
    const { sizes } = await openListops({ ...OPTIONS, maximumLength: 600, directory: folder });
    assert.deepEqual(sizes, examples);
    await assert.rejects(exportListops({ name: "listops", depth: 0 }, folder), {
      name: "UserError",
      message: /^The options of the task do not fit:[^]*depth/,
    });
    const file = join(directory, "file");
    await Deno.writeTextFile(file, "");
    await assert.rejects(exportListops(OPTIONS, file, directory), {
      name: "UserError",
      message: /^Expected to write .*file but found: /,
    });
    await Deno.mkdir(join(directory, "taken", "basic_train.tsv"), { recursive: true });
    await assert.rejects(exportListops(OPTIONS, join(directory, "taken"), directory), {
      name: "UserError",
      message: /^Expected to write .*basic_train\.tsv but found: /,
    });
  }));

Deno.test("a file without expressions is named", () =>
  withDirectory(async (directory) => {
    for (const name of ["basic_train.tsv", "basic_val.tsv", "basic_test.tsv"]) {
      const rows = name === "basic_val.tsv" ? [] : ["[MAX 1 2 ]\t2"];
      await Deno.writeTextFile(join(directory, name), ["Source\tTarget", ...rows, ""].join("\n"));
    }
    const options = taskOptionsSchema.parse({ name: "listops", directory });
    await assert.rejects(identified(options), {
      name: "UserError",
      message: /^Expected expressions behind the header of .*basic_val\.tsv but found none$/,
    });
  }));
