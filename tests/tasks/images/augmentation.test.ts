import assert from "node:assert/strict";
import { fold, keyOf } from "../../../lib/random/key.ts";
import { drawChange, NO_CHANGE, sourcesOf } from "../../../lib/tasks/images/augmentation.ts";
import { fixture, fixturePath } from "../fixture.ts";

Deno.test("images are changed pixel for pixel as torchvision changes them", () => {
  // Exact: torchvision rounds in single precision, but none of these changes has a source so near the middle
  // between two pixels that it would matter.
  const changes = JSON.parse(Deno.readTextFileSync(fixturePath("augmentation.json")));
  const sources = new Int16Array(fixture("augmentation.bin").buffer);
  assert.equal(sources.length, changes.length * 1024);
  for (const [i, change] of changes.entries()) {
    assert.deepEqual(sourcesOf(change), sources.slice(1024 * i, 1024 * (i + 1)), JSON.stringify(change));
  }
});

Deno.test("no change leaves every pixel where it is", () => {
  assert.deepEqual([...sourcesOf(NO_CHANGE)], Array.from({ length: 1024 }, (_, i) => i));
});

Deno.test("changes are drawn uniformly", () => {
  const count = 9000, changes = Array.from({ length: count }, (_, i) => drawChange(fold(keyOf(0), i)));
  for (const side of ["top", "left"] as const) {
    const counts = new Array(9).fill(0);
    for (const change of changes) counts[change[side]]++;
    // Five standard errors of a count of 1,000: sqrt(9000 * 1/9 * 8/9) = 29.8.
    assert(counts.every((found) => Math.abs(found - 1000) < 149), counts.join());
  }
  const flips = changes.filter(({ flip }) => flip).length;
  assert(Math.abs(flips - 4500) < 5 * Math.sqrt(count / 4), `${flips} flips`);
  const angles = changes.map(({ angle }) => angle);
  assert(angles.every((angle) => angle >= -20 && angle <= 20));
  const mean = angles.reduce((sum, angle) => sum + angle, 0) / count;
  const square = angles.reduce((sum, angle) => sum + angle ** 2, 0) / count;
  // Of the uniform distribution: deviation 20 / sqrt(3); its square has mean 400 / 3, deviation 400 sqrt(4 / 45).
  assert(Math.abs(mean) < 5 * 20 / Math.sqrt(3 * count), `mean angle ${mean}`);
  assert(Math.abs(square - 400 / 3) < 5 * 400 * Math.sqrt(4 / 45 / count), `mean square of angles ${square}`);
});
