import { parseHTML } from "linkedom";
import assert from "node:assert/strict";
import { learningRateExplorer } from "../../../lib/reports/explorer/explorer.ts";
import { preset } from "../../../lib/sweeps/presets.ts";
import { pendingRun, syntheticRun, syntheticSweep } from "../../analysis/synthetic.ts";

const EXPERIMENT = preset("quick");

/** The page of an explorer, its script run as a browser would. */
function open(records = syntheticSweep()) {
  const html = learningRateExplorer(records, EXPERIMENT).bundle["text/html"];
  // deno-lint-ignore no-explicit-any
  const { document, Event } = parseHTML(`<html><body>${html}</body></html>`) as any;
  const all = (selector: string) => [...document.querySelectorAll(selector)];
  const [data, code] = all("script");
  assert.equal(data.getAttribute("type"), "application/json");
  // As a browser would: linkedom does not keep the state of controls.
  for (const box of all("input")) box.checked = box.hasAttribute("checked");
  for (const control of all("select")) {
    const value = control.querySelector("option[selected]").getAttribute("value");
    Object.defineProperty(control, "value", { value, writable: true });
  }
  new Function("document", code.textContent)(document);
  const send = (target: EventTarget, type: string, more: object = {}) =>
    target.dispatchEvent(Object.assign(new Event(type, { bubbles: true, cancelable: true }), more));
  return {
    ...{ html, all, send, document },
    runs: () => all(".explorer-run"),
    change(selector: string, change: (control: { checked: boolean }) => void) {
      const control = document.querySelector(selector);
      change(control);
      send(control, "change");
    },
    choose(name: string, value: string) {
      const control = document.querySelector(`select[name='${name}']`);
      assert(control.querySelector(`option[value='${value}']`));
      control.value = value;
      send(control, "change");
    },
  };
}

