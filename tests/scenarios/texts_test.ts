import assert from "node:assert/strict";
import { agrees, check, msg, sms } from "./cases.ts";
import type { Event } from "./scenario.ts";

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
    "MP-0 F2.3.6/RT/V2,0280375,10,0,RT,TEST,1",
  ], [
    "MP-0 F2.3.6/RT3.0.0/V2,0280375,10,0,RT,TEST",
    "MP-0 F2.3.6/RT/V2,0280376,10,0,RT,TEST",
    "MP-0 F2.3.6/RT/V2,0280375,11,0,RT,TEST",
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
