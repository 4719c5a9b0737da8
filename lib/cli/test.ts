import { Command } from "commander";
import { DATA_SETS } from "./data_sets.ts";

/** `test`: sets up what is missing and runs the tests. */
export function testCommand(): Command {
  return new Command("test")
    .description("set up what is missing and run every test, those in docstrings included")
    .argument("[options...]", "those of `deno test`, for instance --filter Adam, or files and folders")
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (options: string[]) => {
      const { setup } = await import("../setup/setup.ts");
      await setup(DATA_SETS.quick, { onlyMissing: true });
      const { runTests } = await import("./run_tests.ts");
      const { code, passed, failed, skipped } = await runTests(options);
      console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
      Deno.exit(code);
    });
}
