import assert from "node:assert/strict";
import { pretrainingOptionsSchema } from "../../../lib/pretraining/options.ts";
import { pretrainingTable } from "../../../lib/reports/tables/pretraining.ts";

Deno.test("a pretraining record is told in a table with its origin", async () => {
  const { bundle } = await pretrainingTable("pocket", {
    options: pretrainingOptionsSchema.parse({ steps: 12_208, matmulPrecision: "bfloat16" }),
    files: [
      { name: "a.txt", use: "train", bytes: 5_000_000, sha256: "a" },
      { name: "valid.txt", use: "validation", bytes: 4000, sha256: "b" },
    ],
    starts: [{ commit: "abc", command: "pretrain books", machine: "EPYC", backend: "native", ended: "" }],
    titles: [],
    parameters: 3_422_976,
    bytes: 100_007_936,
    seconds: 12_600,
    evaluations: [],
    validationBitsPerByte: 1.8004,
    gzipBitsPerByte: 2.94,
    sha256: "c",
  });
  assert.deepEqual(
    bundle["text/plain"].split("\n").map((line) => line.replace(/ {2,}/g, ": ")),
    [
      "The weights of pocket, pretrained by pretrain books at commit abc on EPYC (native backend)",
      ": pocket",
      "Parameters: 3,422,976",
      "Text: a.txt (train, 5,000,000 bytes), valid.txt (validation, 4,000 bytes)",
      "Gradient steps: 12,208",
      "Bytes learned from: 100,007,936",
      "Time: 3 h 30 min",
      "Matrix products in: bfloat16 (native and WebGPU backends)",
      "Bits per byte of the validation text: 1.800",
      "gzip -9 on the same: 2.940",
    ],
  );
});
