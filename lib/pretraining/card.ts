import { precisionLabel } from "../training/options.ts";
import { modelOf } from "./learner.ts";
import type { PretrainingRecord } from "./record.ts";

/** The most rows of the validation curve. */
const ROWS = 16;

/**
 * A model card, in Markdown: what a model is, what it has learned from, how well it predicts.
 *
 * @param about What whoever made the text says of it, in Markdown; null if nothing was said.
 */
export function modelCard(record: PretrainingRecord, about: string | null): string {
  const { options, files, titles, starts, parameters, bytes, seconds, validationBitsPerByte, sha256 } =
    record;
  const { layers, width, heads, positions } = modelOf(options);
  const distinct = (values: readonly (string | null)[]) =>
    [...new Set(values)].map((value) => value ?? "unknown").join(", ");
  const settings = Object.entries(options).map(([name, value]) => [name, String(value)]);
  return `# A byte-level GPT-2

${layers} layers of width ${width}, ${heads} heads, ${positions} positions, ${
    number(parameters)
  } parameters; its 256
tokens are bytes. On the whole validation text it needs **${
    validationBitsPerByte.toFixed(3)
  } bits per byte** (gzip -9: ${record.gzipBitsPerByte.toFixed(3)}).

The files are in Hugging Face's format (GPT2LMHeadModel). \`model.safetensors\` has the SHA-256 \`${sha256}\`.
\`pretraining.json\` holds what this card says, and more, for programs.

## Training

${
    table(["", ""], [
      ["gradient steps", number(options.steps)],
      ["bytes learned from, repetitions counted", number(bytes)],
      [
        "time",
        seconds < 3600 ? minutes(seconds) : `${(seconds / 3600).toFixed(1)} hours`,
      ],
      ["machine", distinct(starts.map(({ machine }) => machine))],
      ["compute backend", distinct(starts.map(({ backend }) => backend))],
      ["commits of the project", distinct(starts.map(({ commit }) => commit))],
      ["command", `\`deno task ${starts.at(-1)!.command}\``],
      ...settings,
    ])
  }

AdamW (beta1 0.9, epsilon 1e-8) with a linear warm-up and cosine decay to a tenth, without dropout; the dropout rates in
\`config.json\` are GPT-2's, for those who train the model further. ${again(starts)}

## Validation

Bits per byte are the mean of -log2 of the probability that the model gives the byte that comes. The text is cut into
windows of ${
    number(options.length)
  } bytes. Each byte is predicted once, from what precedes it in its window and the byte
before that; before the first byte there is a NUL. While training went on, about
${
    number(options.evaluationBytes)
  } bytes were looked at, in windows as long as those of training at that step, with matrix products
in ${
    precisionLabel(options.matmulPrecision)
  }; the last figure is computed in float32. Where windows grow the figure jumps: the later
positions have not been trained yet.${
    record.evaluations.length > ROWS ? ` Of ${record.evaluations.length} looks ${ROWS} are listed.` : ""
  }

${
    table(["step", "bits per byte"], [
      ...thinned(record.evaluations).map(({ step, validationBitsPerByte }) => [
        number(step),
        validationBitsPerByte.toFixed(3),
      ]),
      [`${number(options.steps)}, whole text`, validationBitsPerByte.toFixed(3)],
    ])
  }

## Text

${
    table(
      ["file", "used for", "bytes unpacked", "SHA-256 unpacked"],
      files.map(({ name, use, bytes, sha256 }) => [
        name,
        use === "both" ? "training; its last hundredth validation" : use,
        number(bytes),
        `\`${sha256}\``,
      ]),
    )
  }
${about === null ? "" : `\n${demoted(about)}\n`}
## Licence

The weights come under the licence of the project that made them. It says nothing of rights in the text.
${
    titles.length === 0
      ? ""
      : `\n## Titles\n\n${titles.map((title) => `- ${title.replaceAll("\t", ": ")}`).join("\n")}\n`
  }`;
}

/** Whether the command makes the model again. */
function again(starts: PretrainingRecord["starts"]): string {
  const [commit, ...others] = new Set(starts.map(({ commit }) => commit));
  if (others.length > 0) {
    return "The model was made by several commits one\nafter the other, which may compute differently: the command makes one like it, not the same.";
  }
  return commit === null || commit.endsWith("+")
    ? "The model was made by code that no\ncommit has: the command makes one like it, not the same."
    : "The command makes the model again at that\ncommit: on one kind of processor with as many threads bit for bit, elsewhere up to rounding.";
}

/** A Markdown table. */
function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function minutes(seconds: number): string {
  const begun = Math.ceil(seconds / 60);
  return `${begun} ${begun === 1 ? "minute" : "minutes"}`;
}

/** With commas between thousands. */
function number(value: number): string {
  return value.toLocaleString("en");
}

/** At most {@linkcode ROWS} of the values, evenly spread, the first and the last among them. */
function thinned<Value>(values: readonly Value[]): Value[] {
  if (values.length <= ROWS) return [...values];
  return Array.from({ length: ROWS }, (_, i) => values[Math.round(i * (values.length - 1) / (ROWS - 1))]);
}

/** Markdown whose headings are below those of a section. */
function demoted(markdown: string): string {
  return markdown.trim().replaceAll(/^#+ /gm, "##$&");
}
