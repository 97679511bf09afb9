/** What a guest says of itself is looked at before its process has anything to do. */
import assert from "node:assert/strict";
import { declarationOf } from "../../../runtime/isolation/declaration.ts";

Deno.test("frames of a guest name metrics that it writes", () => {
  const plugin = {
    id: "a",
    reads: { soc: "v.b.soc" },
    metrics: { speed: "v.p.speed" },
  } as const;
  const framesOf = (alias: string) =>
    declarationOf({
      ...plugin,
      frames: { 0x10: { signals: { [alias]: { at: "B1" } } } },
    }).frames;
  assert.deepEqual(framesOf("speed"), [{ bus: 1, id: 0x10, bytes: 2 }]);
  assert.throws(
    () => framesOf("sped"),
    new TypeError(
      "names the metric sped, which it does not declare; did you mean speed?",
    ),
  );
  assert.throws(() => framesOf("soc"), /^TypeError: names the metric soc,/);
});
