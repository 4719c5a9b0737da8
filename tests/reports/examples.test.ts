import { decode } from "fast-png";
import assert from "node:assert/strict";
import { drawExamples } from "../../lib/reports/examples.ts";
import type { Example, ExampleTask } from "../../lib/tasks/example.ts";

function taskOf(example: (index: number) => Example): ExampleTask {
  return {
    name: "synthetic",
    title: "Synthetic",
    input: { kind: "tokens", vocabulary: 16 },
    length: 64,
    classes: 10,
    answers: 1,
    answerPositions: 1,
    sizes: { train: 20_000, validation: 100, test: 200 },
    batch: () => assert.fail("Expected examples to be drawn as people see them"),
    example: (_, index) => example(index),
  };
}

Deno.test("images are drawn pixel by pixel, with a text alternative", () => {
  const pixels = new Uint8Array([0, 50, 100, 150, 200, 250]);
  const image = { kind: "image", width: 3, height: 2, channels: 1, pixels, answer: "7" } as const;
  const { bundle } = drawExamples(taskOf(() => image), 1);
  const [, alt] = /alt="([^"]*)"/.exec(bundle["text/html"])!;
  assert.equal(alt, "Synthetic, training example 0: 7");
  const [, base64] = /src="data:image\/png;base64,([^"]*)"/.exec(bundle["text/html"])!;
  const png = decode(Uint8Array.fromBase64(base64));
  assert.deepEqual([png.width, png.height, png.channels], [3, 2, 1]);
  assert.deepEqual([...png.data], [...pixels]);
});

Deno.test("texts are shown as text, long ones shortened", () => {
  const { bundle } = drawExamples(
    taskOf((index) => ({ kind: "text", text: index === 0 ? "[MAX 1 <2> ]" : "1 ".repeat(500), answer: "2" })),
    2,
  );
  assert.match(bundle["text/html"], /\[MAX 1 &lt;2&gt; \]/);
  assert.match(bundle["text/html"], /… \(1000 characters\)/);
  assert(bundle["text/html"].length < 1500);
});

Deno.test("of a task with fewer examples than are asked for all are drawn, and no more", () => {
  const task = taskOf((index) => ({ kind: "text", text: "", answer: String(index) }));
  const { bundle } = drawExamples({ ...task, sizes: { ...task.sizes, train: 2 } });
  const drawn = bundle["text/plain"].split("\n").filter((line) => line !== "").slice(1);
  assert.deepEqual(drawn, ["Synthetic, training example 0: 0", "Synthetic, training example 1: 1"]);
});

Deno.test("what the task asks is said in words", () => {
  const { bundle } = drawExamples(taskOf(() => ({ kind: "text", text: "", answer: "" })), 0);
  assert.equal(
    bundle["text/plain"],
    "Synthetic: 20,000 training, 100 validation and 200 test examples; up to 64 tokens, each one of 16 symbols; " +
      "one answer out of 10.",
  );
});
