/** How a program ended. */
export interface Ended {
  success: boolean;
  stdout: string;
  stderr: string;
}

/**
 * Runs a program to its end.
 *
 * @param options.show Lets it write its standard output, a progress bar for instance, to the terminal, if there is
 * one.
 * @returns null if there is no such program, or none that may be executed.
 */
export async function runProgram(
  program: string,
  args: string[],
  { env, show = false }: { env?: Record<string, string>; show?: boolean } = {},
): Promise<Ended | null> {
  const shown = show && Deno.stdout.isTerminal();
  try {
    const child = new Deno.Command(program, {
      args,
      env,
      stdin: "null",
      stdout: shown ? "inherit" : "piped",
      stderr: "piped",
    }).spawn();
    const [{ success }, stdout, stderr] = await Promise.all([
      child.status,
      shown ? "" : new Response(child.stdout).text(),
      new Response(child.stderr).text(),
    ]);
    return { success, stdout, stderr };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.PermissionDenied) return null;
    throw error;
  }
}
