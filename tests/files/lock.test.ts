import assert from "node:assert/strict";
import { join } from "node:path";
import { isLocked, takeLock, tryLock } from "../../lib/files/lock.ts";
import { temporaryDirectory } from "../temporary_directory.ts";

Deno.test("a lock that another has is taken when it lets go of it", async () => {
  const path = join(await temporaryDirectory(), "file");
  await Deno.writeTextFile(path, "text");
  const held = tryLock(path)!;
  let taken: Disposable | undefined;
  const taking = takeLock(path).then((lock) => taken = lock);
  assert.equal(tryLock(path), undefined);
  assert.equal(taken, undefined);
  held[Symbol.dispose]();
  await taking;
  assert(isLocked(path));
  {
    using file = Deno.openSync(path);
    assert(!file.tryLockSync(false), "no other shares it");
  }
  taken![Symbol.dispose]();
  assert(!isLocked(path));
  assert.equal(await Deno.readTextFile(path), "text");
});
