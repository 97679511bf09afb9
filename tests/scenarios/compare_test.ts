import assert from "node:assert/strict";
import { agrees, check, msg, sms, write } from "./cases.ts";
import { compareScenario, compareStep, describe } from "./compare.ts";
import type { Event, State } from "./scenario.ts";

Deno.test("the order of events in a step is free", () => {
  const a = sms("Permission denied"), b = msg("MP-0 a"), c = msg("MP-0 PAx");
  assert.ok(agrees([a, b, c], [c, a, b]));
  assert.ok(!agrees([a, b, c], [a, b]));
  assert.ok(!agrees([a, b], [a, b, c]));
  assert.ok(!agrees([a, a], [a, b]));
  assert.ok(!agrees([a, a], [a]));
});

Deno.test("a step without expected events must produce none", () => {
  assert.ok(agrees([], []));
  for (
    const event of [sms("x"), msg("MP-0 x"), msg("MP-0 c1"), write("2920.05=1")]
  ) {
    assert.ok(!agrees([], [event]));
  }
});

Deno.test("tolerances never keep a pairing from being found", () => {
  const range = (km: number) => sms(`Range: ${km} - ${km} km`);
  assert.ok(agrees([range(50), range(51)], [range(51), range(52)]));
  assert.ok(agrees([range(51), range(50)], [range(51), range(52)]));
  assert.ok(agrees(
    [range(50), range(51), range(52)],
    [range(53), range(52), range(51)],
  ));
  assert.ok(!agrees([range(50), range(51)], [range(52), range(52)]));
});

Deno.test("writes keep their order, equal neighbours count once", () => {
  const a = write("2920.05=7250"), b = write("3813.33=7650");
  assert.ok(agrees([a, b, a], [a, b, a]));
  assert.ok(agrees([a, b], [a, a, b, b]));
  assert.ok(agrees([a, a, b], [a, b]));
  assert.ok(agrees([a, sms("CFG OP: OK"), b], [a, b, sms("CFG OP: OK")]));
  assert.ok(!agrees([a, b], [b, a]));
  assert.ok(!agrees([a, b], [a, b, a]));
  assert.ok(!agrees([a, b], [a]));
  assert.ok(!agrees([a], [write("2920.05=7251")]));
});

Deno.test("command replies keep their order, other messages may come between", () => {
  const a = msg("MP-0 c1,0,0,16,0"), b = msg("MP-0 c1,0,1,16,0");
  const text = msg("MP-0 PAx");
  assert.ok(agrees([a, text, b], [a, b, text]));
  assert.ok(!agrees([a, text, b], [b, text, a]));
  assert.ok(!agrees([a, b], [a, b, b]));
});

Deno.test("seconds may differ by one and must be given on both sides", () => {
  const at = (t?: number) => [msg("MP-0 PAx", t)];
  assert.ok(agrees(at(5), at(5)));
  assert.ok(agrees(at(5), at(4)));
  assert.ok(agrees(at(5), at(6)));
  assert.ok(!agrees(at(5), at(7)));
  assert.ok(!agrees(at(5), at(3)));
  assert.ok(!agrees(at(5), at()));
  assert.ok(!agrees(at(), at(5)));
  assert.ok(!agrees([write("2920.05=1", 5)], [write("2920.05=1", 7)]));
});

Deno.test("ignored beginnings are compared on neither side", () => {
  const ignore = ["MP-0 S", "MP-0 HRT-PWR-BattPack"];
  const a = msg("MP-0 W0");
  const status = msg("MP-0 S1"), pack = msg("MP-0 HRT-PWR-BattPack,1");
  assert.ok(agrees([a], [status, a, pack], false, ignore));
  assert.ok(agrees([a, status], [a], false, ignore));
  assert.ok(!agrees([a], [status, a, pack]));
  assert.ok(!agrees([a], [a, msg("MP-0 L1")], false, ignore));
  assert.ok(!agrees([], [sms("MP-0 S is no message")], false, ignore));
});

Deno.test("an exact scenario has no tolerances on numbers", () => {
  check(
    sms,
    [
      [
        "Range: 59 - 78 km\n ODO: 4437 km",
        ["Range: 59 - 78 km\rODO: 4437 km"],
        [
          "Range: 58 - 78 km\n ODO: 4437 km",
          "Range: 59 - 78 km\n ODO: 4438 km",
        ],
      ],
      ["Efficiency 112 Wh/km R=14%", [], ["Efficiency 113 Wh/km R=14%"]],
    ],
    true,
  );
  check(
    msg,
    [
      ["MP-0 L51.257700,7.160900,90,100,1,117", [
        "MP-0 L51.257700,7.160900,90,100,1,117,0",
      ], ["MP-0 L51.257701,7.160900,90,100,1,117"]],
      ["MP-0 c203,0,30,60,9,38,143", [], ["MP-0 c203,0,30,60,9,38,144"]],
    ],
    true,
  );
  assert.ok(!agrees([msg("MP-0 a", 4)], [msg("MP-0 a", 5)], true));
});

