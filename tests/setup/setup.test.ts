import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../lib/errors.ts";
import { findCompiler } from "../../lib/setup/compiler.ts";
import type { Found, Part } from "../../lib/setup/part.ts";
import { pip } from "../../lib/setup/pip.ts";
import { whyNotNative } from "../../lib/setup/platform.ts";
import { findPython } from "../../lib/setup/python.ts";
import { installMissing } from "../../lib/setup/setup.ts";
import { checkpoint, writeFiles } from "../weights/checkpoints.ts";
import { withDirectory } from "../temporary_directory.ts";
import { inProjectCopy } from "./project_copy.ts";

/** A program that stands in for Python, or a compiler, in a folder of its own. */
async function fakePython(directory: string, script: string): Promise<string> {
  await mkdir(directory);
  const path = join(directory, "python3");
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return directory;
}

function isOneMessage(stderr: string, message: RegExp): void {
  assert.match(stderr, message);
  assert.doesNotMatch(stderr, /^\s+at /m, "there is a stack trace");
  assert.equal(stderr.match(/^error: /gm)?.length, 1, stderr);
}

/** A test of what only machines for which there is a libtensorflow need. */
const testCompiler = (name: string, fn: () => void | Promise<void>) =>
  Deno.test({ name, ignore: Deno.build.target !== "x86_64-unknown-linux-gnu", fn });

testCompiler(
  "setup without a C++ compiler says what to install, and how to go without",
  () =>
    inProjectCopy(async (run, copy) => {
      const path = await fakePython(join(copy, "bin"), "echo 3 12");
      const { code, stderr } = await run(["setup"], { PATH: path, CXX: "", UTR_BACKEND: "native" });
      assert.equal(code, 1);
      isOneMessage(stderr, /C\+\+ compiler .*g\+\+.*apt install g\+\+.*UTR_BACKEND=wasm/s);
      assert(!existsSync(join(copy, ".deps")));
    }),
);

testCompiler("setup goes by CXX", () =>
  inProjectCopy(async (run, copy) => {
    const path = await fakePython(join(copy, "bin"), "echo 3 12");
    const env = { PATH: path, CXX: "no-such-compiler -O1", UTR_BACKEND: "native" };
    isOneMessage((await run(["setup"], env)).stderr, /found no no-such-compiler:/);
  }));

Deno.test("setup without Python says what to install", () =>
  inProjectCopy(async (run) => {
    const { code, stderr } = await run(["setup"], { PATH: "/nowhere", UTR_BACKEND: "wasm" });
    assert.equal(code, 1);
    isOneMessage(stderr, /Expected Python 3\.10 or later on the PATH but found none/);
  }));

Deno.test("setup refuses a Python that is too old", () =>
  inProjectCopy(async (run, copy) => {
    const path = await fakePython(join(copy, "bin"), "echo 3 9");
    const { code, stderr } = await run(["setup"], { PATH: path, UTR_BACKEND: "wasm" });
    assert.equal(code, 1);
    isOneMessage(stderr, /but found 3\.9/);
  }));

Deno.test("the Python that is taken is the first that is late enough", () =>
  withDirectory(async (directory) => {
    const [old, late] = await Promise.all(
      ["echo 3 9", "echo 3 10"].map(async (script, i) =>
        join(await fakePython(join(directory, String(i)), script), "python3")
      ),
    );
    const none = join(directory, "none");
    assert.equal(await findPython([none, old, late, none]), late);
    await assert.rejects(findPython([old, none, old]), { message: /but found 3\.9 and 3\.9: install/ });
  }));

Deno.test("a compiler keeps the arguments that CXX gives it", () =>
  withDirectory(async (directory) => {
    const program = join(
      await fakePython(join(directory, "bin"), '[ "$*" = "-O1 -g --version" ]'),
      "python3",
    );
    assert.deepEqual(await findCompiler(` ${program}  -O1 -g `), [program, "-O1", "-g"]);
    await assert.rejects(findCompiler(program), { name: "UserError" });
  }));

