import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { DownloadProgress, megabytes } from "../../lib/files/progress.ts";
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

Deno.test("without a terminal each quarter that comes is told once, also when some comes again", () => {
  const { log } = console, { isTerminal } = Deno.stderr, told: string[] = [];
  console.log = (text: string) => void told.push(text);
  Deno.stderr.isTerminal = () => false;
  try {
    const progress = new DownloadProgress("a file", { total: 8e6, present: 3e6 });
    for (const present of [3.9e6, 4e6, 4.5e6, 1e6, 4e6, 8e6]) progress.update(present);
    progress.stop();
  } finally {
    console.log = log;
    Deno.stderr.isTerminal = isTerminal;
  }
  assert.deepEqual(told, ["  a file: 50 % of 8.0 MB", "  a file: 100 % of 8.0 MB"]);
});

Deno.test("a size has a decimal below ten megabytes", () => {
  assert.deepEqual([300_000, 9_900_000, 139_400_000].map(megabytes), ["0.3 MB", "9.9 MB", "139 MB"]);
});
