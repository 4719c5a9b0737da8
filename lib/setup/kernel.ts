import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { writeAtomically } from "../files/json.ts";
import type { Part } from "./part.ts";
import { pythonDirectory } from "./python.ts";

const kernelFile = join(pythonDirectory, "share", "jupyter", "kernels", "deno", "kernel.json");

/** What tells Jupyter to start this very Deno; which may be another after an update, or in npx's cache. */
function kernelSpecification(): string {
  const argv = [Deno.execPath(), "jupyter", "--kernel", "--conn", "{connection_file}"];
  return JSON.stringify({ argv, display_name: "Deno", language: "typescript" }, null, 2) + "\n";
}

/** The Deno kernel, registered in the project's own Python environment and nowhere else. */
export const kernelPart: Part = {
  name: "Deno kernel",
  announcement: `registering ${Deno.execPath()} in the Python environment`,
  async look() {
    try {
      const registered = await readFile(kernelFile, "utf8") === kernelSpecification();
      return registered
        ? { state: "ready", detail: Deno.execPath() }
        : { state: "missing", detail: "another Deno than this is registered" };
    } catch (error) {
      if ((error as { code?: string }).code !== "ENOENT") throw error;
      return { state: "missing", detail: "not registered in the Python environment" };
    }
  },
  install: registerKernel,
};

/** Tells the Python environment's Jupyter how to start Deno's kernel. */
export async function registerKernel(): Promise<void> {
  await mkdir(dirname(kernelFile), { recursive: true });
  await writeAtomically(kernelFile, kernelSpecification());
}
