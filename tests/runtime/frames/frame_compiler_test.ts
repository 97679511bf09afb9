import assert from "node:assert/strict";
import { Frame, fromHex } from "../../../hal/can_frame.ts";
import type { AnyFrame, Field } from "../../../runtime/contract/frames.ts";
import { compileFrame } from "../../../runtime/frames/frame_compiler.ts";
import { place } from "../../../runtime/frames/place.ts";
import type { MetricSpec } from "../../../runtime/contract/metric_types.ts";
import { MetricStore } from "../../../runtime/metrics/metrics.ts";
import { passesWithoutCompiling } from "../without_compiling.ts";

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
    "B7 u9",
    "B0 u65",
    "B0 u0",
    "B0 f16",
    "B5 f32",
    "B7.7 s2 le",
  ];
  for (const at of wrong) {
    assert.throws(
      () => place(at),
      new SyntaxError(
        `"${at}" is no field of a frame: expected a form like B5, B1.4, B4:B5, B1l:B2 or B0.7 s11`,
      ),
    );
  }
});

Deno.test("fields of any length, in both orders, signed or not", () => {
  // The table of the format's description: data 12 34 56 78 9A BC DE F0
  const fields: readonly (readonly [Field, number])[] = [
    ["B0 u8", 0x12],
    ["B0.0 u8 le", 0x12],
    ["B0 u16", 0x1234],
    ["B0 u16 le", 0x3412],
    ["B0.3 u12", 0x234],
    ["B0.4 u12 le", 0x341],
    ["B2.7 u10", 345],
    ["B2.6 u10 le", 481],
    ["B2.4 u11", 1438],
    ["B4.4 u11 le", 969],
    ["B4.7 u1", 1],
    ["B4.7 u1 le", 1],
    ["B4 s8", -102],
    ["B4 s16 le", 0xbc9a - 0x10000],
    ["B4 s32", 0x9abcdef0 - 2 ** 32],
    ["B4 u32 le", 0xf0debc9a],
    ["B0.3 u32", 0x23456789],
    ["B0 u40", 0x123456789a],
    ["B3 s40", 0x789abcdef0],
    ["B0 u64", 0x123456789abcdef0],
    ["B0 s64 le", Number(BigInt.asIntN(64, 0xf0debc9a78563412n))],
  ];
  for (const [at, raw] of fields) {
    for (const watched of [false, true]) {
      const def = { signals: { x: { at } } };
      assert.equal(decode(def, "123456789ABCDEF0", {}, watched), raw, at);
    }
  }
  const x = { at: "B0.7 s11" } as const;
  assert.equal(decode({ signals: { x } }, "F400"), -96);
});

Deno.test("IEEE numbers, and none where they are none", () => {
  const at = (at: Field) => ({ signals: { x: { at, times: 2 } } });
  assert.equal(decode(at("B0 f32"), "3FC00000"), 3);
  assert.equal(decode(at("B0 f32 le"), "0000C03F"), 3);
  assert.equal(decode(at("B0 f64 le"), "000000000000F83F"), 3);
  assert.equal(decode(at("B0 f32"), "7FC00000", { initial: 7 }), 7);
  assert.equal(decode(at("B0 f32"), "7F800000", { initial: 7 }), 7);
});

Deno.test("tables of values, and raw values that mean none", () => {
  const gear = { at: "B0.5 u3", values: { 1: "P", 4: "D" } } as const;
  const is = ["P", "D", "-"];
  assert.deepEqual(
    ["08", "20", "38"].map((hex) =>
      decode({ signals: { x: gear } }, hex, { is, initial: "-" })
    ),
    ["P", "D", "-"],
  );
  const x = { at: "B0", invalid: [0, 0xff], per: 2 } as const;
  assert.deepEqual(
    ["00", "10", "FF"].map((hex) =>
      decode({ signals: { x } }, hex, { initial: 1 })
    ),
    [1, 8, 1],
  );
});

Deno.test("a signal of a multiplexed frame is there on its page only, also on pages of pages", () => {
  const page = { at: "B0 u8" } as const;
  const x = [
    { at: "B1", when: { ...page, is: 1 } },
    {
      at: "B2",
      when: [{ ...page, is: [2, 3] }, { at: "B1", within: [[0, 3], [8, 8]] }],
    },
  ] as const;
  const def = { signals: { x } };
  assert.deepEqual(
    ["010502", "020307", "030809", "020407", "040102"].map((hex) =>
      decode(def, hex, { initial: 0 })
    ),
    [5, 7, 9, 0, 0],
  );
});

Deno.test("signals beyond the end of a frame are left out where it may be short", () => {
  const store = new MetricStore();
  const slots = ["x", "y"].map((name) =>
    store.claim({ name, unit: "" }, "test")
  );
  const [a, b] = slots;
  assert.ok(a && b);
  const def = {
    bytes: 1,
    signals: { x: { at: "B0" }, y: { at: "B5" } },
  } as const;
  const { run, bytes } = compileFrame(
    def,
    (alias) => store.target(alias === "x" ? a : b),
  );
  run(new Frame(1, fromHex("0102")), {}, {});
  assert.deepEqual([bytes, store.read(a), store.read(b)], [1, 1, undefined]);
});

Deno.test("a frame that fails a check is counted and gives nothing", () => {
  const good = "08E0BEEB400002DD";
  let damaged = 0;
  const store = new MetricStore(),
    slot = store.claim({ name: "x", unit: "" }, "test");
  const run = (def: AnyFrame, ...frames: readonly string[]) => {
    const { run } = compileFrame(
      def,
      () => store.target(slot),
      () => void damaged++,
    );
    damaged = 0;
    return frames.map((hex) => {
      store.setter(slot)(0);
      run(new Frame(0x1db, fromHex(hex)), {}, {});
      return store.read(slot);
    });
  };
  const crc = {
    checks: [{ crc8: 0x85 }],
    signals: { x: { at: "B0.7 s11", per: 2 } },
  } as const;
  assert.deepEqual(run(crc, good, "08E0BEEB400002DC", "F400BEEB40000311"), [
    35.5,
    0,
    -48,
  ]);
  assert.equal(damaged, 1);
  const sum = {
    checks: [{ nibbles: 2 }],
    signals: { x: { at: "B1" } },
  } as const;
  assert.deepEqual(run(sum, "0864000000010106", "0864000000010105"), [0x64, 0]);
  const counts = {
    checks: [{ counter: "B1.1 u2" }],
    signals: { x: { at: "B0" } },
  } as const;
  assert.deepEqual(run(counts, "0100", "0200", "0301", "0403", "0503"), [
    1,
    0,
    3,
    4,
    0,
  ]);
  assert.equal(damaged, 2);
  const decoder = {
    checks: [{ crc8: 0x85 }],
    bytes: 8,
    decode: () => void (damaged = -1),
  };
  compileFrame(decoder, () => store.target(slot)).run(
    new Frame(1, fromHex(good.replace("DD", "00"))),
    {},
    {},
  );
  assert.equal(damaged, 2);
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

Deno.test("where V8 may not compile texts, all of this holds as well", () =>
  passesWithoutCompiling(
    import.meta.url,
    "/^(an? |fields|IEEE|tables|signals)/",
    14,
  ));
