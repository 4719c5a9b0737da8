import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { interruptedAt, RESTORED } from "../files/terminal.ts";

const path = (name: string) =>
  JSON.stringify(fileURLToPath(new URL(`../../lib/cli/${name}`, import.meta.url)));

Deno.test("the second Ctrl-C of a sweep ends it and gives the terminal back as it was", async () => {
  const { code, shown } = await interruptedAt(
    ["0/3 runs", "still here"],
    `
    const { interruption } = await import(${path("interruption.ts")});
    const { SweepBar } = await import(${path("sweep_bar.ts")});
    const bar = new SweepBar();
    const { signal } = interruption("the current gradient steps", () => bar.stop());
    signal.addEventListener("abort", () => setTimeout(() => console.error("still here"), 500));
    bar.update({ runs: 3, ended: 0, running: [], secondsLeft: null });
    setTimeout(() => {}, 20_000);
  `,
  );
  assert.equal(code, 130);
  assert(!shown.includes("Stopping"), "one press comes twice, and only stops");
  for (const sequence of RESTORED) assert(shown.includes(sequence), JSON.stringify(shown));
});

/** A program that prints "started", and once it is stopped "still here". */
function interruptible(before = "") {
  const script = `
    ${before}
    const { interruption } = await import(${path("interruption.ts")});
    const stopping = interruption("the current gradient step");
    stopping.signal.addEventListener("abort", () => setTimeout(() => console.log("still here"), 500));
    console.log("started");
    setTimeout(() => {}, 20_000);
  `;
  return new Deno.Command(Deno.execPath(), { args: ["eval", script], stdout: "piped", stderr: "piped" })
    .spawn();
}

Deno.test("what asks a program to end stops it as Ctrl-C does, the second time at once", async () => {
  for (const signal of ["SIGTERM", "SIGHUP"] as const) {
    const program = interruptible("Deno.stderr.isTerminal = () => true;");
    for await (const _ of program.stdout) program.kill(signal); // when it has started, and when it is still here
    assert.equal((await program.status).code, 130);
    assert.match(await new Response(program.stderr).text(), /Stopping after the current gradient step/);
  }
});

Deno.test("without a terminal nothing is done about SIGHUP, which nohup has ignored", async () => {
  const program = interruptible();
  for await (const _ of program.stdout) program.kill("SIGHUP");
  assert.equal((await program.status).signal, "SIGHUP");
  await program.stderr.cancel();
});

Deno.test("a program whose terminal was closed goes on to its end", async () => {
  const closed = `
    const fail = () => { throw new Error("Input/output error"); };
    Deno.stderr.isTerminal = () => true;
    console.error = fail;
    setTimeout(() => { console.error("nobody sees this"); Deno.exit(0); }, 1000);
  `;
  const program = interruptible(closed);
  await program.stdout.pipeThrough(new TextDecoderStream()).getReader().read();
  program.kill("SIGHUP");
  assert.equal((await program.status).code, 0, await new Response(program.stderr).text());
});
