import { UserError } from "../errors.ts";
import { runProgram } from "./run_program.ts";

const COMPILERS = ["g++", "clang++", "c++"];

/**
 * The C++ compiler, with the arguments it is always given: the one in the environment variable CXX, else g++,
 * clang++ or c++.
 *
 * @throws {UserError} If there is none.
 */
export async function findCompiler(cxx: string | undefined = Deno.env.get("CXX")): Promise<string[]> {
  const candidates = cxx?.trim() ? [cxx.trim().split(/\s+/)] : COMPILERS.map((name) => [name]);
  for (const [program, ...args] of candidates) {
    if ((await runProgram(program, [...args, "--version"]))?.success) return [program, ...args];
  }
  throw new UserError(
    `Expected a C++ compiler on the PATH but found no ${
      candidates.map(([name]) => name).join(", ")
    }: install ` +
      "one (Debian, Ubuntu: apt install g++) or name it in CXX; " +
      "UTR_BACKEND=wasm goes without, several times slower",
  );
}
