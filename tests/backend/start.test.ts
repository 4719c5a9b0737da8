import assert from "node:assert/strict";
import process from "node:process";
import { startBackend } from "../../lib/backend/start.ts";
import { loadDanfo } from "../../lib/backend/danfo.ts";
import { isNativeInstalled } from "../../lib/compiler/native_files.ts";
import { probeBackend } from "../../lib/setup/probe_backend.ts";
import { inProjectCopy } from "../setup/project_copy.ts";
import { startInProcess } from "./start_in_process.ts";

/** The backends that are there with libtensorflow only. */
const LIBTENSORFLOW = isNativeInstalled() ? ["native", "eager"] as const : [];
const PRINT_NAME = "console.log((await startBackend()).name)";

Deno.test("every backend multiplies matrices alike, and they can be switched", async () => {
  for (const name of [...LIBTENSORFLOW, "wasm", "cpu", ...LIBTENSORFLOW] as const) {
    const { tf, ...backend } = await startBackend(name);
    assert.equal(backend.name, name);
    const product = tf.matMul(tf.tensor2d([[1, 2], [3, 4]]), tf.tensor2d([[5], [6]]));
    assert.deepEqual([...await product.data()], [17, 39]);
  }
});

Deno.test("starting again gives the same backend", async () => {
  assert.equal(await startBackend("wasm"), await startBackend("wasm"));
});

Deno.test("a backend that there is not is refused, and the one that computes stays", async () => {
  const { tf } = await startBackend("wasm");
  await assert.rejects(startBackend("gpu" as never), {
    name: "UserError",
    message: 'Expected a backend, one of native, eager, webgpu, wasm, cpu, but found "gpu"',
  });
  assert.equal(tf.getBackend(), "wasm");
});

Deno.test("a start that failed can be tried again", async () => {
  const script = `
    Deno.env.set("UTR_THREADS", "many");
    const error = await startBackend().catch((error) => error.name);
    Deno.env.delete("UTR_THREADS");
    console.log(error, (await startBackend()).name)`;
  assert.equal((await startInProcess(script, { UTR_BACKEND: "cpu" })).stdout, "UserError cpu");
});

Deno.test("danfojs leaves the backend and deprecation warnings as they are", async () => {
  const { tf } = await startBackend("wasm"), silenced = () => Reflect.get(process, "noDeprecation");
  const before = silenced();
  const { DataFrame } = await loadDanfo();
  assert.equal(silenced(), before);
  assert.deepEqual(new DataFrame([{ a: 1 }, { a: 3 }]).mean({ axis: 0 }).values, [2]);
  assert.equal(tf.getBackend(), "wasm");
});

Deno.test("UTR_BACKEND chooses the backend, quietly, also where it is started twice at once", async () => {
  for (const name of [...LIBTENSORFLOW, "wasm", "cpu"]) {
    const { stdout, stderr } = await startInProcess(
      `const [{ name, tf }] = await Promise.all([startBackend(), startBackend("${name}")]);
       console.log(name, tf.add([1], [2]).dataSync()[0]);
       console.error("heard");`,
      { UTR_BACKEND: name },
    );
    assert.equal(stdout, `${name} 3`);
    assert.equal(stderr, "heard");
  }
});

/** Processor seconds a second of some products: about the number of threads, less where others use the processor. */
const LOAD_OF_PRODUCTS = `
  const { tf, threads } = await startBackend();
  const matrix = tf.ones([1024, 1024]);
  await tf.matMul(matrix, matrix).data();
  const cpu = process.cpuUsage(), start = performance.now();
  for (let i = 0; i < 20; i++) await tf.matMul(matrix, matrix).data();
  const { user, system } = process.cpuUsage(cpu);
  console.log(threads, (user + system) / 1000 / (performance.now() - start))`;

for (const backend of LIBTENSORFLOW) {
  Deno.test(`UTR_THREADS limits libtensorflow's threads on the ${backend} backend`, async () => {
    const { stdout } = await startInProcess(LOAD_OF_PRODUCTS, { UTR_BACKEND: backend, UTR_THREADS: "1" });
    const [threads, load] = stdout.split(" ").map(Number);
    assert.equal(threads, 1);
    assert(load < 1.3, `${load}`);
  });
}

Deno.test("a malformed UTR_THREADS is refused", async () => {
  const { stderr } = await startInProcess(PRINT_NAME, { UTR_THREADS: "many" });
  assert.match(stderr, /Expected UTR_THREADS to be a whole number from 1 to 999 but found "many"/);
});

Deno.test("without libtensorflow WebAssembly computes and says so; asking for libtensorflow is refused", () =>
  inProjectCopy(async (_, copy) => {
    // The binding is in the npm package, so the copy gets packages of its own, without it.
    await Deno.remove(`${copy}/node_modules`);
    const install = await new Deno.Command(Deno.execPath(), { args: ["install", "--quiet"], cwd: copy })
      .output();
    assert(install.success, new TextDecoder().decode(install.stderr));
    const start = `${copy}/lib/backend/start.ts`;
    const chosen = await startInProcess(PRINT_NAME, { UTR_BACKEND: "" }, copy, start);
    assert.equal(chosen.stdout, "wasm");
    assert.match(chosen.stderr, /^Computing on WebAssembly.*run `deno task setup`.*$/);
    const forced = await startInProcess(PRINT_NAME, { UTR_BACKEND: "native" }, copy, start);
    assert.equal(forced.stdout, "");
    assert.match(forced.stderr, /UserError: Expected the native backend to be installed but found none/);
    const compiler = await startInProcess(
      `const { startCompiler } = await import("file://${copy}/lib/compiler/start.ts");
       await startCompiler({ cache: "${copy}/cache" })`,
      {},
      copy,
      start,
    );
    assert.match(compiler.stderr, /UserError: Expected libtensorflow at .* but found nothing/);
  }));

Deno.test("a backend is probed in a process of its own", async () => {
  const probed = await probeBackend("cpu");
  assert.deepEqual(probed, { name: "cpu", description: "cpu", reason: "asked for", threads: 1 });
});

Deno.test("without a GPU, WebGPU is refused with what to install", async () => {
  // The driver interface of another operating system.
  const DENO_WEBGPU_BACKEND = Deno.build.os === "windows" ? "metal" : "dx12";
  const { stdout, stderr } = await startInProcess(PRINT_NAME, { UTR_BACKEND: "webgpu", DENO_WEBGPU_BACKEND });
  assert.equal(stdout, "");
  assert.match(
    stderr,
    /UserError: Expected a GPU that WebGPU can use but found none: install its Vulkan driver/,
  );
});