Deno.test("every ended run is a point that tells its figures", () => {
  const { runs, all } = open([...syntheticSweep(), pendingRun({ seed: 9 })]);
  assert.equal(all("figure").length, 2);
  assert.equal(runs().length, syntheticSweep().length);
  assert.match(all("p")[0].textContent, /Only \d+ of the \d+ runs have ended/);
  assert.match(
    runs()[0].getAttribute("aria-label"),
    /^MNIST, .* Random, learning rate 1e-4, seed \d: test \d+\.\d %, validation .* best step 100 of 100 \(run synthetic/,
  );
});

Deno.test("a run is drawn and told by the figures of each split, and left out where one is not known", () => {
  const { runs, choose } = open([
    syntheticRun({ learningRate: 1e-4, testAccuracy: 0.1, validationAccuracy: 0.7, trainAccuracy: 0.9 }),
    syntheticRun({ learningRate: 1e-3, testAccuracy: 0.3, validationAccuracy: 0.2, trainAccuracy: null }),
  ]);
  const labels = runs().map((run) => run.getAttribute("aria-label"));
  assert.match(labels[0], /: test 10\.0 %, validation 70\.0 %, train 90\.0 %;/);
  assert.match(labels[1], /: test 30\.0 %, validation 20\.0 %, train unknown;/);
  const isFirstHigher = () => placeOf(runs()[0])[1] < placeOf(runs()[1])[1];
  assert.equal(isFirstHigher(), false);
  choose("split", "validation");
  assert.equal(isFirstHigher(), true);
  choose("split", "train");
  assert.deepEqual(runs().map((run) => run.getAttribute("aria-label")), [labels[0]]);
});

/** Where a run's symbol is, in the chart's units. */
// deno-lint-ignore no-explicit-any
function placeOf(run: any): [x: number, y: number] {
  const circle = run.querySelector("circle");
  if (circle) return [Number(circle.getAttribute("cx")), Number(circle.getAttribute("cy"))];
  const corners: string[] = run.querySelector("polygon").getAttribute("points").split(" ");
  const mean = (i: number) =>
    corners.reduce((sum, corner) => sum + Number(corner.split(",")[i]), 0) / corners.length;
  return [mean(0), mean(1)];
}

Deno.test("hovering over a run tells its figures below the chart, however many symbols lie near", () => {
  const { runs, send, all } = open(syntheticSweep({ tasks: ["mnist"] }));
  const [caption] = all("figcaption"), [svg] = all("figure svg");
  // The chart is shown at half its size, somewhere in the page.
  svg.getBoundingClientRect = () => ({ left: 100, top: 50, width: 320, height: 150 });
  assert.match(caption.textContent, /Hover over a run/);
  for (const run of runs()) {
    const [x, y] = placeOf(run);
    send(svg, "mousemove", { clientX: 100 + x / 2, clientY: 50 + y / 2 });
    assert.equal(caption.textContent, run.getAttribute("aria-label"));
  }
  const before = caption.textContent;
  send(svg, "mousemove", { clientX: 101, clientY: 51 });
  assert.equal(caption.textContent, before, "far from any run");
});

Deno.test("of runs at one place all are told", () => {
  const { runs, send, all } = open([0, 1, 2].map((seed) => syntheticRun({ seed, testAccuracy: 1 })));
  const [caption] = all("figcaption"), [svg] = all("figure svg");
  svg.getBoundingClientRect = () => ({ left: 0, top: 0, width: 640, height: 300 });
  const [clientX, clientY] = placeOf(runs()[0]);
  send(svg, "mousemove", { clientX, clientY });
  assert.match(
    caption.textContent,
    /seed 0: .*; at the same place: Frozen Random seed 1, Frozen Random seed 2$/,
  );
});

Deno.test("the run that is told is marked on top of others at the same place", () => {
  const { runs, send, all } = open([0, 1, 2].map((seed) => syntheticRun({ seed, testAccuracy: 1 })));
  for (const run of runs()) {
    send(run, "focus");
    const rings = all(".explorer-ring");
    assert.equal(rings.length, 1);
    assert.deepEqual(["cx", "cy"].map((name) => Number(rings[0].getAttribute(name))), placeOf(run));
    assert.equal(all("figure svg")[0].lastElementChild, rings[0]);
  }
});

Deno.test("lines are broken where runs have no result yet", () => {
  const { all } = open([
    ...[1e-4, 1e-3, 1e-1].map((learningRate) => syntheticRun({ learningRate })),
    pendingRun({ learningRate: 1e-2 }),
    pendingRun({ learningRate: 3e-4, task: "listops" }), // which is another chart's
  ]);
  const lines = all("polyline").map((line) => line.getAttribute("points").split(" ").length);
  assert.deepEqual(lines, [2, 1]);
});

Deno.test("ticks of small errors are told apart", () => {
  const { choose, all } = open([
    syntheticRun({ learningRate: 1e-4, testAccuracy: 0.9997 }),
    syntheticRun({ learningRate: 1e-3, testAccuracy: 0.9985 }),
  ]);
  choose("quantity", "error");
  choose("scale", "log");
  const ticks = all("text").map((text) => text.textContent).filter((text) => text.endsWith(" %"));
  assert(ticks.length > 1 && new Set(ticks).size === ticks.length, ticks.join());
});

Deno.test("an axis has several ticks, however near values are to each other", () => {
  for (const testAccuracy of [0.01, 0.15, 0.55, 0.75, 0.987]) {
    const { choose, all } = open([syntheticRun({ testAccuracy })]);
    for (const quantity of ["accuracy", "error"]) {
      for (const scale of ["linear", "log"]) {
        choose("quantity", quantity);
        choose("scale", scale);
        const ticks = all("text").map((text) => text.textContent).filter((text) => text.endsWith(" %"));
        const told = `${testAccuracy} ${quantity} ${scale}: ${ticks}`;
        assert(ticks.length > 2 && ticks.length < 12 && new Set(ticks).size === ticks.length, told);
      }
    }
  }
});

Deno.test("learning rates are labeled as far as there is room, and that of Lu et al. has its line beyond them", () => {
  const rates = Array.from({ length: 41 }, (_, i) => 10 ** (-8 + i / 10));
  const { all } = open(rates.map((learningRate) => syntheticRun({ learningRate })));
  const labels = all("text").map((text) => text.textContent).filter((text) => text.includes("e-"));
  assert(labels.length > 5 && labels.length <= 12, labels.join());
  const mark = Number(all("line[stroke-dasharray]")[0].getAttribute("x1"));
  assert(mark > placeOf(all(".explorer-run").at(-1))[0] && mark <= 640, `${mark}`);
  const right = open([syntheticRun({ learningRate: 1e-1 })]);
  assert(Number(right.all("line[stroke-dasharray]")[0].getAttribute("x1")) > 56, "right of the axis");
});

Deno.test("the boxes of settings have the signs of their runs", () => {
  const settings = ["frozen-random", "frozen-pretrained", "unfrozen-random", "unfrozen-pretrained"];
  const { all } = open(syntheticSweep({ tasks: ["mnist"], settings }));
  const labels = all("label").map((label) => label.textContent.trim());
  assert.deepEqual(labels, [
    "MNIST",
    "□ Frozen Random",
    "■ Frozen Pretrained",
    "○ Unfrozen Random",
    "● Unfrozen Pretrained",
  ]);
});

Deno.test("tasks and settings can be left out", () => {
  const { change, runs, all } = open();
  change("input[value='mnist']", (box) => box.checked = false);
  assert.equal(all("figure").length, 1);
  change("input[value='frozen-random']", (box) => box.checked = false);
  assert(runs().every((run) => run.getAttribute("aria-label").startsWith("ListOps, Unfrozen Random")));
  assert.equal(runs().length, 12);
});

Deno.test("the axis can show the error on a logarithmic scale, below which no error lies", () => {
  const { choose, runs, all } = open([
    syntheticRun({ learningRate: 1e-4, testAccuracy: 0.9 }),
    syntheticRun({ learningRate: 1e-3, testAccuracy: 0.99 }),
    syntheticRun({ learningRate: 1e-2, testAccuracy: 1 }),
  ]);
  const heights = () => runs().map((run) => placeOf(run)[1]);
  const [low, high, top] = heights();
  assert(low > high && high > top);
  choose("quantity", "error");
  choose("scale", "log");
  const errors = heights();
  assert(errors[0] < errors[1] && errors[1] < errors[2], "the larger error is higher up");
  const ticks = all("text").map((text) => text.textContent);
  for (const tick of ["0 %", "1 %", "10 %"]) assert(ticks.includes(tick), ticks.join());
  const line: string[] = all("polyline")[0].getAttribute("points").split(" ");
  line.forEach((point, i) => assert(Math.abs(Number(point.split(",")[1]) - errors[i]) < 1e-9));
});

Deno.test("a run that diverged before any evaluation counts as no accuracy, as in the curves", () => {
  const diverged = { status: "diverged", validationAccuracy: null, testAccuracy: null } as const;
  const { runs, all } = open([syntheticRun({ testAccuracy: 0.8 }), syntheticRun({ ...diverged, seed: 1 })]);
  assert.equal(runs().length, 2);
  const heights = runs().map((run) => placeOf(run)[1]);
  const mean = Number(all("polyline")[0].getAttribute("points").split(",")[1]);
  assert(Math.abs(mean - (heights[0] + heights[1]) / 2) < 1e-9);
});

Deno.test("one run of a chart is reached by Tab, the others by arrow keys", () => {
  const { runs, send } = open(syntheticSweep({ tasks: ["mnist"] }));
  const tabbable = () => runs().filter((run) => run.getAttribute("tabindex") === "0");
  assert.equal(tabbable().length, 1);
  const focused: string[] = [];
  for (const run of runs()) run.focus = () => focused.push(run.getAttribute("aria-label"));
  const [first] = tabbable();
  send(first, "keydown", { key: "ArrowRight" });
  const labelOf = (label: string) => label.replace(/learning rate \S+/, "").split(":")[0];
  assert.match(focused[0], /learning rate 1e-3/);
  assert.equal(labelOf(focused[0]), labelOf(first.getAttribute("aria-label")));
  assert.equal(tabbable().length, 1);
  assert.equal(tabbable()[0].getAttribute("aria-label"), focused[0]);
  send(tabbable()[0], "keydown", { key: "End" });
  assert.match(focused[1], /learning rate 1e-2/);
});

Deno.test("arrow keys walk from run to run, sideways to the same seed of the next learning rate if it is there", () => {
  const { runs, send } = open([
    ...[0, 1].flatMap((seed) =>
      [1e-4, 1e-3].map((learningRate) => syntheticRun({ learningRate, seed, testAccuracy: 0.5 + seed / 10 }))
    ),
    syntheticRun({ learningRate: 1e-2, seed: 1 }),
  ]);
  for (const run of runs()) run.focus = () => {};
  const focused = () => runs().find((run) => run.getAttribute("tabindex") === "0");
  const walked = [];
  for (
    const key of "Up Down Right Right Right Down Left Up".split(" ").map((way) => `Arrow${way}`)
      .concat("End", "Home", "a")
  ) {
    const isTaken = !send(focused(), "keydown", { key });
    const [, rate, seed] = /learning rate (\S+), seed (\d)/.exec(focused().getAttribute("aria-label"))!;
    walked.push(`${key}: ${rate} ${seed}${isTaken ? "" : ", left to the page"}`);
  }
  // At each learning rate seed 1 is the better one.
  assert.deepEqual(walked, [
    "ArrowUp: 1e-4 1",
    "ArrowDown: 1e-4 0",
    "ArrowRight: 1e-3 0",
    "ArrowRight: 1e-2 1",
    "ArrowRight: 1e-2 1, left to the page",
    "ArrowDown: 1e-2 1",
    "ArrowLeft: 1e-3 1",
    "ArrowUp: 1e-4 0",
    "End: 1e-2 1",
    "Home: 1e-4 1",
    "a: 1e-4 1, left to the page",
  ]);
});

Deno.test("it needs no network, and its colors follow the page", () => {
  const { html } = open();
  assert.doesNotMatch(html, /src=|href=|@import|url\(|https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
  assert.match(html, /fill: currentColor/);
  assert.doesNotMatch(html, /background|="white"|="#fff/);
});

Deno.test("a run's name cannot end the script", () => {
  const { html } = open([syntheticRun({ setting: "</script><b>" })]);
  assert.doesNotMatch(html, /<\/script><b>/);
});

Deno.test("the same runs give the same page, in words too", () => {
  const [one, other] = [1, 2].map(() => learningRateExplorer(syntheticSweep(), EXPERIMENT).bundle);
  assert.deepEqual(one, other);
  assert.match(one["text/plain"], /MNIST: Frozen Random: best by validation at 1e-3/);
  assert.equal(one["text/plain"].match(/Frozen Random: best/g)!.length, 2, "once of each of two tasks");
  assert.match(one["text/plain"], /Scale: quick, body pocket/);
});

Deno.test("a logarithmic axis ends at all or nothing", () => {
  const { all, choose } = open([
    syntheticRun({ testAccuracy: 0.985 }),
    syntheticRun({ seed: 1, testAccuracy: 0.99 }),
  ]);
  choose("scale", "log");
  const ticks = all("text").map(({ textContent }) => textContent).filter((text) => text.endsWith("%"));
  assert(ticks.length > 1);
  for (const tick of ticks) assert(parseFloat(tick) <= 100, tick);
});

Deno.test("an explorer that is there twice works twice", () => {
  const html = learningRateExplorer(syntheticSweep(), EXPERIMENT).bundle["text/html"];
  // deno-lint-ignore no-explicit-any
  const { document } = parseHTML(`<html><body>${html}${html}</body></html>`) as any;
  const selects = [...document.querySelectorAll("select")];
  for (const control of selects) {
    Object.defineProperty(control, "value", { value: control.querySelector("option").value });
  }
  for (const box of document.querySelectorAll("input")) box.checked = true;
  for (const code of document.querySelectorAll("script:not([type])")) {
    new Function("document", code.textContent)(document);
  }
  const figures = [...document.querySelectorAll(".explorer")].map((root) =>
    root.querySelectorAll("figure").length
  );
  assert.deepEqual(figures, [2, 2]);
});
