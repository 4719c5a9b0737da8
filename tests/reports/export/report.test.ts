import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { UserError } from "../../../lib/errors.ts";
import { dependenciesDirectory, root } from "../../../lib/files/paths.ts";
import { notebookSchema } from "../../../lib/reports/export/notebook.ts";
import { writeReports } from "../../../lib/reports/export/report.ts";
import { interruptedAt } from "../../files/terminal.ts";

/** A folder inside the project, where notebooks find its packages, with one notebook of these cells: code, but for headings. */
async function makeNotebook(name: string, introduction: string, ...cells: string[]) {
  const folder = await Deno.makeTempDir({ dir: dependenciesDirectory });
  const notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: "deno", display_name: "Deno", language: "typescript" } },
    cells: [
      { id: "introduction", cell_type: "markdown", metadata: {}, source: introduction },
      ...cells.map((source, i) => ({
        id: `cell-${i}`,
        metadata: {},
        source,
        ...source.startsWith("## ")
          ? { cell_type: "markdown" }
          : { cell_type: "code", execution_count: null, outputs: [] },
      })),
    ],
  };
  const path = join(folder, `${name}.ipynb`);
  await Deno.writeTextFile(path, JSON.stringify(notebook));
  const reports = join(folder, "reports");
  return {
    path,
    options: { notebooks: folder, reports },
    read: (file: string) => Deno.readTextFile(join(reports, file)),
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

const LIVE = `
import { show } from "../../lib/reports/live/show.ts";
import { liveDisplay } from "../../lib/reports/live/live_display.ts";
import { progressBar } from "../../lib/reports/live/progress_bar.ts";
import { chooseScale } from "../../lib/reports/scale.ts";
const live = liveDisplay(undefined, 0);
for (let i = 0; i < 9; i++) live.update(() => progressBar(i / 9, "step " + i + " of 9"));
await live.finish(() => progressBar(1, "all 9 steps"));
`;
const SHOW = `await show(progressBar(0.5, chooseScale("quick") + " scale"));`;
const OUTCOME = "## What came out\n\nIt did.";

Deno.test("notebooks are executed and exported to pages that need no network, with an index", async () => {
  await using made = await makeNotebook(
    "tour",
    "# A tour\n\n**Claim.** It works.\n\n[Next](next.ipynb)",
    LIVE,
    SHOW,
    OUTCOME,
  );
  const index = await writeReports({ ...made.options, scale: "pocket" });
  assert.match(
    await Deno.readTextFile(index),
    /<a href="tour\.html">A tour<\/a> \(pocket scale\)<br>It works\.<\/li>/,
    "what came out at the quick scale is not said of the pocket one",
  );

  const page = await made.read("tour.html");
  assert.match(page, /<title>A tour<\/title>/);
  assert.match(page, /<progress [^>]*aria-label="all 9 steps"/);
  assert.doesNotMatch(page, /step \d of 9/, "only the last state of a live display is kept");
  assert.match(page, /pocket scale<\/div>/);
  assert.match(page, /<a href="next\.html">/);
  assert.doesNotMatch(page, /<script|<link|src="http|@import|url\(/);
  assert.match(await Deno.readTextFile(made.path), /"outputs":\[\]/, "the notebook itself is left as it was");
});

Deno.test("in place, outputs are stored without what changes from one execution to the next", async () => {
  await using made = await makeNotebook("tour", "# A tour", LIVE, SHOW, OUTCOME);
  const index = await writeReports({ ...made.options, inPlace: true });
  assert.match(await Deno.readTextFile(index), /\(quick scale\).*It did\.<\/li>/);
  const once = await Deno.readTextFile(made.path);
  const { cells, metadata } = notebookSchema.parse(JSON.parse(once));
  assert.equal(cells[1].outputs!.length, 1);
  assert.equal(cells[2].outputs!.length, 1);
  assert.equal(metadata.language_info!.version, undefined);
  assert(!once.includes(Deno.cwd()));
  await writeReports({ ...made.options, inPlace: true });
  assert.equal(await Deno.readTextFile(made.path), once);
});

Deno.test("a cell that fails makes the report fail, with notebook, cell and error", async () => {
  await using made = await makeNotebook(
    "broken",
    "# Broken",
    "1",
    'throw new TypeError("Expected weights");',
  );
  await assert.rejects(writeReports(made.options), (error: Error) => {
    assert(error instanceof UserError);
    assert.match(error.message, /broken\.ipynb/);
    assert.match(error.message, /code cell 2:\nTypeError: Expected weights/);
    return true;
  });
  await assert.rejects(made.read("broken.html"), Deno.errors.NotFound);
});

Deno.test("Ctrl-C ends the execution of notebooks, and no Python traceback is shown", async () => {
  await using made = await makeNotebook(
    "long",
    "# Long",
    `Deno.writeTextFileSync(Deno.env.get("MARKER")!, "");
await new Promise((resolve) => setTimeout(resolve, 60_000));`,
  );
  const marker = join(made.options.notebooks, "kernel");
  const { code, shown } = await interruptedAt(
    ["the cell runs"],
    `
    const { writeReports } = await import(${
      JSON.stringify(import.meta.resolve("../../../lib/reports/export/report.ts"))
    });
    Deno.env.set("MARKER", ${JSON.stringify(marker)});
    const { existsSync } = await import("node:fs");
    const watch = setInterval(() => {
      if (!existsSync(${JSON.stringify(marker)})) return;
      clearInterval(watch);
      console.error("the cell runs");
    }, 100);
    await writeReports(${JSON.stringify(made.options)}).catch((error) => console.error(error.message));
    Deno.exit(7);
  `,
  );
  assert.equal(code, 7);
  assert.match(shown, /Expected Jupyter to come to its end but found it interrupted/);
  assert.doesNotMatch(shown, /Traceback/);
});

Deno.test({
  name: "what is asked to end in another way than by Ctrl-C ends Jupyter and its kernel, too",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using made = await makeNotebook(
      "long",
      "# Long",
      `Deno.writeTextFileSync(Deno.env.get("MARKER")!, String(Deno.pid));
await new Promise((resolve) => setTimeout(resolve, 60_000));`,
    );
    const marker = join(made.options.notebooks, "kernel");
    const report = JSON.stringify(import.meta.resolve("../../../lib/reports/export/report.ts"));
    const script = `
      const { writeReports } = await import(${report});
      await writeReports(${JSON.stringify(made.options)}).catch((error) => console.error(error.message));
    `;
    const reporting = new Deno.Command(Deno.execPath(), {
      args: ["eval", script],
      cwd: root,
      env: { MARKER: marker },
      stderr: "piped",
    }).spawn();
    let ended = false;
    void reporting.status.then(() => ended = true);
    while (!ended && !existsSync(marker)) await setTimeout(50);
    const kernel = await Deno.readTextFile(marker);
    reporting.kill("SIGTERM");
    const shown = await new Response(reporting.stderr).text();
    await reporting.status;
    assert.match(shown, /^Expected Jupyter to come to its end but found it interrupted$/m);
    for (let i = 0; existsSync(`/proc/${kernel}`) && i < 100; i++) await setTimeout(50);
    assert(!existsSync(`/proc/${kernel}`), "the kernel has ended");
  },
});

Deno.test("reports that cannot be written where a file is are one message", async () => {
  const reports = await Deno.makeTempFile();
  await assert.rejects(writeReports({ reports }), {
    name: "UserError",
    message: /^Expected to write .* but found: .*exist/,
  });
});
