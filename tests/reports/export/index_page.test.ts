import assert from "node:assert/strict";
import { indexPage } from "../../../lib/reports/export/index_page.ts";

Deno.test("the index links each report with its claim and scale, and says when and from what it was made", () => {
  const page = indexPage([{ file: "01.html", title: "Table <1>", claim: "A & B", scale: "quick" }, {
    file: "03.html",
    title: "Same",
    claim: "At every scale",
    scale: "",
  }], {
    date: "2026-01-02",
    commit: "0123456789ab",
    style: "",
  });
  assert.match(page, /<a href="01\.html">Table &lt;1&gt;<\/a> \(quick scale\)<br>A &amp; B/);
  assert.match(page, /Same<\/a><br>At every scale/);
  assert.match(page, /Executed on 2026-01-02 at commit 0123456789ab\./);
});
