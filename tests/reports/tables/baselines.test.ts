import assert from "node:assert/strict";
import { baselinesTable } from "../../../lib/reports/tables/baselines.ts";
import { preset } from "../../../lib/sweeps/presets.ts";
import { syntheticRun } from "../../analysis/synthetic.ts";
import { syntheticBaseline } from "../../baselines/records.ts";

const experiment = preset("quick");
const textOf = async (...given: Parameters<typeof baselinesTable>) =>
  (await baselinesTable(...given)).bundle["text/plain"];
const main = [0.3, 0.5, 0.6].map((validationAccuracy, i) =>
  syntheticRun({ setting: ["frozen-random", "frozen-pretrained", "unfrozen-random"][i], validationAccuracy })
).concat(syntheticRun({ task: "listops", validationAccuracy: 0.9 }));

Deno.test("a baseline stands beside our best and worst setting, and those that it is ahead of", async () => {
  const trained = [0, 1].flatMap((seed) =>
    [1e-3, 1e-2].map((learningRate) =>
      syntheticBaseline({
        baseline: "logistic-regression",
        learningRate,
        seed,
        validationAccuracy: learningRate * 10,
        testAccuracy: 0.7 + 0.1 * seed,
      })
    )
  );
  const rule = (testAccuracy: number) => syntheticBaseline({ testAccuracy });
  const ours = "Unfrozen Random 60\\.0 +Frozen Random 30\\.0 +";
  const text = await textOf([rule(0.55), ...trained], main, experiment);
  assert.match(
    text,
    new RegExp(`MNIST +Majority class +\u2013 +55\\.0 +${ours}Frozen Pretrained, Frozen Random$`, "m"),
  );
  assert.match(text, new RegExp(`MNIST +Logistic regression +1e-2 +75\\.0 ± 5\\.0 +${ours}all 3$`, "m"));
  assert.match(text, /Scale: quick, body pocket, 1 seed.*edge of the grid.* MNIST Logistic Regression\./);
  assert.match(text, /Baselines computed by test at commit unknown on none/);
  assert.match(await textOf([rule(0.1)], main, experiment), new RegExp(`10\\.0 +${ours}none$`, "m"));
  assert.match(await textOf([rule(0.1 + 0.2)], main, experiment), new RegExp(`30\\.0 +${ours}none$`, "m"));
});

Deno.test("where baselines or settings are missing the table says so", async () => {
  assert.equal(
    await textOf([], main, experiment),
    "No baselines of MNIST, ListOps are on record at this scale: `deno task baselines quick` computes them.",
  );
  const text = await textOf([syntheticBaseline()], [], experiment);
  assert.match(text, /No baselines of ListOps are on record at this scale: `deno task baselines quick`/);
  assert.match(text, /MNIST +Majority class +\u2013 +50\.0 +\u2013 +\u2013 +\u2013$/m);
});

Deno.test("settings that tie are best and worst together", async () => {
  const names = ["frozen-random", "frozen-pretrained", "unfrozen-random"];
  const tied = (...accuracies: number[]) =>
    textOf(
      [syntheticBaseline()],
      accuracies.map((validationAccuracy, i) => syntheticRun({ setting: names[i], validationAccuracy })),
      experiment,
    );
  assert.match(await tied(1, 1, 1), /50\.0 +all 3 100\.0 +all 3 100\.0 +none$/m);
  assert.match(
    await tied(0.9, 0.4, 0.9),
    /50\.0 +Frozen Random, Unfrozen Random 90\.0 +Frozen Pretrained 40\.0 +Frozen Pretrained$/m,
  );
});
