import assert from "node:assert/strict";
import { join } from "node:path";
import { appendLines } from "../../lib/files/lines.ts";
import { readMetrics } from "../../lib/sweeps/metrics.ts";
import { withDirectory } from "../temporary_directory.ts";

Deno.test("metrics survive a line that was cut and steps that were repeated", async () => {
  const path = await Deno.makeTempFile();
  {
    using log = appendLines(path);
    log.write({ step: 10, loss: 2 });
    log.write({ step: 20, loss: 1.5 });
    log.write({ step: 30, loss: 1 });
  }
  await Deno.writeTextFile(path, '{"step":40,"lo', { append: true });
  {
    using log = appendLines(path);
    log.write({ step: 20, loss: 1.5 });
    log.write({ step: 20, validationAccuracy: 0.5, validationLoss: 1.4 });
    log.write({ step: 30, loss: 1 });
  }
  assert.deepEqual(await readMetrics(path), [
    { step: 10, loss: 2 },
    { step: 20, loss: 1.5 },
    { step: 20, validationAccuracy: 0.5, validationLoss: 1.4 },
    { step: 30, loss: 1 },
  ]);
});

Deno.test("metrics in whose place a folder is are one message", () =>
  withDirectory((directory) =>
    assert.rejects(readMetrics(directory), {
      name: "UserError",
      message: /^Expected a file at .* found a folder$/,
    })
  ));

Deno.test("of a step that is told twice the later counts", () =>
  withDirectory(async (directory) => {
    const path = join(directory, "metrics.jsonl");
    await Deno.writeTextFile(path, '{"step":10,"loss":2}\n{"step":10,"loss":1.5}\n');
    assert.deepEqual(await readMetrics(path), [{ step: 10, loss: 1.5 }]);
  }));
