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
  assert.match(
    runs()[0].getAttribute("aria-label"),
    /^MNIST, .* Random, learning rate 1e-4, seed \d: test \d+\.\d %, validation .* best step 100 of 100 \(run synthetic/,
  );
});

Deno.test("hovering over a run tells its figures below the chart", () => {
  const { runs, send, all } = open();
  const caption = all("figcaption")[0];
  assert.match(caption.textContent, /Hover over a run/);
  send(runs()[2], "mouseenter");
  assert.equal(caption.textContent, runs()[2].getAttribute("aria-label"));
});

Deno.test("tasks and settings can be left out", () => {
  const { change, runs, all } = open();
  change("input[value='mnist']", (box) => box.checked = false);
  assert.equal(all("figure").length, 1);
  change("input[value='frozen-random']", (box) => box.checked = false);
  assert(runs().every((run) => run.getAttribute("aria-label").startsWith("ListOps, Unfrozen Random")));
  assert.equal(runs().length, 12);
});

Deno.test("the axis can show the error on a logarithmic scale, without what has no logarithm", () => {
  const { choose, runs, all } = open([
    syntheticRun({ learningRate: 1e-4, testAccuracy: 0.9 }),
    syntheticRun({ learningRate: 1e-3, testAccuracy: 0.99 }),
    syntheticRun({ learningRate: 1e-2, testAccuracy: 1 }),
  ]);
  const heights = () => runs().map((run) => Number(run.querySelector("circle").getAttribute("cy")));
  const [low, high, top] = heights();
  assert(low > high && high > top);
  choose("quantity", "error");
  choose("scale", "log");
  assert.equal(runs().length, 2);
  assert(heights()[0] < heights()[1], "the larger error is higher up");
  const ticks = all("text").map((text) => text.textContent);
  assert(ticks.includes("1.0 %") && ticks.includes("10.0 %"), ticks.join());
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
  assert.match(one["text/plain"], /Scale: quick, body pocket/);
});
