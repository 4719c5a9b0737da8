import type { Gpt2Config } from "../../models/config.ts";
import { sizeOf } from "../../models/parameters.ts";
import { type Part, PARTS, type Setting } from "../../models/settings.ts";
import { partOf } from "../../models/trained.ts";
import { transferConfig } from "../../models/transfer.ts";
import { transferShapes } from "../../models/transfer_shapes.ts";
import type { Task } from "../../tasks/task.ts";
import type { Display } from "../display.ts";
import { frame } from "./frames.ts";
import { percent, settingLabel } from "../labels.ts";
import { table } from "./table.ts";

const PART_LABELS: Record<Part, string> = {
  input: "Input layer",
  output: "Output layer",
  positions: "Positions",
  layerNorms: "Layer norms",
  attention: "Attention",
  mlp: "MLP",
};

/**
 * The parts of the model that transfers `body` to `task`, how large they are, and which of them each setting trains.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { gpt2Preset } from "../../models/config.ts";
 * import { SETTINGS } from "../../models/settings.ts";
 * import { openTask } from "../../tasks/open.ts";
 * import { freezePolicyTable } from "./freeze_policy.ts";
 *
 * const task = await openTask({ name: "bit-xor" });
 * const { bundle } = await freezePolicyTable(task, gpt2Preset("gpt2"), [SETTINGS["frozen-random"]]);
 * assert.match(bundle["text/plain"], /Attention/);
 * ```
 */
export async function freezePolicyTable(
  task: Task,
  body: Gpt2Config,
  settings: readonly Setting[],
): Promise<Display> {
  const sizes = partSizes(task, body);
  const all = PARTS.reduce((sum, part) => sum + sizes[part], 0);
  const rows = PARTS.map((part) => ({
    Part: PART_LABELS[part],
    Parameters: sizes[part].toLocaleString("en"),
    ...columns(({ trained }) => trained.includes(part) ? "trained" : "frozen"),
  }));
  const share = {
    Part: "Share that is trained",
    Parameters: all.toLocaleString("en"),
    ...columns(trainedShare),
  };
  return table(await frame([...rows, share]), {
    caption:
      `The model of ${task.title}: a GPT-2 of ${body.layers} layers of width ${body.width} between an input ` +
      `layer and an output layer`,
  });

  function columns(cell: (setting: Setting) => string): Record<string, string> {
    return Object.fromEntries(settings.map((setting) => [settingLabel(setting.name), cell(setting)]));
  }
  function trainedShare({ trained }: Setting): string {
    return `${percent(trained.reduce((sum, part) => sum + sizes[part], 0) / all)} %`;
  }
}

/** How many parameters each part has. */
function partSizes(task: Task, body: Gpt2Config): Record<Part, number> {
  const sizes = Object.fromEntries(PARTS.map((part) => [part, 0])) as Record<Part, number>;
  for (const [name, shape] of Object.entries(transferShapes(transferConfig(body, task)))) {
    sizes[partOf(name)] += sizeOf(shape);
  }
  return sizes;
}
