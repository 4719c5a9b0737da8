import assert from "node:assert/strict";
import { countTests } from "../../lib/cli/run_tests.ts";
import { runCommandLine } from "../setup/project_copy.ts";

const FIXTURES = "tests/fixtures/cli";

/** The exit code and the last line of `deno task test`. */
async function ending(options: string[]): Promise<{ code: number; line?: string }> {
  const { code, stdout } = await runCommandLine(["test", "--no-check", ...options]);
  return { code, line: stdout.trimEnd().split("\n").at(-1) };
}

Deno.test("test ends with one plain line of counts, and with the exit code of the tests", async () => {
  assert.deepEqual(await ending([`${FIXTURES}/outcomes.ts`]), {
    code: 1,
    line: "2 passed, 1 failed, 1 skipped",
  });
});

Deno.test("test passes options on to deno test; what they filter out counts as skipped", async () => {
  assert.deepEqual(await ending(["--filter", "too", `${FIXTURES}/outcomes.ts`]), {
    code: 0,
    line: "1 passed, 0 failed, 3 skipped",
  });
});

Deno.test("a file of tests that cannot be loaded is a failure", async () => {
  assert.deepEqual(await ending([`${FIXTURES}/unloadable.ts`]), { code: 1, line: "0 passed, 1 failed" });
});

Deno.test("countTests counts the cases of all suites, by how they end", () => {
  const xml = `<?xml version="1.0"?>
    <testsuites>
      <testsuite><testcase name="a"></testcase><testcase name="b"><skipped/></testcase></testsuite>
      <testsuite><testcase name="c"><failure message="&lt;testcase>"/></testcase><testcase name="d"/></testsuite>
    </testsuites>`;
  assert.deepEqual(countTests(xml), { passed: 2, failed: 1, skipped: 1 });
});
