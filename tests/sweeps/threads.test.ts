import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { defaultWorkers, threadsPerWorker } from "../../lib/sweeps/threads.ts";

/** What `act` gives where UTR_BACKEND is `backend`. */
function withBackend<Result>(backend: string, act: () => Result): Result {
  const before = Deno.env.get("UTR_BACKEND") ?? "";
  Deno.env.set("UTR_BACKEND", backend);
  try {
    return act();
  } finally {
    Deno.env.set("UTR_BACKEND", before);
  }
}

Deno.test("a worker for each core shares the cores", () => {
  assert.equal(withBackend("native", defaultWorkers), availableParallelism());
  assert.equal(withBackend("native", () => threadsPerWorker(1)), availableParallelism());
  assert.equal(withBackend("native", () => threadsPerWorker(availableParallelism())), 1);
});

Deno.test("a GPU has one worker, whatever the cores", () => {
  assert.equal(withBackend("webgpu", defaultWorkers), 1);
  assert.equal(withBackend("webgpu", () => threadsPerWorker(1)), 1);
});
