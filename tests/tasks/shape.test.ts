import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { dataDirectory } from "../../lib/files/paths.ts";
import { openTask } from "../../lib/tasks/open.ts";
import { taskOptionsSchema } from "../../lib/tasks/options.ts";
import { taskShape } from "../../lib/tasks/shape.ts";

const POSED = [
  {
    name: "listops",
    minimumLength: 8,
    maximumLength: 33,
    depth: 3,
    examples: { train: 9, validation: 5, test: 4 },
  },
  { name: "mnist", patch: 8, validationExamples: 100 },
  { name: "cifar10", patch: 4 },
  { name: "cifar10-lra", pixels: 16 },
  { name: "bit-memory", bits: 100, patch: 25 },
  { name: "bit-xor" },
] as const;

for (const options of POSED) {
  const hasData = options.name !== "cifar10" && options.name !== "cifar10-lra" ||
    existsSync(join(dataDirectory, "cifar10", "data_batch_1.png"));
  Deno.test({
    name: `the shape of ${options.name} is that of the opened task`,
    ignore: !hasData,
    async fn() {
      const { name: _, title: __, batch: ___, example: ____, ...shape } = await openTask(options);
      assert.deepEqual(taskShape(taskOptionsSchema.parse(options)), shape);
    },
  });
}
