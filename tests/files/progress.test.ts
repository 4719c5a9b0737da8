import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { interruptedAt, RESTORED } from "./terminal.ts";

const PROGRESS = new URL("../../lib/files/progress.ts", import.meta.url);

Deno.test("Ctrl-C during a download gives the terminal back as it was", async () => {
  const { code, shown } = await interruptedAt(
    ["a file"],
    `
    const { DownloadProgress } = await import(${JSON.stringify(fileURLToPath(PROGRESS))});
    new DownloadProgress("a file", { total: 1e6, present: 0 });
    setTimeout(() => {}, 20_000);
  `,
  );
  assert.equal(code, 130);
  for (const sequence of RESTORED) assert(shown.includes(sequence), JSON.stringify(shown));
});