Deno.test("setup without a network says so, and leaves no half-made environment", () =>
  inProjectCopy(async (run, copy) => {
    const { code, stderr } = await run(["setup"], {
      UTR_BACKEND: "wasm",
      PIP_INDEX_URL: "http://127.0.0.1:9/simple",
      PIP_FIND_LINKS: "",
      PIP_RETRIES: "1",
    });
    assert.equal(code, 1);
    isOneMessage(stderr, /pip install to reach its package index.*PIP_INDEX_URL/s);
    assert(!existsSync(join(copy, ".deps", "python")));
  }));

Deno.test("pip fails for want of a network only where it retried and nothing else is wrong", () =>
  withDirectory(async (directory) => {
    const retried = "WARNING: Retrying after connection broken by ConnectionError";
    const none = "ERROR: No matching distribution found for nbconvert", hash = "ERROR: HASHES DO NOT MATCH";
    const unreachable = /^Expected pip download to reach its package index/;
    const failed = /^Expected pip download to succeed but it failed:/;
    const cases: [said: string[], message: RegExp][] = [
      [[retried, none], unreachable],
      [[none], failed],
      [[retried, hash], failed],
      [["killed"], /failed:\s+killed$/],
    ];
    for (const [i, [said, message]] of cases.entries()) {
      const script = `${said.map((line) => `echo "${line}" >&2`).join("\n")}\nexit 1`;
      const python = join(await fakePython(join(directory, String(i)), script), "python3");
      await assert.rejects(pip(python, ["download"]), { name: "UserError", message });
    }
  }));

Deno.test("doctor names what is missing and what mends it, and changes nothing", () =>
  inProjectCopy(async (run, copy) => {
    const { code, stdout, stderr } = await run(["doctor"], { UTR_BACKEND: "wasm" });
    assert.equal(code, 1);
    assert.match(stdout, /^Python environment +missing .*mend: deno task setup$/m);
    assert.match(stdout, /^libtensorflow +- +UTR_BACKEND is wasm$/m);
    assert.match(stdout, /^compute backend +ok +wasm, 1 thread, because UTR_BACKEND is wasm$/m);
    assert.match(stdout, /^CIFAR-10 +missing .*mend: deno task setup --scale pocket$/m);
    assert.match(stderr, /cannot run: Python environment, MNIST missing/);
    assert(!existsSync(join(copy, ".deps")));
  }));

Deno.test("doctor says which weights are there, damaged or unfinished, and what mends them", () =>
  inProjectCopy(async (run, copy) => {
    const { "model.safetensors": tensors, ...others } = checkpoint();
    await writeFiles(join(copy, "weights", "owner--whole"), checkpoint());
    await writeFiles(join(copy, "weights", "broken"), { ...others, "model.safetensors": tensors.slice(9) });
    const record = new TextEncoder().encode(JSON.stringify({ sha256: "0".repeat(64) }));
    await writeFiles(join(copy, "weights", "changed"), { ...checkpoint(), "pretraining.json": record });
    await writeFiles(join(copy, "weights", "gpt2.part", "607a30d7"), others);
    await writeFiles(join(copy, "weights", "a-shape-alone"), { "config.json": others["config.json"] });
    const { stdout } = await run(["doctor"], { UTR_BACKEND: "wasm" });
    assert.match(
      stdout,
      /^pretrained weights +missing +owner\/whole \(\d+ parameters\), broken cannot be used, changed cannot be used, /m,
    );
    assert.match(stdout, /download of gpt2 is unfinished; mend: remove weights\/broken$/m);
  }));

testCompiler("libtensorflow is wanted unless UTR_BACKEND names what goes without", () => {
  const before = Deno.env.get("UTR_BACKEND");
  try {
    for (const name of ["", "native", "eager", "wasm", "webgpu", "cpu"]) {
      Deno.env.set("UTR_BACKEND", name);
      const goesWithout = ["wasm", "webgpu", "cpu"].includes(name);
      assert.equal(whyNotNative(), goesWithout ? `UTR_BACKEND is ${name}` : null);
    }
  } finally {
    if (before === undefined) Deno.env.delete("UTR_BACKEND");
    else Deno.env.set("UTR_BACKEND", before);
  }
});

