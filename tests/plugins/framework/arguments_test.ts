import { deepEqual, equal } from "node:assert/strict";
import { bench } from "ovms-edge/testing";
import framework from "../../../plugins/framework/mod.ts";

const long = "x".repeat(32);
const tooLong = (parameter: number) =>
  `The value of parameter ${parameter} is too long: at most 31 characters`;

/** Texts with wrong arguments, and what is answered to them. */
const wrong: Readonly<Record<string, readonly string[]>> = {
  "Usage: PASS <password of 4 to 22 characters>": [
    "PASS",
    "PASS abc",
    `PASS ${"p".repeat(23)}`,
  ],
  "Usage: PARAMS <units> [notifications] [server] ...": ["PARAMS"],
  [tooLong(2)]: [`PARAMS ${long}`],
  [tooLong(3)]: [`PARAMS M ${long}`],
  "Parameter 24 (feature 8) cannot be that: expected a number from 0 to 255": [
    `PARAMS M IP ${"- ".repeat(20)}many`,
    `PARAMS M IP ${"- ".repeat(20)}256`,
    `PARAMS M IP ${"- ".repeat(20)}-1`,
  ],
  "Parameter 2 (units) cannot be that: expected K or M": [
    "PARAMS furlong",
    "MODULE CAR X",
    "MODULE TWIZY42 X IP",
  ],
  "Parameter 3 (notifications) cannot be that: expected SMS, IP, SMSIP or - for none":
    ["PARAMS K ZZZ", "MODULE CAR K MAIL"],
  "Usage: AP <password> <phone> [new password] [units] ...": ["AP OVMS"],
  "Parameter 0 (registered phone) cannot be that: expected a phone number": [
    "AP OVMS -",
  ],
  "Parameter 1 (module password) cannot be that: expected 4 to 22 characters without blanks":
    ["AP OVMS +49123 -", "AP OVMS +49123 abc"],
  [tooLong(0)]: [`AP OVMS ${long}`],
  "Usage: MODULE <vehicle id> [K|M] [SMS|IP|SMSIP|-] [type]": ["MODULE"],
  [tooLong(8)]: [`MODULE ${long} M`],
  "Usage: VEHICLE <type>": ["VEHICLE"],
  [tooLong(14)]: [`VEHICLE ${long}`, `MODULE CAR M IP ${long}`],
  "Usage: GPRS <APN> [user] [password]": ["GPRS"],
  [tooLong(5)]: [`GPRS ${long}`],
  [tooLong(7)]: [`GPRS a b ${long}`],
  [tooLong(13)]: [`GSMLOCK ${long}`],
  "Usage: SERVER <host> [password] [P|-]": ["SERVER"],
  [tooLong(4)]: [`SERVER ${long}`],
  [tooLong(9)]: [`SERVER h ${long}`],
  "Usage: FEATURE <0-15> <0-255>": [
    "FEATURE",
    "FEATURE 9",
    "FEATURE 16 1",
    "FEATURE 256 5",
    "FEATURE -1 1",
    "FEATURE nine 1",
    "FEATURE 9 abc",
    "FEATURE 9 60%",
    "FEATURE 9 256",
    "FEATURE 9 -1",
    "FEATURE 9 1.5",
    "FEATURE 9 99999999999999999999",
  ],
  "Usage: HOMELINK <0-3>": ["HOMELINK", "HOMELINK x", "HOMELINK 4"],
  "Usage: LOCK <pin>": ["LOCK"],
  "Usage: UNLOCK <pin>": ["UNLOCK"],
  "Usage: VALET <pin>": ["VALET"],
  "Usage: UNVALET <pin>": ["UNVALET"],
  "Usage: CHARGEMODE <STANDARD|STORAGE|RANGE|PERFORMANCE> [A]": [
    "CHARGEMODE",
    "CHARGEMODE FOO",
    "CHARGEMODE RANGE x",
    "CHARGEMODE RANGE 256",
  ],
};

/** Server commands with wrong arguments. */
const wrongCodes: Readonly<Record<string, readonly string[]>> = {
  "Invalid syntax": [
    "2",
    "2,",
    "2,9",
    "2,9,",
    "2,9,abc",
    "2,nine,1",
    "4",
    "4,2",
    "4,x,y",
    "40",
    "40,+49123",
    "40,+49123,",
    "40,nobody,hello",
    "41",
    "49",
    "7",
    "7,",
  ],
  "Parameter out of range": [
    "2,16,1",
    "2,-1,1",
    "2,9,256",
    "2,9,-1",
    "4,24,x",
    "4,-1,x",
    "4,31,1",
    "4,0,",
    "4,1,",
    `4,8,${long}`,
  ],
};

Deno.test("wrong arguments change nothing and are told", async () => {
  await using car = await bench(framework);
  const { store } = car.hal;
  const settings = () => [...store.entries("params")];
  const before = settings();
  for (const [answer, texts] of Object.entries(wrong)) {
    for (const text of texts) deepEqual(await car.sms(text), [answer], text);
  }
  for (const [answer, texts] of Object.entries(wrongCodes)) {
    for (const text of texts) {
      const code = text.split(",")[0];
      deepEqual(await car.msg(text), [`c${code},1,${answer}`], text);
    }
  }
  deepEqual(settings(), before);
  deepEqual(store.journalled(), []);
  equal(car.runtime.host.find("framework")?.faults, 0);
});

Deno.test("a full disk is told, and is no fault of the plugin", async () => {
  await using car = await bench(framework);
  car.hal.store.put = () => {
    throw new Error("The disk is full");
  };
  for (let i = 0; i < 6; i++) {
    deepEqual(await car.sms(`SERVER host${i}`), [
      "Nothing was changed: The disk is full",
    ]);
  }
  equal(car.runtime.params.get(4), "server.test");
  equal(car.runtime.host.find("framework")?.faults, 0);
});
