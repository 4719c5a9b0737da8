import assert from "node:assert/strict";
import { countCutOff } from "../../lib/analysis/cut_off.ts";
import { syntheticHistory } from "./synthetic.ts";

Deno.test("a run is cut off if its last step came before early stopping, also where its last evaluation was not its best", () => {
  assert.equal(countCutOff([syntheticHistory({}, [0.1, 0.2, 0.3], 2)]), 1);
  assert.equal(countCutOff([syntheticHistory({}, [0.1, 0.3, 0.3], 2)]), 1);
  assert.equal(countCutOff([syntheticHistory({}, [0.3, 0.3, 0.2], 2)]), 0);
});

Deno.test("a run without errors on validation was not cut off", () => {
  assert.equal(countCutOff([syntheticHistory({}, [0.5, 0.9, 1], 2)]), 0);
  assert.equal(countCutOff([syntheticHistory({}, [0.5, 1, 0.9], 2)]), 0, "at its best step");
});

Deno.test("a run that diverged was not cut off, more steps would not help it", () => {
  assert.equal(countCutOff([syntheticHistory({ status: "diverged" }, [0.1, 0.2], 2)]), 0);
});
