import { parseHTML } from "linkedom";
import assert from "node:assert/strict";
import { accuracyCharts } from "../../../lib/reports/charts/accuracy_chart.ts";
import { preset } from "../../../lib/sweeps/presets.ts";
import { pendingRun, syntheticRun, syntheticSweep } from "../../analysis/synthetic.ts";

const FOUR = ["frozen-random", "frozen-pretrained", "unfrozen-random", "unfrozen-pretrained"];

function draw(records: Parameters<typeof accuracyCharts>[0]) {
  const { bundle } = accuracyCharts(records, preset("quick"));
  // deno-lint-ignore no-explicit-any
  const { document } = parseHTML(`<html><body>${bundle["text/html"]}</body></html>`) as any;
  const all = (selector: string) => [...document.querySelectorAll(selector)];
  return { bundle, all, html: bundle["text/html"] };
}

Deno.test("each task has a chart, which is an image with a title and the data in words", () => {
  const { all } = draw(syntheticSweep());
  const charts = all('svg[role="img"]');
  assert.equal(charts.length, 2);
  assert.match(charts[0].querySelector("title").textContent, /Test accuracy on MNIST/);
  const words = charts[0].querySelector("desc").textContent;
  assert.match(words, /Frozen Random: best by validation at 1e-3 with 91\.0 ± 0\.6 % on the test split/);
  assert.match(words, /Unfrozen Random: best by validation at 3e-3 with 88\.0 ± 0\.6 %/);
  assert.match(words, /81\.0 ± 0\.6 % at 1e-4/);
});

Deno.test("each setting has a line, told apart by dash and symbol as well as color", () => {
  const { all } = draw(syntheticSweep({ tasks: ["mnist"], settings: FOUR }));
  const lines = all('svg[role="img"] > g[aria-label="line"]');
  assert.equal(lines.length, 4);
  assert(lines.every((line) => line.querySelector("path").getAttribute("d").split("L").length === 4));
  assert.equal(new Set(lines.map((line) => line.getAttribute("stroke"))).size, 4);
  const symbols = all('svg[role="img"] > g[aria-label="dot"]').filter((dots) => dots.children.length > 0);
  const withoutColor = lines.map((line, i) =>
    [
      line.getAttribute("stroke-dasharray"),
      symbols[i].getAttribute("fill") === "none",
      symbols[i].firstElementChild.tagName,
    ].join()
  );
  assert.equal(new Set(withoutColor).size, 4);
});

Deno.test("a legend names the settings", () => {
  const { all } = draw(syntheticSweep({ tasks: ["mnist"], settings: FOUR }));
  const names = all("svg svg text").map((text) => text.textContent);
  assert.deepEqual(names, ["Frozen Random", "Frozen Pretrained", "Unfrozen Random", "Unfrozen Pretrained"]);
});

Deno.test("the learning rate of Lu et al. is marked, also where nobody has tried it", () => {
  for (const learningRate of [1e-3, 1e-5]) {
    const { html, all } = draw([syntheticRun({ learningRate })]);
    assert.match(html, /Lu et al\.: 1e-3/);
    assert.equal(all('g[aria-label="rule"] line').length, 1);
  }
});

Deno.test("the mark of Lu et al. ends where the chart does", () => {
  const anchor = (...rates: number[]) => {
    const { all } = draw(rates.map((learningRate) => syntheticRun({ learningRate })));
    const mark = all("text").find((text) => text.textContent.startsWith("Lu et al."));
    return mark.closest("[text-anchor]").getAttribute("text-anchor");
  };
  assert.deepEqual([anchor(1e-5, 1e-3), anchor(1e-4, 1e-2), anchor(1e-3)], ["end", "middle", "middle"]);
});

Deno.test("every learning rate has its label, whole", () => {
  const rates = [1e-6, 3e-6, 1e-5, 3e-5, 1e-4, 2.154e-4, 1e-3, 3e-3, 1e-2];
  const { all } = draw(rates.map((learningRate) => syntheticRun({ learningRate })));
  const labels = all('g[aria-label^="x-axis tick label"] text').map((text) => text.textContent);
  assert.deepEqual(labels, ["1e-6", "3e-6", "1e-5", "3e-5", "1e-4", "2.154e-4", "1e-3", "3e-3", "1e-2"]);
  const many = Array.from({ length: 41 }, (_, i) => 10 ** (-6 + i / 10));
  const crowded = draw(many.map((learningRate) => syntheticRun({ learningRate })));
  const few = crowded.all('g[aria-label^="x-axis tick label"] text').filter((text) =>
    text.textContent !== ""
  );
  assert(few.length > 5 && few.length <= 12, `${few.length}`);
});

Deno.test("lines and bands are broken at a learning rate without results", () => {
  const runs = [1e-4, 1e-3, 1e-2, 1e-1].flatMap((learningRate) =>
    [0, 1].map((seed) =>
      learningRate === 1e-2 ? pendingRun({ learningRate, seed }) : syntheticRun({ learningRate, seed })
    )
  );
  for (const mark of ["line", "area"]) {
    const [path] = draw(runs).all(`svg[role="img"] > g[aria-label="${mark}"] path`);
    assert.equal(path.getAttribute("d").split("M").length - 1, 2, mark);
  }
});

