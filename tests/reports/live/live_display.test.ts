import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { Display } from "../../../lib/reports/display.ts";
import { liveDisplay } from "../../../lib/reports/live/live_display.ts";
import { progressBar } from "../../../lib/reports/live/progress_bar.ts";
import { show as showDisplay } from "../../../lib/reports/live/show.ts";

interface Message {
  type: string;
  content: { data: { "text/plain": string }; transient: { display_id: string } };
}

function recorder() {
  const messages: Message[] = [];
  const broadcast = (type: string, content: Record<string, unknown>) => {
    messages.push({ type, content } as unknown as Message);
    return Promise.resolve();
  };
  return { messages, broadcast, shown: () => messages.map(({ content }) => content.data["text/plain"]) };
}

const show = (text: string) => () => new Display(`<p>${text}</p>`, text);

Deno.test("the first output is a display, the next ones update it in place", async () => {
  const { messages, broadcast, shown } = recorder();
  const live = liveDisplay(broadcast, 0);
  live.update(show("1"));
  live.update(show("2"));
  await live.finish(show("3"));
  assert.deepEqual(messages.map(({ type }) => type), [
    "display_data",
    "update_display_data",
    "update_display_data",
  ]);
  assert.deepEqual(shown(), ["1", "2", "3"]);
  assert.equal(new Set(messages.map(({ content }) => content.transient.display_id)).size, 1);
});

Deno.test("updates in quick succession are dropped, the last state never", async () => {
  const { broadcast, shown } = recorder();
  const live = liveDisplay(broadcast, 60_000);
  for (let i = 0; i < 100; i++) live.update(show(String(i)));
  await live.finish(show("end"));
  assert.deepEqual(shown(), ["0", "end"]);
});

Deno.test("what is shown arrives in order, however slow the front end is", async () => {
  const arrived: string[] = [];
  let free = () => {};
  const slow = new Promise<void>((resolve) => free = resolve);
  const live = liveDisplay((_, { data }) => {
    arrived.push((data as { "text/plain": string })["text/plain"]);
    return arrived.length === 1 ? slow : Promise.resolve();
  }, 0);
  live.update(show("1"));
  live.update(show("2"));
  await setTimeout(0);
  assert.deepEqual(arrived, ["1"]);
  free();
  await live.finish(show("3"));
  assert.deepEqual(arrived, ["1", "2", "3"]);
});

Deno.test("two live displays do not overwrite one another", async () => {
  const { messages, broadcast } = recorder();
  await liveDisplay(broadcast).finish(show("a"));
  await liveDisplay(broadcast).finish(show("b"));
  assert.notEqual(messages[0].content.transient.display_id, messages[1].content.transient.display_id);
});

Deno.test("outside a notebook nothing is shown and nothing fails", async () => {
  await liveDisplay().finish(show("nobody is there"));
});

Deno.test("outside a notebook what is shown once and for all is plain text", async () => {
  const lines: string[] = [], { log } = console;
  console.log = (line) => lines.push(line);
  try {
    await showDisplay(Promise.resolve(new Display("<p>1</p>", "1")));
  } finally {
    console.log = log;
  }
  assert.deepEqual(lines, ["1"]);
});

Deno.test("a progress bar shows what it stands for as it is, and in plain text the share in %", () => {
  const { bundle } = progressBar(1 / 3, "sweep <its file>");
  assert.match(bundle["text/html"], /value="0\.3333" .*> sweep &lt;its file&gt;<\/div>$/);
  assert.equal(bundle["text/plain"], "33 % sweep <its file>");
});
