import assert from "node:assert/strict";
import { chargesOf } from "../../../plugins/ca/page/charges.js";

const BEFORE = {
  begin: "2026-05-01T06:00:00Z",
  end: "2026-05-01T08:00:00Z",
  seconds: 7200,
  chargedWh: 4000,
  socBefore: 20,
  socAfter: 90,
};
const TIME = Date.parse("2026-05-01T22:35:00Z");

Deno.test("a charge that just began is no part of the one before it", () => {
  // Plugged in, and the gateway has not seen it begin yet
  const plugged = chargesOf([BEFORE], {
    begin: null,
    socBefore: null,
    soc: 60,
    time: TIME,
  });
  assert.deepEqual(plugged.map(({ begin, running }) => [begin, running]), [
    [BEFORE.begin, false],
  ]);
  const [now] = chargesOf([BEFORE], {
    begin: "2026-05-01T22:34:00Z",
    socBefore: 59.5,
    soc: 60,
    time: TIME,
  });
  assert.deepEqual(now, {
    running: true,
    begin: "2026-05-01T22:34:00Z",
    end: "2026-05-01T22:35:00.000Z",
    socBefore: 59.5,
    socAfter: 60,
  });
});

Deno.test("a charge at a time that nobody knew is not drawn, and neither is one whose SOC is unknown", () => {
  const unknown = { ...BEFORE, begin: null, end: null };
  assert.deepEqual(chargesOf([unknown], undefined), []);
  assert.deepEqual(
    chargesOf([], {
      begin: "2026-05-01T22:34:00Z",
      socBefore: 59,
      soc: undefined,
      time: TIME,
    }),
    [],
  );
});
