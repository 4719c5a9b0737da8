import assert from "node:assert/strict";
import { parseIdx } from "../../../lib/tasks/images/idx.ts";
import { fixture } from "../fixture.ts";

Deno.test("parseIdx reads shape and values", () => {
  const { shape, values } = parseIdx(fixture("mnist-images"), "mnist-images");
  assert.deepEqual(shape, [8, 28, 28]);
  assert.equal(values.length, 8 * 28 * 28);
  assert.deepEqual([...parseIdx(fixture("mnist-labels"), "mnist-labels").values], [7, 2, 1, 0, 4, 1, 4, 9]);
});

Deno.test("parseIdx refuses files that are cut, too long or of another kind", () => {
  const file = fixture("mnist-labels");
  const cases: [Uint8Array<ArrayBuffer>, RegExp][] = [
    [new Uint8Array(), /Expected labels to begin with 00 00 08 .* but found nothing/],
    [file.slice(0, 3), /to begin with 00 00 08 .* but found 00 00 08$/],
    [file.with(2, 0x0d), /to begin with 00 00 08 .* but found 00 00 0d 01$/],
    [Uint8Array.of(0, 0, 8, 0, 1), /but found 00 00 08 00$/],
    [Uint8Array.of(0x1f, 0x8b, 8, 0, 1), /but found 1f 8b 08 00$/],
    [file.slice(0, 7), /to have a header of 8 bytes but found 7 in all$/],
    [file.slice(0, -1), /to have 16 bytes, as its header says \(8\), but found 15: remove it/],
    [Uint8Array.of(...file, 0), /to have 16 bytes, as its header says \(8\), but found 17: remove it/],
    [Uint8Array.of(0, 0, 8, 3, ...Array(12).fill(255), 1), /but found 17: remove it/],
  ];
  for (const [bytes, message] of cases) {
    assert.throws(() => parseIdx(bytes, "labels"), { name: "UserError", message });
  }
});
