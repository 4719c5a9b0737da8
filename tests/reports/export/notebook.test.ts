import assert from "node:assert/strict";
import {
  firstError,
  introduction,
  notebookSchema,
  outcome,
  withoutVolatile,
  writtenScale,
} from "../../../lib/reports/export/notebook.ts";

function notebookOf(...cells: object[]) {
  return notebookSchema.parse({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: "deno" }, language_info: { name: "typescript", version: "6.0" } },
    cells: cells.map((cell, i) => ({
      id: `cell-${i}`,
      metadata: {},
      cell_type: "code",
      source: "",
      ...cell,
    })),
  });
}

Deno.test("the first error is found with the number of its code cell, without colors", () => {
  const error = {
    output_type: "error",
    ename: "Error",
    evalue: "\x1b[31mExpected weights\x1b[0m",
    traceback: [],
  };
  const notebook = notebookOf(
    { cell_type: "markdown" },
    { outputs: [{ output_type: "stream", name: "stderr", text: "a warning" }] },
    { outputs: [error] },
    { outputs: [{ ...error, evalue: "a later one" }] },
  );
  assert.deepEqual(firstError(notebook), { cell: 2, message: "Error: Expected weights" });
});

Deno.test("a notebook without errors has none", () => {
  assert.equal(firstError(notebookOf({ outputs: [] }, { cell_type: "markdown" })), undefined);
});

Deno.test("a notebook is introduced by its title and its claim", () => {
  const source = [
    "# Table 1\n",
    "\n",
    "**Claim.** With its own learning rate\n",
    "each *setting* does [better](https://arxiv.org/abs/2107.12460).\n",
    "\n",
    "x",
  ];
  assert.deepEqual(introduction(notebookOf({ cell_type: "markdown", source })), {
    title: "Table 1",
    claim: "With its own learning rate each setting does better.",
  });
});

Deno.test("what came out is the text under that heading", () => {
  const source = "## What came out\n\nOn *all* tasks `pocket`\nis [ahead](01.ipynb).";
  assert.equal(outcome(notebookOf({ cell_type: "markdown", source })), "On all tasks pocket is ahead.");
  assert.equal(outcome(notebookOf({ cell_type: "markdown", source: "## The runs\n\nx" })), "");
});

Deno.test("a notebook's scale is the one that its code chooses, not one that its text names", () => {
  const text = { cell_type: "markdown", source: 'Change `chooseScale("quick")`.' };
  const code = { source: 'const scale = chooseScale("pocket");' };
  assert.equal(writtenScale(notebookOf(text, { source: "1" }, code)), "pocket");
  assert.equal(writtenScale(notebookOf(text)), "");
});

Deno.test("what is volatile is dropped, all else is kept", () => {
  const cell = { source: "1", outputs: [{ output_type: "stream", text: "x" }], execution_count: 1 };
  const notebook = notebookOf({
    ...cell,
    metadata: { execution: { "iopub.status.busy": "2026" }, tags: ["a"] },
  });
  const expected = notebookOf({ ...cell, metadata: { tags: ["a"] } });
  delete expected.metadata.language_info!.version;
  assert.deepEqual(withoutVolatile(notebook), expected);
});
