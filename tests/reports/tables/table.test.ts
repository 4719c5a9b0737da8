import assert from "node:assert/strict";
import { table } from "../../../lib/reports/tables/table.ts";

Deno.test("a table has a caption, and header cells for its columns and rows", () => {
  const { bundle } = table({ columns: ["Setting", "Test"], values: [["Frozen", 0.5], ["Unfrozen", null]] }, {
    caption: "Accuracy",
  });
  assert.equal(
    bundle["text/html"],
    '<table><caption style="caption-side: bottom; text-align: left">Accuracy</caption><thead><tr><th scope="col" style="text-align: left">Setting</th><th scope="col">Test</th></tr></thead>' +
      '<tbody><tr><th scope="row" style="text-align: left">Frozen</th><td>0.5</td></tr>' +
      '<tr><th scope="row" style="text-align: left">Unfrozen</th><td>–</td></tr></tbody></table>',
  );
});

Deno.test("in plain text the columns are aligned", () => {
  const { bundle } = table({ columns: ["a", "b"], values: [["long cell", 1], ["x", 2]] }, { caption: "c" });
  assert.equal(bundle["text/plain"], "c\na          b\nlong cell  1\nx          2");
});

Deno.test("columns are chosen, labelled and printed as asked", () => {
  const frame = { columns: ["id", "accuracy", "seed"], values: [["r", 0.5, 3]] };
  const columns = {
    accuracy: { label: "Test (%)", print: (value: number) => `${100 * value}` },
    id: { label: "Run" },
  };
  assert.equal(table(frame, { caption: "c", columns }).bundle["text/plain"], "c\nTest (%)  Run\n50        r");
});

Deno.test("columns with a common header stand under it", () => {
  const columns = ["Setting", "MNIST: ours", "MNIST: published", "ListOps: ours", "ListOps: published"];
  const html = table({ columns, values: [["Frozen", 1, 2, 3, 4]] }, { caption: "c" }).bundle["text/html"];
  assert(html.includes(
    '<tr><th scope="col" style="text-align: left" rowspan="2">Setting</th><th scope="colgroup" style="text-align: center" colspan="2">MNIST</th>' +
      '<th scope="colgroup" style="text-align: center" colspan="2">ListOps</th></tr><tr><th scope="col">ours</th><th scope="col">published</th>' +
      '<th scope="col">ours</th><th scope="col">published</th></tr>',
  ));
});

Deno.test("short cells are not broken into lines, long ones may be", () => {
  const long = "minimum length 8, maximum length 33";
  const html =
    table({ columns: ["a", "b"], values: [["Frozen Random", long]] }, { caption: "c" }).bundle["text/html"];
  assert(html.includes('<span style="white-space: nowrap">Frozen Random</span>'));
  assert(html.includes(`>${long}</td>`));
});

Deno.test("numbers are not broken into lines, in captions and long cells either", () => {
  const frame = { columns: ["a", "b"], values: [["Best", "Unfrozen Pretrained 94.1 ± 0.2"]] };
  const html = table(frame, { caption: "From 1e-6 to 1e-2" }).bundle["text/html"];
  for (const number of ["1e-6", "1e-2", "94.1 ± 0.2"]) {
    assert(html.includes(`<span style="white-space: nowrap">${number}</span>`), number);
  }
});

Deno.test("columns of long cells begin at the left, their header, too", () => {
  const frame = { columns: ["a", "b", "c"], values: [["Best", 1, "what is read rather than compared"]] };
  const html = table(frame, { caption: "c" }).bundle["text/html"];
  assert.deepEqual([...html.matchAll(/<t[hd][^>]*style="text-align: left">(\w+)/g)].map(([, word]) => word), [
    "a",
    "c",
    "Best",
    "what",
  ]);
});

Deno.test("text is never taken for HTML", () => {
  const html = table({ columns: ["<b>"], values: [["<script>"]] }, { caption: '"&"' }).bundle["text/html"];
  assert(html.includes("&lt;b&gt;") && html.includes("&lt;script&gt;") && html.includes("&quot;&amp;&quot;"));
});
