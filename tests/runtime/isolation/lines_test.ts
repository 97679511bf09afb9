import assert from "node:assert/strict";
import { BadLine, Lines, parseLine } from "../../../runtime/isolation/lines.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

Deno.test("lines come whole, however they are cut", () => {
  const text = '{"ä":1}\n[2]\n\n"€"\n', all = bytes(text);
  for (let size = 1; size <= all.length; size++) {
    const lines = new Lines(100), found: string[] = [];
    for (let at = 0; at < all.length; at += size) {
      found.push(...lines.take(all.subarray(at, at + size)));
    }
    assert.deepEqual(found, ['{"ä":1}', "[2]", "", '"€"']);
  }
});

Deno.test("a line without an end is refused before it fills the memory", () => {
  const lines = new Lines(10);
  lines.take(bytes("12345"));
  assert.throws(() => lines.take(bytes("678901")), BadLine);
});

Deno.test("a property that would change what an object is is refused, however it is written", () => {
  for (
    const line of [
      '{"__proto__":1}',
      '{"a":[{"\\u005f_proto__":{}}]}',
      "{",
      "",
    ]
  ) assert.throws(() => parseLine(line), BadLine);
  assert.deepEqual(parseLine('{"a":"__proto__","b":"\\u0041"}'), {
    a: "__proto__",
    b: "A",
  });
});
