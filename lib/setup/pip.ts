import { readFile } from "node:fs/promises";
import { UserError } from "../errors.ts";
import { runProgram } from "./run_program.ts";

/**
 * Runs pip with the user's settings, so that mirrors and proxies count, but without its cache, which is in the
 * user's home.
 *
 * @param python The Python whose pip it is.
 * @param env Further environment variables.
 * @throws {UserError} If pip fails, with what it gives as the reason.
 */
export async function pip(python: string, args: string[], env: Record<string, string> = {}): Promise<void> {
  const ended = await runProgram(python, ["-m", "pip", ...args], {
    env: { PIP_NO_CACHE_DIR: "1", PIP_DISABLE_PIP_VERSION_CHECK: "1", PIP_NO_INPUT: "1", ...env },
    show: true,
  });
  if (!ended?.success) throw new UserError(pipFailure(`pip ${args[0]}`, ended?.stderr ?? ""));
}

/** Why pip failed, from what it wrote to standard error. */
function pipFailure(command: string, stderr: string): string {
  const lines = stderr.trim().split("\n");
  const errors = lines.filter((line) => line.startsWith("ERROR:"));
  const said = (errors.length > 0 ? errors : lines.slice(-5)).map((line) => `\n  ${line}`).join("");
  const retried = lines.some((line) => /Retrying|ConnectionError|ProxyError|SSLError/.test(line));
  // A connection that came back after a retry is not why something else failed later.
  const unreachable = retried && errors.every((line) => /find a version|No matching|HTTP/.test(line));
  return unreachable
    ? `Expected ${command} to reach its package index but found no connection: check the network; ` +
      `HTTPS_PROXY sets a proxy, PIP_INDEX_URL another index${said}`
    : `Expected ${command} to succeed but it failed:${said}`;
}

/** Which version of a package a requirements file pins. */
export async function pinned(requirements: string): Promise<(name: string) => string> {
  const text = await readFile(requirements, "utf8");
  return (name) => new RegExp(`^${name}==(\\S+)`, "m").exec(text)![1];
}
