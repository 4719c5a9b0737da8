import assert from "node:assert/strict";
import { indexPage } from "../../../lib/reports/export/index_page.ts";

Deno.test("the index links each report with its claim, outcome and scale, and says when and from what it was made", () => {
  const first = { file: "01.html", title: "Table <1>", claim: "A & B", outcome: "A < B", scale: "quick" };
  const second = { file: "03.html", title: "Same", claim: "At every scale", outcome: "", scale: "" };
  const page = indexPage([first, second], { date: "2026-01-02", commit: "0123456789ab", style: "" });
  assert.match(
    page,
    /<a href="01\.html">Table &lt;1&gt;<\/a> \(quick scale\)<br>A &amp; B<br><b>What came out.<\/b> A &lt; B</,
  );
  assert.match(page, /Same<\/a><br>At every scale<\/li>/);
  assert.match(page, /Executed on 2026-01-02 at commit 0123456789ab\./);
  const outside = indexPage([first], { date: "2026-01-02", commit: null, style: "" });
  assert.match(outside, /Executed on 2026-01-02\./, "outside a git checkout");
});