Deno.test("hollow symbols are drawn over filled ones, which would hide them", () => {
  const { all } = draw(syntheticSweep({ tasks: ["mnist"], settings: FOUR }));
  const dots = all('svg[role="img"] > g[aria-label="dot"]').filter((dots) => dots.children.length > 0);
  const hollow = dots.map((group) => group.getAttribute("fill") === "none");
  assert.deepEqual(hollow, [false, false, true, true]);
});

Deno.test("bands are drawn for several seeds, not for one", () => {
  const bands = (seeds: number[]) =>
    draw(syntheticSweep({ tasks: ["mnist"], seeds })).all('g[aria-label="area"] path');
  assert.equal(bands([0, 1, 2]).length, 2);
  assert.equal(bands([0]).length, 0);
});

Deno.test("points lie at their learning rates and accuracies, the best one large, and bands reach a standard error", () => {
  const run = (setting: string, seed: number, learningRate: number, validationAccuracy: number) =>
    syntheticRun({ setting, seed, learningRate, validationAccuracy });
  const { html, all } = draw([
    // 50 ± 10 % everywhere, beside 40, 60 and 50 %.
    ...[0.4, 0.6].flatMap((accuracy, seed) =>
      [1e-4, 1e-3, 1e-2].map((rate) => run("frozen-random", seed, rate, accuracy))
    ),
    ...[0.4, 0.6, 0.5].map((accuracy, i) => run("unfrozen-random", 0, 10 ** (i - 4), accuracy)),
  ]);
  const dots = all('svg[role="img"] > g[aria-label="dot"] circle')
    .map((dot) => ["cx", "cy", "r"].map((name) => Number(dot.getAttribute(name)))).sort(([a], [b]) => a - b);
  const [[left, low], [middle, high], [right]] = dots;
  assert.deepEqual(dots.map(([, , radius]) => radius), [4, 7, 4]);
  assert(Math.abs(middle - (left + right) / 2) < 1, "decades are equally far apart");
  const [band] = all('svg[role="img"] > g[aria-label="area"] path');
  const edges = [...band.getAttribute("d").matchAll(/,([\d.]+)/g)].map(([, y]) => Number(y));
  assert.deepEqual([...new Set(edges)], [high, low]);
  assert(html.includes("<figcaption>Large symbols are the best learning rates by validation. Bands are "));
  assert.match(html, /± standard error over 1 to 2 seeds\. Scale/);
});

Deno.test("names of a legend lie within the chart, in as many rows as they need", () => {
  const settings = Array.from({ length: 9 }, (_, i) => `setting-of-my-own-${i}`);
  const places = draw(syntheticSweep({ tasks: ["mnist"], settings })).all("svg svg text").map((text) => {
    const [, x, y] = /translate\(([\d.]+),([\d.]+)\)/.exec(text.getAttribute("transform"))!;
    return [Number(x), Number(y)];
  });
  assert.equal(new Set(places.map(String)).size, settings.length);
  assert(new Set(places.map(([, y]) => y)).size > 1 && places.every(([x]) => x < 640));
});

Deno.test("a learning rate alone has a bar in place of a band", () => {
  const bars = (rates: number[]) => {
    const runs = rates.flatMap((learningRate) =>
      [0, 1].map((seed) => syntheticRun({ learningRate, seed, testAccuracy: 0.5 + seed / 10 }))
    );
    return draw(runs).all('g[aria-label="rule"] line').length - 1; // that of Lu et al.
  };
  assert.deepEqual([bars([1e-4]), bars([1e-4, 1e-3])], [1, 0]);
});

Deno.test("text and axes take the color of what surrounds them, on no background", () => {
  const { html } = draw(syntheticSweep());
  assert.match(html, /fill="currentColor"/);
  assert.doesNotMatch(html, /="white"|="#fff|[^-]background:/);
});

Deno.test("diverged and missing runs are told", () => {
  const { bundle, html, all } = draw([
    syntheticRun({ learningRate: 1e-3 }),
    syntheticRun({ learningRate: 1e-2, status: "diverged", validationAccuracy: null, testAccuracy: null }),
    pendingRun({ learningRate: 1e-1 }),
  ]);
  assert.match(bundle["text/plain"], /0\.0 % \(diverged\) at 1e-2, no result at 1e-1/);
  const crossed = all('svg[role="img"] > g[aria-label="dot"]').map((dots) => dots.children.length);
  assert.deepEqual(crossed, [2, 1]);
  assert.match(html, /A cross marks runs that diverged/);
  assert.match(html, /Runs without a result: 1\./);
});

Deno.test("a sweep that has just begun has an empty chart", () => {
  assert.match(draw([pendingRun()]).bundle["text/plain"], /Frozen Random: no results yet\./);
});
