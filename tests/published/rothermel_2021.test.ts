import assert from "node:assert/strict";
import { settingLabel, taskLabel } from "../../lib/reports/labels.ts";
import { PUBLISHED_TABLE_1 } from "../../lib/published/rothermel_2021.ts";

/** arXiv:2107.12460, Table 1, typed a second time. */
const TABLE_1 = `
|                     | ListOps  | MNIST    | CIFAR10  | CIFAR10-LRA |
| Frozen Random       | 38.9±0.3 | 98.0±0.0 | 61.8±0.2 | 44.2±0.3    |
| Frozen Pretrained   | 46.1±0.3 | 98.5±0.1 | 66.3±0.0 | 54.7±1.4    |
| Unfrozen Random     | 57.6±0.8 | 98.7±0.0 | 77.8±0.2 | 62.0±0.7    |
| Unfrozen Pretrained | 56.3±0.9 | 99.0±0.0 | 77.7±0.1 | 67.8±0.3    |`;

Deno.test("the published Table 1 is the paper's", () => {
  const { tasks, settings, cells } = PUBLISHED_TABLE_1;
  const [header, ...rows] = TABLE_1.trim().split("\n").map((line) =>
    line.split("|").slice(1, -1).map((cell) => cell.trim())
  );
  assert.deepEqual(header.slice(1), tasks.map(taskLabel));
  assert.deepEqual(rows.map(([setting]) => setting), settings.map(settingLabel));
  for (const [i, setting] of settings.entries()) {
    for (const [j, task] of tasks.entries()) {
      const found = cells.filter((cell) => cell.task === task && cell.setting === setting);
      const [mean, error] = rows[i][j + 1].split("±").map(Number);
      assert.deepEqual(found, [{ task, setting, mean, error }]);
    }
  }
  assert.equal(cells.length, tasks.length * settings.length);
});