Deno.test("doctor survives a malformed UTR_BACKEND", () =>
  inProjectCopy(async (run) => {
    const { code, stderr } = await run(["doctor"], { UTR_BACKEND: "cuda" });
    assert.equal(code, 1);
    isOneMessage(stderr, /one of native, .* but found "cuda"/);
  }));

Deno.test("jupyter that is not installed is an error that names setup", () =>
  inProjectCopy(async (run) => {
    const { code, stderr } = await run(["lab"]);
    assert.equal(code, 1);
    isOneMessage(stderr, /run `deno task setup`/);
  }));

/** A part that is in some state, and notes in `log` what is done with it. */
function part(name: string, state: Found["state"], log: string[], fails: Partial<Part> = {}): Part {
  return {
    name,
    announcement: "announced",
    look: () => Promise.resolve({ state, detail: "looked at" }),
    checkPrerequisites: () => Promise.resolve(void log.push(`check ${name}`)),
    install: () => Promise.resolve(void log.push(`install ${name}`)),
    ...fails,
  };
}

Deno.test("what is missing is installed in order, once all prerequisites are known to be there", async () => {
  const log: string[] = [];
  await installMissing([part("a", "missing", log), part("b", "ready", log), part("c", "missing", log)]);
  assert.deepEqual(log, ["check a", "check c", "install a", "install c"]);
});

Deno.test("what installing one part takes away is installed again", async () => {
  const log: string[] = [];
  let state: Found["state"] = "ready";
  const kernel = part("kernel", "ready", log, { look: () => Promise.resolve({ state, detail: "" }) });
  const python = part("python", "missing", log, {
    install: () => Promise.resolve(void (state = "missing")),
  });
  await installMissing([python, kernel]);
  assert.deepEqual(log, ["check python", "install kernel"]);
});

Deno.test("what another process has installed meanwhile is not installed again", async () => {
  const log: string[] = [], states: Found["state"][] = ["missing", "ready"];
  const look = () => Promise.resolve({ state: states.shift()!, detail: "" });
  await installMissing([part("a", "missing", log, { look })]);
  assert.deepEqual(log, ["check a"]);
});

Deno.test("what is there is told of, unless only what is missing is asked for", async () => {
  const lines: string[] = [], { log } = console;
  const parts = (["ready", "unneeded", "missing"] as const).map((state) => part(state, state, []));
  console.log = (line) => lines.push(line);
  try {
    await installMissing(parts, { onlyMissing: true });
    assert.deepEqual(lines.splice(0), ["missing: announced (looked at)", "missing: done"]);
    await installMissing(parts.slice(0, 2));
  } finally {
    console.log = log;
  }
  assert.deepEqual(lines, ["ready: already there (looked at)", "unneeded: not needed (looked at)"]);
});

Deno.test("nothing is installed where a prerequisite is missing", async () => {
  const log: string[] = [];
  const broken = part("b", "missing", log, {
    checkPrerequisites: () => Promise.reject(new UserError("no compiler")),
  });
  await assert.rejects(installMissing([part("a", "missing", log), broken]), /no compiler/);
  assert.deepEqual(log, ["check a"]);
});

Deno.test("while one setup installs another is refused, but may look", async () => {
  const log: string[] = [];
  const busy = part("busy", "missing", log, {
    async install() {
      await assert.rejects(
        installMissing([part("b", "missing", log)]),
        /Expected no other setup in .*: wait/,
      );
      await installMissing([part("c", "ready", log)]);
    },
  });
  await installMissing([busy]);
  assert.deepEqual(log, ["check busy", "check b"]);
});

Deno.test("a stamp is known again only by the same content", async () => {
  const { isStamped, writeStamp } = await import("../../lib/setup/stamp.ts");
  await withDirectory(async (directory) => {
    assert.equal(await isStamped(directory, { version: "1" }), false);
    await writeStamp(directory, { version: "1" });
    assert.equal(await isStamped(directory, { version: "1" }), true);
    assert.equal(await isStamped(directory, { version: "2" }), false);
  });
});
