const made: string[] = [];

addEventListener(
  "unload",
  () => made.forEach((directory) => Deno.removeSync(directory, { recursive: true })),
);

/** A new directory, which is removed when the tests of the file that asks for it have ended. */
export async function temporaryDirectory(): Promise<string> {
  const directory = await Deno.makeTempDir();
  made.push(directory);
  return directory;
}
