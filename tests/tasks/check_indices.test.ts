import assert from "node:assert/strict";
import type { ExampleTask } from "../../lib/tasks/example.ts";
import { imageTask } from "../../lib/tasks/images/image_task.ts";
import { openListops } from "../../lib/tasks/listops/open.ts";
import { openTask } from "../../lib/tasks/open.ts";
import { parseTaskOptions } from "../../lib/tasks/parse_options.ts";
import { withDirectory } from "../temporary_directory.ts";

function assertChecks(task: ExampleTask, last: number): void {
  const message = `Expected a whole number of at least 0 and less than ${
    last + 1
  }, the validation examples, but found `;
  task.batch("validation", [0, last]);
  for (const index of [last + 1, -1, 0.5, NaN]) {
    const expected = { name: "UserError", message: message + index };
    assert.throws(() => task.batch("validation", [0, index]), expected);
    assert.throws(() => task.example("validation", index), expected);
  }
}

Deno.test("ListOps refuse an index without an example", () =>
  withDirectory(async (directory) => {
    const examples = { train: 4, validation: 2, test: 2 };
    const options = parseTaskOptions({
      name: "listops",
      minimumLength: 2,
      maximumLength: 20,
      depth: 3,
      examples,
    });
    assertChecks(await openListops(options, directory), 1);
  }));

Deno.test("bit tasks refuse an index without an example", async () => {
  const task = await openTask({ name: "bit-xor", examples: { validation: 2, test: 2 } });
  assertChecks(task, 1);
  task.batch("train", [2 ** 40]); // of these there is no end
  assert.throws(() => task.batch("train", [2 ** 53]), { name: "UserError" }); // the number after it is the same
});

Deno.test("image tasks refuse an index without an example", () => {
  const images = (count: number) => ({
    channels: 1 as const,
    pixels: new Uint8Array(count * 32 * 32),
    labels: new Uint8Array(count),
  });
  const task = imageTask({
    ...{
      name: "grey",
      title: "Grey",
      train: images(4),
      test: images(1),
      answers: ["0"],
      validationExamples: 2,
    },
    ...{ side: 32, patch: 4, means: [0], deviations: [1], augmentation: false },
    render: () => new Float32Array(32 * 32),
  });
  assertChecks(task, 1);
});
