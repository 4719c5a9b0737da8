import assert from "node:assert/strict";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Provenance } from "../../lib/provenance.ts";
import { noteStart } from "../../lib/sweeps/starts.ts";
import { checkpointFile, metricsFile } from "../../lib/sweeps/store.ts";
import { temporaryDirectory } from "../temporary_directory.ts";

const start = (known: Partial<Provenance> = {}): Provenance => ({
  commit: "1c4a2f",
  command: "sweep quick",
  machine: "EPYC, 2 cores",
  backend: "native",
  ended: "2026-11-27T12:00:00Z",
  ...known,
});

async function runDirectory(): Promise<string> {
  const directory = await temporaryDirectory();
  mkdirSync(join(directory, "run"));
  return directory;
}

Deno.test("a run that is resumed elsewhere names where its earlier parts were made, each once", async () => {
  const directory = await runDirectory(), note = (one: Provenance) => noteStart(directory, "run", one);
  assert.deepEqual(await note(start()), []);
  await Deno.writeTextFile(checkpointFile(directory, "run"), "");
  assert.deepEqual(await note(start({ ended: "2026-11-27T13:00:00Z" })), [], "the same place");
  const wasm = start({ backend: "wasm" });
  assert.deepEqual((await note(wasm)).map(({ backend }) => backend), ["native"]);
  const later = await note(start({ commit: "77e0b3" }));
  assert.deepEqual(later.map(({ commit, backend }) => [commit, backend]), [["1c4a2f", "native"], [
    "1c4a2f",
    "wasm",
  ]]);
});

Deno.test("another number of threads or another machine is another place", async () => {
  const directory = await runDirectory(), note = (one: Provenance) => noteStart(directory, "run", one);
  await note(start({ threads: 1 }));
  await Deno.writeTextFile(checkpointFile(directory, "run"), "");
  assert.deepEqual((await note(start({ threads: 2 }))).map(({ threads }) => threads), [1]);
  const others = await note(start({ threads: 2, machine: "Xeon, 2 cores" }));
  assert.deepEqual(others.map(({ threads, machine }) => [threads, machine]), [
    [1, start().machine],
    [2, start().machine],
  ]);
});

Deno.test("a run that starts anew has nothing of an attempt without a checkpoint", async () => {
  const directory = await runDirectory(), metrics = metricsFile(directory, "run");
  await noteStart(directory, "run", start({ backend: "wasm" }));
  await Deno.writeTextFile(metrics, '{"step":10,"loss":2}\n');
  assert.deepEqual(await noteStart(directory, "run", start()), []);
  assert.equal(await Deno.readTextFile(metrics), "");
  await Deno.writeTextFile(metrics, '{"step":10,"loss":2}\n');
  await Deno.writeTextFile(checkpointFile(directory, "run"), "");
  await noteStart(directory, "run", start());
  assert(existsSync(metrics), "what a checkpoint goes on from is kept");
});
