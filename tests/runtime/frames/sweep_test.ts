import assert from "node:assert/strict";
import type { AnyFrame, Field } from "../../../runtime/contract/frames.ts";
import { place, readWide, writeField } from "../../../runtime/frames/place.ts";
import { sweeping } from "../../../runtime/frames/sweep.ts";
import { definePlugin, defineVehicle, kwp } from "../../../runtime/mod.ts";
import { bench } from "../../../testing/mod.ts";

Deno.test("what is written into a field is read from it, and nothing else is touched", () => {
  const fields: readonly (readonly [Field, number])[] = [
    ["B0.7 s11", -96],
    ["B2.6 u10 le", 481],
    ["B1l:B2h", 0x34],
    ["B3 s40", -5],
    ["B0.3 u32", 0xfedcba98],
    ["B4 f32 le", 1.5],
    ["B0 f64", -0.1],
  ];
  for (const [at, raw] of fields) {
    for (const filled of [0, 0xff]) {
      const data = new Uint8Array(8).fill(filled), field = place(at);
      writeField(field, data, raw);
      assert.equal(readWide(field, data), raw, at);
      if (field.kind === "float") continue;
      writeField(field, data, filled ? -1 : 0);
      assert.deepEqual(data, new Uint8Array(8).fill(filled), at);
    }
  }
});

/** Frames of a minute, and the values of a field in them. */
async function sent(
  def: AnyFrame,
  ranges: Readonly<Record<string, readonly [number, number]>> = {},
): Promise<readonly Uint8Array[]> {
  const frames: Uint8Array[] = [];
  const car = await sweeping({ frames: { 16: def }, ranges })({
    emit: (id, data) => {
      assert.equal(id, 16);
      frames.push(data.slice());
    },
    after: () => () => {},
  });
  for (let ms = 0; ms < 60_000; ms += 50) car.step(50);
  return frames;
}

Deno.test("values move through their range and back, in physical units", async () => {
  const frames = await sent({
    signals: { x: { at: "B0 s16", per: 10, offset: 5 } },
  }, { x: [-100, 100] });
  const values = frames.map((data) => readWide(place("B0 s16"), data) / 10 + 5);
  assert.equal(frames.length, 600);
  assert.deepEqual([Math.min(...values), Math.max(...values)], [-100, 100]);
});

Deno.test("a range beyond the field is bounded by it", async () => {
  const frames = await sent(
    { signals: { value: { at: "B0", per: 100 } } },
    { value: [0, 65535] },
  );
  assert.equal(frames[0]?.[0], 0);
  // It rises, and does not wrap
  const rising = frames.slice(0, 90).map((data) => data[0] ?? 0);
  assert.deepEqual(rising, rising.toSorted((a, b) => a - b));
});

Deno.test("pages take turns, and named values are those that have a name", async () => {
  const mux = { at: "B0 u8" } as const;
  const frames = await sent({
    signals: {
      both: { at: "B3" },
      a: { at: "B1", when: { ...mux, is: 2 }, values: { 3: "x", 9: "y" } },
      b: { at: "B2", when: [{ ...mux, within: [[5, 7]] }] },
    },
  });
  assert.deepEqual(new Set(frames.map(([page]) => page)), new Set([2, 5]));
  const named = frames.filter(([page]) => page === 2).map(([, value]) => value);
  assert.deepEqual(new Set(named), new Set([3, 9]));
  assert.ok(frames.some((data) => data[0] === 2 && (data[3] ?? 0) > 100));
});

Deno.test("units of a simulated car answer what its polls ask, on their bus only", async () => {
  await using test = await bench(defineVehicle({
    type: "SW",
    name: "Swept",
    plugins: [definePlugin({
      id: "swept",
      metrics: { on: "v.e.on", soh: "v.b.soh" },
      frames: { 0x10: { signals: { on: { at: "B0", values: { 1: true } } } } },
      polls: [{
        to: 0x79b,
        from: 0x7bb,
        read: kwp(0x61),
        every: { on: 60 },
        decode: (answer, put) => {
          put.soh = answer.u8(0);
        },
      }],
    })],
  }));
  const car = await sweeping({
    nodes: [{ to: 0x79b, from: 0x7bb, answers: { "2161": [0x61, 0x61, 87] } }],
  })({
    emit: (id, data) => test.frame(id, data.toHex()),
    after: (ms, work) => test.hal.clock.after(ms, work),
  });
  const asked: string[] = [];
  test.hal.bus.attach({
    receive: (id, data) => {
      asked.push(id.toString(16));
      car.receive?.(id, data, 2);
      car.receive?.(id, data, 1);
    },
  });
  test.feature(15, 1);
  for (let second = 0; second < 3; second++) {
    test.frame(0x10, "01");
    await test.seconds(1);
  }
  assert.deepEqual(asked, ["79b"]);
  assert.equal(test.metric("v.b.soh"), 87);
});
