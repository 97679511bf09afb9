import assert from "node:assert/strict";
import { compareScenario, compareStep, describe } from "./compare.ts";
import type { Event, State } from "./scenario.ts";

const OWNER = "+491701234567";

function sms(text: string, t?: number): Event {
  const event = { sms: { to: OWNER, text } };
  return t === undefined ? event : { ...event, t };
}

function msg(text: string, t?: number): Event {
  return t === undefined ? { msg: text } : { msg: text, t };
}

function write(text: string, t?: number): Event {
  return t === undefined ? { write: text } : { write: text, t };
}

function agrees(
  expected: readonly Event[],
  actual: readonly Event[],
  exact = false,
  ignore: string[] = [],
): boolean {
  const step = { out: [...expected], ignore };
  return compareStep(step, actual, exact) === undefined;
}

/** Expected text, texts that are the same, texts that are not. */
type Cases = readonly (readonly [
  expected: string,
  same: readonly string[],
  different: readonly string[],
])[];

function check(event: (text: string) => Event, cases: Cases, exact = false) {
  for (const [expected, same, different] of cases) {
    const wanted = [event(expected)];
    for (const text of [expected, ...same]) {
      assert.ok(agrees(wanted, [event(text)], exact), `${expected} = ${text}`);
    }
    for (const text of different) {
      assert.ok(!agrees(wanted, [event(text)], exact), `${expected} ≠ ${text}`);
    }
  }
}

// ---- order and time --------------------------------------------------------

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

// ---- texts -----------------------------------------------------------------

Deno.test("layout does not count, content does", () => {
  check(sms, [
    [
      "Features:\r\n 9:30",
      ["Features:\n 9:30", "Features:\r9:30", "Features: \n   9:30  "],
      ["Features: 9:30", "Features:\n 9:31", " Features:\n9:30", "Features:"],
    ],
    ["SD:5mV 1:+0mV ", ["SD:5mV 1:+0mV"], ["SD:5mV  1:+0mV", "SD:5mV 1:0mV"]],
    ["Features:", [], ["Features:\n", "features:", "Features:\n1:1"]],
  ]);
  check(msg, [
    ["MP-0 PAa\r b ", ["MP-0 PAa\rb", "MP-0 PAa \r  b"], [
      "MP-0 PAa b",
      "MP-0 PAa\n b",
      "MP-0 PAa\r\n b",
    ]],
    ["MP-0 c3,0,2,32,K", ["MP-0 c3,0,2,32,K "], ["MP-0 c3,0,2,32,k"]],
  ]);
});

Deno.test("an SMS must go to the same number", () => {
  const other: Event = { sms: { to: "+331", text: "Permission denied" } };
  assert.ok(!agrees([sms("Permission denied")], [other]));
});

Deno.test("ranges, odometer and times may differ by one", () => {
  check(sms, [
    [
      "Not charging\n Full charge: 18 min.\n Range: 59 - 78 km\n SOC: 97.38% (50.00%..97.38%)\n ODO: 4437 km",
      [
        "Not charging\n Full charge: 19 min.\n Range: 58 - 79 km\n SOC: 97.38% (50.00%..97.38%)\n ODO: 4436 km",
      ],
      [
        "Not charging\n Full charge: 20 min.\n Range: 59 - 78 km\n SOC: 97.38% (50.00%..97.38%)\n ODO: 4437 km",
        "Not charging\n Full charge: 18 min.\n Range: 57 - 78 km\n SOC: 97.38% (50.00%..97.38%)\n ODO: 4437 km",
        "Not charging\n Full charge: 18 min.\n Range: 59 - 80 km\n SOC: 97.38% (50.00%..97.38%)\n ODO: 4437 km",
        "Not charging\n Full charge: 18 min.\n Range: 59 - 78 km\n SOC: 97.39% (50.00%..97.38%)\n ODO: 4437 km",
        "Not charging\n Full charge: 18 min.\n Range: 59 - 78 km\n SOC: 97.38% (50.00%..97.38%)\n ODO: 4439 km",
        "Not charging\n Full charge: 18 min.\n Range: 59 - 78 mi\n SOC: 97.38% (50.00%..97.38%)\n ODO: 4437 km",
      ],
    ],
    ["Range: 9 - 99 mi", ["Range: 10 - 100 mi"], [
      "Range: 09 - 99 mi",
      "Range: 9.0 - 99 mi",
      "Range: +9 - 99 mi",
    ]],
    ["CHG: 17 Wh", [], ["CHG: 18 Wh"]],
    ["Power -17 +3 Wh 0.8 km", ["Power -17 +3 Wh 0.9 km"], [
      "Power -17 +3 Wh 1.8 km",
      "Power -17 +3 Wh 1 km",
      "Power -18 +3 Wh 0.8 km",
      "Power -17 +4 Wh 0.8 km",
    ]],
  ]);
  check(msg, [["MP-0 PADone\r ODO: 999 km", ["MP-0 PADone\r ODO: 1000 km"], [
    "MP-0 PADone\r ODO: 1001 km",
  ]]]);
});

