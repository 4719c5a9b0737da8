import { join } from "node:path";
import { DOMParser } from "linkedom";
import { isNativeInstalled } from "../compiler/native_files.ts";
import { root } from "../files/paths.ts";

/** How tests ended: the exit code of `deno test`, and how many of them passed. */
export interface TestCounts {
  code: number;
  passed: number;
  failed: number;
  skipped: number;
}

/** The tests of the compiler, which is nothing without libtensorflow. */
const OF_LIBTENSORFLOW = ["lib/compiler", "tests/compiler"];

/**
 * Runs `deno test` in the project's folder. Where libtensorflow is not installed the tests of the compiler are left out,
 * and a notice says so.
 *
 * @param options Further options, files and folders for it.
 */
export async function runTests(options: string[]): Promise<TestCounts> {
  const leftOut = isNativeInstalled() ? [] : [`--ignore=${OF_LIBTENSORFLOW.join()}`];
  if (leftOut.length > 0) console.error("Without libtensorflow the tests of the compiler are left out.");
  const temporary = await Deno.makeTempDir();
  try {
    const report = join(temporary, "junit.xml");
    const { code } = await new Deno.Command(Deno.execPath(), {
      args: ["test", "--allow-all", "--doc", `--junit-path=${report}`, ...leftOut, ...options],
      cwd: root,
    }).spawn().status;
    const counts = countTests(await readIfThere(report));
    // A file that cannot be loaded is no case in the report, but a failure all the same.
    return { code, ...counts, failed: code === 0 ? counts.failed : Math.max(counts.failed, 1) };
  } finally {
    await Deno.remove(temporary, { recursive: true });
  }
}

/** Counts the cases of a JUnit report. */
export function countTests(xml: string): Omit<TestCounts, "code"> {
  // deno-lint-ignore no-explicit-any -- the types of linkedom's XML documents lack querySelectorAll
  const cases = [...(new DOMParser().parseFromString(xml, "text/xml") as any).querySelectorAll("testcase")];
  const having = (selector: string) => cases.filter((testcase) => testcase.querySelector(selector)).length;
  const failed = having("failure, error"), skipped = having("skipped");
  return { passed: cases.length - failed - skipped, failed, skipped };
}

/** Where not even type checks passed, there is no report. */
async function readIfThere(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "<testsuites></testsuites>";
    throw error;
  }
}
