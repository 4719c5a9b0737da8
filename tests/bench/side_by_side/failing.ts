// Run by command.test.ts: compares two cases, of which the second fails.
import { UserError } from "../../../lib/errors.ts";
import { compareAll } from "./command.ts";

const found = { ms: { ours: 1 }, ratio: {}, spread: {}, firstStep: { ours: 1 } };
await compareAll(
  [found, "the second case fails"],
  (work) => typeof work === "string" ? Promise.reject(new UserError(work)) : Promise.resolve(work),
  { title: () => "a case" },
  { rounds: 1, json: true },
);