Deno.test("stored settings are exact", () => {
  check(sms, [
    [
      "Charge Alert: 60% or 30 km\n Time: 38 min.\n Full charge: 143 min.",
      ["Charge Alert: 60% or 30 km\n Time: 39 min.\n Full charge: 142 min."],
      [
        "Charge Alert: 60% or 31 km\n Time: 38 min.\n Full charge: 143 min.",
        "Charge Alert: 61% or 30 km\n Time: 38 min.\n Full charge: 143 min.",
      ],
    ],
    ["Max ideal range: 80 km", [], ["Max ideal range: 81 km"]],
  ]);
  check(msg, [
    ["MP-0 c201,0,80", [], ["MP-0 c201,0,81"]],
    ["MP-0 c202,0,80", [], ["MP-0 c202,0,79"]],
  ]);
});

Deno.test("a line of no time may be missing", () => {
  check(sms, [
    [
      "Charge Alert: 5%\n Full charge: 9 min.",
      ["Charge Alert: 5%\n Time: 0 min.\n Full charge: 9 min."],
      ["Charge Alert: 5%\n Time: 2 min.\n Full charge: 9 min."],
    ],
    [
      "Charge Alert: 5%\n Time: 0 min.\n Full charge: 0 min.",
      ["Charge Alert: 5%\n Full charge: 0 min."],
      ["Charge Alert: 5%\n Time: 0 min."],
    ],
  ]);
});

Deno.test("energy by distance and its recovered share may differ by one", () => {
  check(sms, [[
    "Efficiency 112 Wh/km R=14%\n Const 28% 99 Wh/km R=9%\n Up 6m -3 Wh/km R=0%",
    [
      "Efficiency 111 Wh/km R=15%\n Const 28% 100 Wh/km R=10%\n Up 6m -4 Wh/km R=1%",
    ],
    [
      "Efficiency 110 Wh/km R=14%\n Const 28% 99 Wh/km R=9%\n Up 6m -3 Wh/km R=0%",
      "Efficiency 112 Wh/km R=16%\n Const 28% 99 Wh/km R=9%\n Up 6m -3 Wh/km R=0%",
      "Efficiency 112 Wh/km R=14%\n Const 29% 99 Wh/km R=9%\n Up 6m -3 Wh/km R=0%",
      "Efficiency 112 Wh/km R=14%\n Const 28% 99 Wh/km R=9%\n Up 7m -3 Wh/km R=0%",
      "Efficiency 112 Wh/km R=14%\n Const 28% 99 Wh/km R=9%\n Up 6m 3 Wh/km R=0%",
    ],
  ]]);
});

Deno.test("coordinates in a text may differ by 0.00002", () => {
  const link = "Car location:\r\nhttps://maps.google.com/maps?q=";
  check(sms, [
    [`${link}51.257700,-7.160900`, [
      `${link}51.257720,-7.160880`,
      `${link}51.257680,-7.160920`,
    ], [
      `${link}51.257721,-7.160900`,
      `${link}51.257700,-7.160879`,
      `${link}51.257700,7.160900`,
      `${link}51.2577,-7.1609`,
    ]],
    [`${link}-0.000000,-0.000000`, [`${link}0.000001,0.000000`], []],
    [`${link}90.000000,180.000000`, [`${link}89.999999,179.999999`], []],
  ]);
});

