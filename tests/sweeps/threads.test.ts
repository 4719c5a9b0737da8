import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { defaultWorkers, threadsPerWorker } from "../../lib/sweeps/threads.ts";

/** What `act` gives where UTR_BACKEND is `backend`, and UTR_THREADS as given. */
function withBackend<Result>(backend: string, act: () => Result, threads = ""): Result {
  const given = { UTR_BACKEND: backend, UTR_THREADS: threads };
  const before = Object.keys(given).map((name) => [name, Deno.env.get(name) ?? ""]);
  const set = (pairs: string[][]) => pairs.forEach(([name, value]) => Deno.env.set(name, value));
  set(Object.entries(given));
  try {
    return act();
  } finally {
    set(before);
  }
}

Deno.test("a worker for each core shares the cores", () => {
  const cores = availableParallelism();
  assert.equal(withBackend("native", defaultWorkers), cores);
  const threadsOf = (workers: number) => withBackend("native", () => threadsPerWorker(workers));
  assert.deepEqual([1, cores, cores + 1].map(threadsOf), [cores, 1, 1]);
  for (let workers = 1; workers <= cores; workers++) assert(workers * threadsOf(workers) <= cores);
});

Deno.test("UTR_THREADS says how many threads each worker has, however many there are", () => {
  for (const workers of [1, 2]) assert.equal(withBackend("native", () => threadsPerWorker(workers), "3"), 3);
});

Deno.test("a GPU has one worker, whatever the cores", () => {
  assert.equal(withBackend("webgpu", defaultWorkers), 1);
  assert.equal(withBackend("webgpu", () => threadsPerWorker(1)), 1);
});
