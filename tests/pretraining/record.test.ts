import assert from "node:assert/strict";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { sha256OfFile } from "../../lib/files/integrity.ts";
import { loadGpt2 } from "../../lib/models/checkpoint.ts";
import { initialGpt2 } from "../../lib/models/initial_gpt2.ts";
import { modelCard } from "../../lib/pretraining/card.ts";
import { modelOf } from "../../lib/pretraining/learner.ts";
import { pretrainingOptionsSchema } from "../../lib/pretraining/options.ts";
import {
  type PretrainingRecord,
  readPretrainingRecord,
  writePretrained,
} from "../../lib/pretraining/record.ts";
import { keyOf } from "../../lib/random/key.ts";
import { temporaryDirectory } from "../temporary_directory.ts";

const options = pretrainingOptionsSchema.parse({ steps: 12_208 });
const start = {
  commit: "abc",
  command: "pretrain books",
  machine: "m",
  backend: "native",
  ended: "2026-01-01T00:00:00Z",
};
const run = {
  options,
  files: [{ name: "books.txt", use: "both" as const, bytes: 150_484_105, sha256: "f954" }],
  starts: [start, { ...start, commit: "def" }],
};
const result = {
  parameters: initialGpt2(modelOf(options), keyOf(0)),
  evaluations: Array.from({ length: 25 }, (_, i) => ({ step: 500 * i, validationBitsPerByte: 8 - i / 5 })),
  validationBitsPerByte: 1.7654,
  bytes: 100_007_936,
  seconds: 9000,
};

Deno.test("a pretrained model is written with a record and a card that agree with it", async () => {
  const directory = await temporaryDirectory();
  const text = {
    titles: ["train\tEmma", "valid\tPersuasion"],
    about: "# Books\n\nOld ones.",
    validation: new Uint8Array(4000),
  };
  await writePretrained(directory, run, text, result);
  const { config, parameters } = await loadGpt2(directory);
  assert.deepEqual([config, parameters], [modelOf(options), result.parameters]);
  const record = await readPretrainingRecord(directory);
  assert.equal(record.sha256, await sha256OfFile(join(directory, "model.safetensors")));
  // 4 (12 x 256^2 + 13 x 256) of the blocks, 1,024 positions, 256 bytes, the last layer norm.
  assert.equal(record.parameters, 4 * (12 * 256 ** 2 + 13 * 256) + (1024 + 256 + 2) * 256);
  assert.deepEqual(record.evaluations, result.evaluations);
  assert.equal(record.gzipBitsPerByte, 8 * gzipSync(text.validation, { level: 9 }).length / 4000);
  const card = await Deno.readTextFile(join(directory, "README.md"));
  for (
    const part of [
      "**1.765 bits per byte** (gzip -9: 0.0",
      "| bytes learned from, repetitions counted | 100,007,936 |",
      "| time | 2.5 hours |",
      "| commits of the project | abc, def |",
      "| command | `deno task pretrain books` |",
      "| 0 | 8.000 |",
      "| 12,000 | 3.200 |",
      "| 12,208, whole text | 1.765 |",
      "| books.txt | training; its last hundredth validation | 150,484,105 | `f954` |",
      "The model was made by several commits",
      "### Books",
      "- valid: Persuasion",
      record.sha256,
    ]
  ) assert(card.includes(part), `${part} in\n${card}`);
  assert.equal(card.match(/^\| [\d,]+ \| \d\.\d{3} \|$/gm)?.length, 16);
});

/** The card of a short run that was started at these commits, of which nothing is said of the text. */
function cardOf(...commits: (string | null)[]): string {
  const record: PretrainingRecord = {
    ...{ ...run, ...result, options: { ...options, length: 512 }, titles: [], parameters: 1 },
    starts: commits.map((commit, i) => ({ ...start, commit, command: `pretrain books${i}` })),
    ...{ evaluations: result.evaluations.slice(0, 3), seconds: 59, gzipBitsPerByte: 3, sha256: "0" },
  };
  return modelCard(record, null);
}

Deno.test("a short run's card lists each look once, and no titles or words that there are not", () => {
  const card = cardOf("abc", "abc");
  for (
    const part of [
      "| --- | --- |\n| 0 | 8.000 |\n| 500 | 7.800 |\n| 1,000 | 7.600 |\n| 12,208, whole text | 1.765 |",
      "| time | 1 minute |",
      "| command | `deno task pretrain books1` |",
      "windows of 512 bytes",
      "| `f954` |\n\n## Licence\n",
    ]
  ) assert(card.includes(part), `${part} in\n${card}`);
  assert.doesNotMatch(card, /are listed|## Titles/);
});

Deno.test("a card says that its command makes the model again only where one commit has all of the code", () => {
  assert.match(cardOf("abc", "abc"), /The command makes the model again at that\ncommit/);
  for (const commits of [["abc", "def"], ["abc+", "abc+"], [null]]) {
    assert.doesNotMatch(cardOf(...commits), /makes the model again/);
    assert.match(cardOf(...commits), /the command makes one like it, not the same\./);
  }
});

Deno.test("weights that nobody has pretrained here have no record", async () => {
  await assert.rejects(readPretrainingRecord("/nowhere"), /Expected \/nowhere\/pretraining\.json/);
});