Deno.test("of HELP, DIAG and the capabilities only the beginning counts", () => {
  check(sms, [
    ["DIAG:\n RED Led:0", ["DIAG:\n anything"], ["diag: x", "Help"]],
    ["Commands: REGISTER", ["Commands:\n STAT"], ["Twizy Commands:"]],
  ]);
  check(msg, [[
    "MP-0 VC6,C200-208,C1-6,C40-41,C49",
    ["MP-0 VC1-6,C40"],
    ["MP-0 V", "MP-0 W0"],
  ]]);
});

Deno.test("a version's numbers are free, its form is not", () => {
  check(sms, [["OVMS Firmware version: 2.3.6/RT3.0.0/V2", [
    "OVMS Firmware version: 0.12.3/RT4.1.0/V3",
  ], [
    "OVMS Firmware version: 0.1/RT3.0.0/V2",
    "OVMS Firmware version: 2.3.6/RT/V2",
    "OVMS Firmware version: 2.3.6/XX3.0.0/V2",
    "Firmware version: 2.3.6/RT3.0.0/V2",
  ]]]);
  check(msg, [["MP-0 F2.3.6/RT/V2,0280375,10,0,RT,TEST", [
    "MP-0 F0.1.0/RT/V2,0280375,10,0,RT,TEST",
  ], [
    "MP-0 F2.3.6/RT3.0.0/V2,0280375,10,0,RT,TEST",
    "MP-0 F2.3.6/RT/V2,0280376,10,0,RT,TEST",
    "MP-0 F2.3.6/RT/V2,0280375,11,0,RT,TEST",
    "MP-0 F2.3.6/RT/V2,0280375,10,0,RT,TEST,1",
  ]]]);
});

Deno.test("forwarded texts are the same in upper and lower case", () => {
  check(msg, [["MP-0 PASMS FROM: Provider - MSG: YOUR balance is 5 km", [
    "MP-0 PASMS FROM: Provider - MSG: Your balance is 5 km",
  ], [
    "MP-0 PASMS FROM: Provider - MSG: Your balance is 6 km",
    "MP-0 PASMS FROM: Other - MSG: Your balance is 5 km",
  ]]]);
  check(msg, [["MP-0 PAHello", [], ["MP-0 PAHELLO", "MP-0 PEHello"]]]);
});

// ---- CFG -------------------------------------------------------------------

Deno.test("replies of CFG come at any second", () => {
  const text = "CFG RESET: OK fwd=7250 pow=1000 ntr=182";
  assert.ok(agrees([sms(text, 1)], [sms(text)]));
  assert.ok(agrees([sms(text, 1)], [sms(text, 9)]));
  assert.ok(!agrees([sms("Features:", 1)], [sms("Features:")]));
});

Deno.test("a sentence may follow the error of a CFG command, nothing else", () => {
  check(sms, [
    ["CFG SPEED: ERROR 0031", [
      "CFG SPEED: ERROR 0031\nThe speed must be 6 to 111 km/h",
    ], [
      "CFG SPEED: ERROR 0032\nThe speed must be 6 to 111 km/h",
      "CFG SPEED: ERROR 0031 The speed must be 6 to 111 km/h",
      "CFG SPEED: ERROR 0031\nOne line.\nTwo lines.",
      "CFG SPEED: ERROR 0031\nSDO 0x2920.05: 0x0000",
    ]],
    ["Error: CAN bus in read only mode", [
      "Error: CAN bus in read only mode\nSend FEATURE 15 1 to allow writing",
    ], ["Error: CAN bus is in read only mode"]],
    ["CFG OP: OK", [], ["CFG OP: OK\nThe car is operational"]],
    ["Permission denied", [], ["Permission denied\nGive your password"]],
  ]);
});

Deno.test("object and data of the SDO information are free for 001x and 002x only", () => {
  check(sms, [
    ["CFG PRE: ERROR 0028 SDO ABORT 0x2800.00: 0x06090030", [
      "CFG PRE: ERROR 0028 SDO ABORT 0x5110.00: 0x0005",
      "CFG PRE: ERROR 0028 SDO ABORT 0x5110.00: 0x0005\nTry it again",
    ], [
      "CFG PRE: ERROR 0029 SDO ABORT 0x2800.00: 0x06090030",
      "CFG PRE: ERROR 0028 SDO 0x2800.00: 0x06090030",
      "CFG PRE: ERROR 0028",
      "CFG PRE: ERROR 0028 SDO ABORT 0x2800.00: 0x609",
    ]],
    ["CFG POWER: ERROR 0008 SDO ABORT 0x2920.01: 0x06090030", [], [
      "CFG POWER: ERROR 0008 SDO ABORT 0x2920.02: 0x06090030",
      "CFG POWER: ERROR 0008 SDO ABORT 0x2920.01: 0x06090031",
    ]],
    ["CFG READ: LOGIN FAILED ERROR 0013", [], [
      "CFG READ: LOGIN FAILED ERROR 0012",
    ]],
  ]);
});

