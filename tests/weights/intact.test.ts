import assert from "node:assert/strict";
import { checkIntact } from "../../lib/weights/intact.ts";
import { withDirectory } from "../temporary_directory.ts";
import { checkpoint, writeFiles } from "./checkpoints.ts";

Deno.test("pretrained weights are intact by their SHA-256, which records may be too old to have", () =>
  withDirectory(async (folder) => {
    const put = (record: object) =>
      writeFiles(folder, {
        ...checkpoint(),
        "pretraining.json": new TextEncoder().encode(JSON.stringify(record)),
      });
    await put({});
    await checkIntact(folder);
    await put({ sha256: "0".repeat(64) });
    await assert.rejects(checkIntact(folder), { name: "UserError", message: /safetensors to be as it came/ });
  }));