const STATE: State = {
  soc: 6000,
  soc_min: 10000,
  soc_max: 0,
  range: 50,
  speed: 0,
  power_w: -2000,
  odometer: 100000,
  linevoltage: 0,
  chargecurrent: 0,
  tpem: 20,
  tmotor: 0,
  tbattery: 0,
  vin: "-----------------",
  pack_mv: 57500,
  cells_mv: [4100, ...Array(13).fill(0)],
  temps_c: Array(7).fill(0),
  chargestate: 4,
  pwr: [0, 0, 625, 0, 0, 0, 0, 0, 0],
  car_on: true,
  charging: false,
  pilot: false,
  charge_port: false,
};

Deno.test("an unknown value is right where the power-up default was recorded", () => {
  const same = (changes: Partial<State>, exact = false) =>
    agrees([{ state: STATE }], [{ state: { ...STATE, ...changes } }], exact);
  assert.ok(same({}));
  assert.ok(same({
    soc_min: null,
    soc_max: null,
    range: null,
    vin: null,
    temps_c: null,
    chargestate: null,
    charging: null,
    cells_mv: [4100, ...Array(13).fill(null)],
    pwr: [null, null, 625, 0, 0, 0, 0, 0, 0],
  }));
  assert.ok(!same({ soc: null }));
  assert.ok(!same({ pack_mv: null }));
  assert.ok(!same({ car_on: null }));
  assert.ok(!same({ cells_mv: null }));
  assert.ok(!same({ cells_mv: [null, ...Array(13).fill(0)] }));
});

Deno.test("of the state only the range may differ by one", () => {
  const same = (changes: Partial<State>, exact = false) =>
    agrees([{ state: STATE }], [{ state: { ...STATE, ...changes } }], exact);
  assert.ok(same({ range: 51 }));
  assert.ok(!same({ range: 52 }));
  assert.ok(!same({ range: 51 }, true));
  assert.ok(!same({ soc: 6001 }));
  assert.ok(!same({ odometer: 100001 }));
  assert.ok(!same({ vin: "0000000" }));
  assert.ok(!same({ pilot: true }));
  assert.ok(!same({ temps_c: Array(8).fill(0) }));
  assert.ok(!same({ cells_mv: [4101, ...Array(13).fill(0)] }));
});

Deno.test("the controller's objects are all compared", () => {
  const sdo = (objects: Record<string, number>): Event => ({ sdo: objects });
  const expected = [sdo({ "2920.05": 7250, "3813.33": 7650 })];
  assert.ok(agrees(expected, [sdo({ "3813.33": 7650, "2920.05": 7250 })]));
  assert.ok(!agrees(expected, [sdo({ "2920.05": 7250 })]));
  assert.ok(!agrees(expected, [sdo({ "2920.05": 7251, "3813.33": 7650 })]));
  assert.ok(
    agrees(expected, [
      sdo({ "2920.05": 7250, "3813.33": 7650, "1018.01": 1 }),
    ]),
  );
});

Deno.test("events of another kind are never the same", () => {
  const events: Event[] = [
    sms("x"),
    msg("x"),
    write("2920.05=1"),
    { sdo: {} },
    { state: STATE },
  ];
  for (const [n, a] of events.entries()) {
    for (const [m, b] of events.entries()) {
      assert.equal(agrees([a], [b]), n === m);
    }
  }
});

Deno.test("a mismatch names its step, what was expected and what came closest", () => {
  const step = (out: Event[]) => ({ op: "state" as const, out, ignore: [] });
  const scenario = {
    exact: false,
    steps: [step([]), step([sms("Features:\n 9:30"), msg("MP-0 a")])],
  };
  const mismatch = compareScenario(scenario, [
    [],
    [msg("MP-0 a"), sms("Permission denied"), sms("Features:\n 9:31")],
  ]);
  assert.equal(mismatch?.step, 1);
  assert.equal(
    describe(mismatch),
    'an event is missing: expected {"sms":{"to":"+491701234567","text":"Features:\\n 9:30"}}, ' +
      'got {"sms":{"to":"+491701234567","text":"Features:\\n 9:31"}}',
  );
});

Deno.test("a mismatch says when there is nothing to compare with", () => {
  const said = (expected: Event[], actual: Event[]) => {
    const mismatch = compareStep({ out: expected, ignore: [] }, actual);
    return mismatch && describe(mismatch);
  };
  assert.equal(
    said([], [msg("MP-0 a")]),
    'an event too many: expected nothing, got {"msg":"MP-0 a"}',
  );
  assert.equal(
    said([msg("MP-0 a")], [sms("x")]),
    'an event is missing: expected {"msg":"MP-0 a"}, got nothing',
  );
  assert.equal(
    said([write("2920.05=1")], []),
    'write 1 differs: expected {"write":"2920.05=1"}, got nothing',
  );
});