// ---- messages --------------------------------------------------------------

Deno.test("S: the ranges may differ by one, more fields may follow", () => {
  const tail = "0,0,0,0,0,4,0,0,0,-1,0.00,-1,-1,0,0";
  check(msg, [[`MP-0 S70,K,0,0,done,standard,60,66,${tail}`, [
    `MP-0 S70,K,0,0,done,standard,61,65,${tail}`,
    `MP-0 S70,K,0,0,done,standard,60,66,${tail},7,8`,
  ], [
    `MP-0 S70,K,0,0,done,standard,62,66,${tail}`,
    `MP-0 S71,K,0,0,done,standard,60,66,${tail}`,
    `MP-0 S70,K,0,1,done,standard,60,66,${tail}`,
    "MP-0 S70,K,0,0,done,standard,60,66",
  ]]]);
});

Deno.test("D: odometer, park time, 12 V and stale fields have tolerances", () => {
  check(msg, [[
    "MP-0 D128,0,0,20,25,15,0,27458,0,9,-127,0,120,-1,12.5,0,0.0,0",
    [
      "MP-0 D128,0,0,20,25,15,0,27459,0,10,-127,0,1,-1,12.4,0,0.1,0",
      "MP-0 D128,0,0,20,25,15,0,27458,0,9,-127,0,120,-1,12.5,0,0.0,0,1,2",
    ],
    [
      "MP-0 D128,0,0,20,25,15,0,27460,0,9,-127,0,120,-1,12.5,0,0.0,0",
      "MP-0 D128,0,0,20,25,15,0,27458,0,11,-127,0,120,-1,12.5,0,0.0,0",
      "MP-0 D128,0,0,20,25,15,0,27458,0,9,-127,0,0,-1,12.5,0,0.0,0",
      "MP-0 D128,0,0,20,25,15,0,27458,0,9,-127,0,-1,-1,12.5,0,0.0,0",
      "MP-0 D128,0,0,20,25,15,0,27458,0,9,-127,0,,-1,12.5,0,0.0,0",
      "MP-0 D128,0,0,20,25,15,0,27458,0,9,-127,0,120,0,12.5,0,0.0,0",
      "MP-0 D128,0,0,20,25,15,0,27458,0,9,-127,0,120,-1,12.7,0,0.0,0",
      "MP-0 D128,0,0,20,25,15,0,27458,0,9,-127,0,120,-1,12.50,0,0.0,0",
      "MP-0 D128,0,0,20,25,15,0,27458,0,9,-127,0,120,-1,12.5,0,0.2,0",
      "MP-0 D128,0,0,21,25,15,0,27458,0,9,-127,0,120,-1,12.5,0,0.0,0",
      "MP-0 D128,0,0,20,25,15,0,27458,1,9,-127,0,120,-1,12.5,0,0.0,0",
      "MP-0 D128,0,0,20,25,15,0,27458,0,9,-127,0,120,-1,12.5,0,0.0",
    ],
  ]]);
});

Deno.test("L: coordinates count only with a fix, the stale counter may differ by one", () => {
  check(msg, [
    ["MP-0 L51.257700,7.160900,90,100,1,117", [
      "MP-0 L51.257719,7.160881,90,100,1,118",
      "MP-0 L51.257700,7.160900,90,100,1,116,more",
    ], [
      "MP-0 L51.257721,7.160900,90,100,1,117",
      "MP-0 L51.257700,7.160900,91,100,1,117",
      "MP-0 L51.257700,7.160900,90,101,1,117",
      "MP-0 L51.257700,7.160900,90,100,0,117",
      "MP-0 L51.257700,7.160900,90,100,1,119",
      "MP-0 L51.257700,7.160900,90,100,1",
    ]],
    ["MP-0 L52.042460,-3.944089,0,0,0,-1", [
      "MP-0 L0.000000,0.000000,0,0,0,-1",
    ], ["MP-0 L0.000000,0.000000,0,0,0,0", "MP-0 L0.000000,0.000000,0,0,1,-1"]],
    ["MP-0 L51.257700,7.160900,90,100,0,1", [], [
      "MP-0 L51.257700,7.160900,90,100,0,0",
    ]],
  ]);
});

