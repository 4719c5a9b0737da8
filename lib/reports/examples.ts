import { encode } from "fast-png";
import type { Example, ExampleImage, ExampleTask } from "../tasks/example.ts";
import type { Task } from "../tasks/task.ts";
import { Display } from "./display.ts";
import { escapeHtml } from "./html.ts";

const IMAGE_SIDE = 72;
const MOST_CHARACTERS = 400;

/**
 * What a task asks, and its first training examples, at most `count`, drawn, with their right answers.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openTask } from "../tasks/open.ts";
 * import { drawExamples } from "./examples.ts";
 *
 * const { bundle } = drawExamples(await openTask({ name: "bit-xor" }), 2);
 * assert.match(bundle["text/plain"], /Bit XOR/);
 * ```
 */
export function drawExamples(task: ExampleTask, count = 8): Display {
  const length = Math.min(count, task.sizes.train);
  const examples = Array.from({ length }, (_, index) => task.example("train", index));
  const names = examples.map(({ answer }, index) => `${task.title}, training example ${index}: ${answer}`);
  const figures = examples.map((example, i) => drawing(example, names[i]));
  const texts = examples.map((example, i) =>
    example.kind === "text" ? `${names[i]}\n${shorten(example.text)}` : names[i]
  );
  const question = describeTask(task);
  return new Display(
    `<p>${escapeHtml(question)}</p><div style="display: flex; flex-wrap: wrap; gap: 12px">${
      figures.join("")
    }</div>`,
    [question, ...texts].join("\n"),
  );
}

function describeTask({ title, sizes, input, length, answers, classes }: Task): string {
  const count = (size: number) => size === Infinity ? "any number of" : size.toLocaleString("en");
  const token = input.kind === "tokens" ? `one of ${input.vocabulary} symbols` : `${input.width} numbers`;
  return `${title}: ${count(sizes.train)} training, ${count(sizes.validation)} validation and ${
    count(sizes.test)
  } ` +
    `test examples; up to ${length} tokens, each ${token}; ${
      answers === 1 ? "one answer" : `${answers} answers`
    } ` +
    `out of ${classes}.`;
}

function drawing(example: Example, name: string): string {
  if (example.kind === "text") {
    const text = `<pre style="white-space: pre-wrap; margin: 0">${escapeHtml(shorten(example.text))}</pre>`;
    return figure(text, `Answer: ${shorten(example.answer)}`, "flex-basis: 100%");
  }
  const size = `width="${IMAGE_SIDE}" height="${IMAGE_SIDE}" style="image-rendering: pixelated"`;
  return figure(`<img src="${pngUrl(example)}" alt="${escapeHtml(name)}" ${size}>`, example.answer);
}

function figure(content: string, caption: string, style = ""): string {
  return `<figure style="margin: 0; ${style}">${content}<figcaption>${
    escapeHtml(caption)
  }</figcaption></figure>`;
}

function pngUrl({ width, height, channels, pixels }: ExampleImage): string {
  return `data:image/png;base64,${encode({ width, height, channels, data: pixels }).toBase64()}`;
}

function shorten(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  return `${text.slice(0, MOST_CHARACTERS)} … (${text.length} characters)`;
}
