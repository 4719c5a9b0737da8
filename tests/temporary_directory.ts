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

/** Runs a test with a new directory, which is removed when the test has ended. */
export async function withDirectory(test: (directory: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir();
  try {
    await test(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}