Deno.test("W and g: stale counters and coordinates have tolerances", () => {
  check(msg, [
    ["MP-0 W0,0,0,0,0,0,0,0,-1", [], [
      "MP-0 W0,0,0,0,0,0,0,0,0",
      "MP-0 W0,0,0,0,0,0,0,1,-1",
      "MP-0 W0,0,0,0,0,0,0,0,-1,0",
    ]],
    ["MP-0 gGRP1,66,0,242,139,1,5,51.257700,7.160900", [
      "MP-0 gGRP1,66,0,242,139,1,4,51.257701,7.160899",
    ], [
      "MP-0 gGRP1,67,0,242,139,1,5,51.257700,7.160900",
      "MP-0 gGRP1,66,0,242,139,1,7,51.257700,7.160900",
      "MP-0 gGRP1,66,0,242,139,1,5,51.257800,7.160900",
      "MP-0 gGRP2,66,0,242,139,1,5,51.257700,7.160900",
    ]],
  ]);
});

Deno.test("history: only RT-GPS-Log has tolerances", () => {
  const log = "MP-0 HRT-GPS-Log";
  check(msg, [
    [`${log},27458,86400,51.257704,7.160899,139,242,0,1,60,20,0,0,0,0`, [
      `${log},27459,86400,51.257703,7.160900,139,242,0,1,61,20,0,0,0,0`,
    ], [
      `${log},27460,86400,51.257704,7.160899,139,242,0,1,60,20,0,0,0,0`,
      `${log},27458,86401,51.257704,7.160899,139,242,0,1,60,20,0,0,0,0`,
      `${log},27458,86400,51.257725,7.160899,139,242,0,1,60,20,0,0,0,0`,
      `${log},27458,86400,51.257704,7.160899,139,242,0,1,60,21,0,0,0,0`,
      `${log},27458,86400,51.257704,7.160899,139,242,0,1,60,20,0,0,0,1`,
      `${log},27458,86400,51.257704,7.160899,139,242,0,1,60,20,0,0,0,0,0`,
      `${log},27458,86400,51.257704,7.160899,139,242,0,1,60,20`,
    ]],
    [`${log},0,86400,52.042460,-3.944089,0,0,0,0,-1,0,0,0,0,0`, [
      `${log},0,86400,0.000000,0.000000,0,0,0,0,-1,0,0,0,0,0`,
    ], []],
    ["MP-0 HRT-PWR-BattCell,1,86400,1,1,1,4100", [], [
      "MP-0 HRT-PWR-BattCell,2,86400,1,1,1,4100",
      "MP-0 HRT-PWR-BattCell,1,86400,1,1,1,4101",
      "MP-0 HRT-PWR-BattCell,1,86400,1,1,1,4100,0",
    ]],
  ]);
});

Deno.test("c203 and c204: the three times may differ by one", () => {
  check(msg, [
    ["MP-0 c203,0,30,60,9,38,143", ["MP-0 c203,0,30,60,10,37,144"], [
      "MP-0 c203,0,31,60,9,38,143",
      "MP-0 c203,0,30,61,9,38,143",
      "MP-0 c203,0,30,60,11,38,143",
      "MP-0 c203,0,30,60,9,40,143",
      "MP-0 c203,0,30,60,9,38,145",
      "MP-0 c203,0,30,60,09,38,143",
      "MP-0 c203,0,30,60,9,38",
    ]],
    ["MP-0 c204,0,0,0,0,0,70", ["MP-0 c204,0,0,0,0,0,71"], [
      "MP-0 c204,0,0,0,0,0,72",
      "MP-0 c204,1,0,0,0,0,70",
    ]],
    ["MP-0 c206,0", [], ["MP-0 c206,1", "MP-0 c206,0,0"]],
  ]);
});

// ---- exact scenarios -------------------------------------------------------

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

// ---- values ----------------------------------------------------------------

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
    !agrees(expected, [
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

// ---- what a mismatch says --------------------------------------------------

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
