/**
 * Times our ListOps generator and Long Range Arena's algorithm in Python on the same number of full-size examples.
 *
 * deno run -A tests/bench/listops.ts [--examples 20000] [--json]
 *
 * 100,000 examples are a whole data set; Python then needs 7 GB of memory for its trees.
 */
import { execFileSync } from "node:child_process";
import { parseArgs } from "node:util";
import { z } from "zod";
import { symbolsOf } from "../../lib/tasks/listops/expressions.ts";
import { generate } from "../../lib/tasks/listops/generate.ts";
import { withParentheses } from "../../lib/tasks/listops/tsv.ts";

const { values: flags } = parseArgs({
  options: { examples: { type: "string", default: "20000" }, json: { type: "boolean", default: false } },
});
const examples = z.coerce.number().int().min(1).parse(flags.examples);

const theirs = z.object({ generateSeconds: z.number(), textSeconds: z.number(), meanLength: z.number() })
  .parse(
    JSON.parse(
      execFileSync("python3", [`${import.meta.dirname}/listops_lra.py`, String(examples)], {
        encoding: "utf8",
      }),
    ),
  );

const start = performance.now();
const expressions = generate(examples, {
  minimumLength: 500,
  maximumLength: 2000,
  depth: 10,
  arguments: 10,
  seed: 0,
});
const generated = performance.now();
for (let i = 0; i < examples; i++) withParentheses(symbolsOf(expressions, i));
const ours = {
  generateSeconds: (generated - start) / 1000,
  textSeconds: (performance.now() - generated) / 1000,
  meanLength: expressions.symbols.length / examples,
};

const ratio = theirs.generateSeconds / ours.generateSeconds;
if (flags.json) console.log(JSON.stringify({ examples, ours, theirs, ratio }));
else {
  console.log(`ListOps, ${examples} examples of 501 to 1,999 symbols`);
  console.table({ "under-the-rug": ours, "Long Range Arena (Python)": theirs });
  console.log(`Generating is ${ratio.toFixed(1)} times as fast.`);
}
