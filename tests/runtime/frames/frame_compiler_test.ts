import assert from "node:assert/strict";
import { Frame, fromHex } from "../../../hal/can_frame.ts";
import type { AnyFrame, Field } from "../../../runtime/contract/frames.ts";
import { compileFrame, place } from "../../../runtime/frames/frame_compiler.ts";
import type { MetricSpec } from "../../../runtime/contract/metric_types.ts";
import { MetricStore } from "../../../runtime/metrics/metrics.ts";

/** Decodes one frame into a metric `x`; `watched` takes the way of metrics that somebody watches. */
function decode(
  def: AnyFrame,
  hex: string,
  spec: Partial<MetricSpec> = {},
  watched = false,
): unknown {
  const store = new MetricStore();
  const slot = store.claim({ name: "x", unit: "", ...spec }, "test");
  if (watched) store.watch(slot, () => {});
  const { run, bytes } = compileFrame(def, () => store.target(slot));
  assert.ok(fromHex(hex).length >= bytes);
  run(new Frame(0x123, fromHex(hex)), {}, {});
  return store.read(slot);
}

const bytes = "0123456789ABCDEF";

Deno.test("a field is what the notation says", () => {
  const fields: readonly (readonly [Field, number])[] = [
    ["B0", 0x01],
    ["B7", 0xef],
    ["B1.0", 1],
    ["B1.2", 0],
    ["B1.5", 1],
    ["B7.7", 1],
    ["B0:B1", 0x0123],
    ["B1l:B2", 0x345],
    ["B1:B2h", 0x234],
    ["B1l:B2h", 0x34],
    ["B0:B2", 0x012345],
    ["B5l:B7", 0xbcdef],
    ["B4:B7", 0x89abcdef],
    ["B2:B5h", 0x456789a],
    ["B4l:B7h", 0x9abcde],
  ];
  for (const [at, raw] of fields) {
    for (const watched of [false, true]) {
      const def = { signals: { x: { at } } };
      assert.equal(decode(def, bytes, {}, watched), raw, at);
    }
  }
});

Deno.test("what is no field of a frame is refused with the form expected", () => {
  const wrong = [
    "B8",
    "5",
    "",
    "B1.8",
    "B4:B3",
    "B3:B3",
    "B3l:B3h",
    "B0:B4",
    "B1.4:B2",
    "B1 ",
    "b1",
    "B1:B2l",
  ];
  for (const at of wrong) {
    assert.throws(
      () => place(at),
      new SyntaxError(
        `"${at}" is no field of a frame: expected a form like B5, B1.4, B4:B5 or B1l:B2`,
      ),
    );
  }
});

Deno.test("a raw value is multiplied, divided and moved", () => {
  const x = { at: "B0:B1", times: 3, per: 2, offset: -40 } as const;
  for (const watched of [false, true]) {
    assert.equal(decode({ signals: { x } }, "0100", {}, watched), 344);
  }
});

Deno.test("a function makes the value of any kind", () => {
  assert.equal(
    decode(
      { signals: { x: { at: "B0.4", as: (bit) => bit === 1 } } },
      "10",
      { is: "flag" },
    ),
    true,
  );
  assert.equal(
    decode(
      { signals: { x: { at: "B0", as: (raw) => `${raw}` } } },
      "10",
      { is: "text" },
    ),
    "16",
  );
});

Deno.test("a raw value beyond the valid ones leaves the metric as it is", () => {
  const x = { at: "B0", valid: [1, 0xef] } as const;
  for (const watched of [false, true]) {
    assert.deepEqual(
      ["00", "01", "EF", "F0"].map((hex) =>
        decode({ signals: { x } }, hex, { initial: 7 }, watched)
      ),
      [7, 1, 239, 7],
    );
    const as = (raw: number) => raw * 2;
    assert.deepEqual(
      ["00", "EF", "F0"].map((hex) =>
        decode({ signals: { x: { ...x, as } } }, hex, {}, watched)
      ),
      [undefined, 478, undefined],
    );
  }
});

Deno.test("a frame needs as many bytes as its furthest field", () => {
  const target = () =>
    new MetricStore().target(
      new MetricStore().claim({ name: "x", unit: "" }, "test"),
    );
  const needed = (def: AnyFrame) => compileFrame(def, target).bytes;
  assert.equal(needed({ signals: {} }), 1);
  assert.equal(needed({ signals: { x: { at: "B4.1" } } }), 5);
  assert.equal(
    needed({ signals: { x: { at: "B2:B5h" }, y: { at: "B0" } } }),
    6,
  );
  assert.equal(
    needed({ when: { at: "B6", is: 1 }, signals: { x: { at: "B0" } } }),
    7,
  );
  assert.equal(needed({ bytes: 3, decode: () => {} }), 3);
  assert.equal(
    needed({ when: { at: "B3", not: 0 }, bytes: 3, decode: () => {} }),
    4,
  );
});

Deno.test("a guard lets only the frames through that it names", () => {
  const x = { at: "B1" } as const;
  const is = { when: { at: "B0", is: 5 }, signals: { x } } as const;
  const not = { when: { at: "B0", not: 5 }, signals: { x } } as const;
  assert.deepEqual([decode(is, "0501"), decode(is, "0401")], [1, undefined]);
  assert.deepEqual([decode(not, "0501"), decode(not, "0401")], [undefined, 1]);
});

Deno.test("a decoder gets frame, targets and context, behind its guard as well", () => {
  const seen: unknown[] = [];
  const put = { put: true }, ctx = { ctx: true };
  const decoder = (...given: unknown[]) => void seen.push(given);
  const guarded = compileFrame(
    { when: { at: "B0", is: 1 }, bytes: 2, decode: decoder },
    () => assert.fail("a decoder has no signals"),
  );
  const yes = new Frame(1, fromHex("0102")), no = new Frame(1, fromHex("0202"));
  guarded.run(yes, put, ctx);
  guarded.run(no, put, ctx);
  assert.deepEqual(seen, [[yes, put, ctx]]);
});

Deno.test("an async decoder is refused, since the frame is gone when it goes on", () => {
  assert.throws(
    () =>
      compileFrame(
        { bytes: 1, decode: async () => {} },
        () => assert.fail("no signal"),
      ),
    new TypeError("a frame's decoder cannot be async: take async away"),
  );
});
