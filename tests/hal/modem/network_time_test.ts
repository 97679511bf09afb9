import assert from "node:assert/strict";
import {
  NoAnswerError,
  readCclk,
  readQlts,
  RefusedError,
  watchNetworkTime,
} from "../../../hal/modem/mod.ts";
import { SimClock, SimGsm } from "../../../hal/sim/mod.ts";

Deno.test("the modem's clock in its forms", () => {
  const table: [string, number | undefined][] = [
    ['+CCLK: "26/11/28,13:00:00+04"', Date.UTC(2026, 10, 28, 12)],
    ['+CCLK: "26/11/28,06:30:00-22"', Date.UTC(2026, 10, 28, 12)],
    ['+CCLK:"27/01/01,05:45:00+23"', Date.UTC(2027, 0, 1)],
    ["+CCLK: 26/11/28,12:00:00+00", Date.UTC(2026, 10, 28, 12)],
    ['+CCLK: "26/11/28,12:00:00"', undefined],
    ['+CCLK: "26/11/28,12:00:00+99"', undefined],
    ['+CCLK: "26/13/28,12:00:00+00"', undefined],
    ['+CCLK: "80/01/06,00:00:00+00"', Date.UTC(2080, 0, 6)],
    ["OK", undefined],
  ];
  for (const [line, expected] of table) {
    assert.equal(readCclk(line), expected, line);
  }
});

Deno.test("a registered modem is asked for the time until it told it twice, then each hour", async () => {
  const clock = new SimClock(), gsm = new SimGsm(), told: number[] = [];
  const asked: string[] = [];
  let lines: readonly string[] = [], fails = true;
  const command = (at: string) => {
    asked.push(at);
    return fails && at !== "AT+CCLK?"
      ? Promise.reject(new RefusedError("ERROR"))
      : Promise.resolve(lines);
  };
  gsm.state.registered = false;
  const stop = watchNetworkTime(
    { state: gsm.state, command },
    clock,
    (ms) => told.push(ms),
  );
  await clock.run(60_000);
  assert.deepEqual(asked, []);
  gsm.state.registered = true;
  await clock.run(40_000);
  assert.deepEqual(asked, [
    "AT+CTZU=1",
    "AT+CLTS=1",
    "AT+QLTS=1",
    "AT+CCLK?",
    "AT+CCLK?",
  ]);
  fails = false;
  lines = ['+CCLK: "26/11/28,13:00:00+04"'];
  await clock.run(10 * 60_000);
  assert.equal(told.length, 2);
  await clock.run(3_600_000);
  assert.equal(told.length, 3);
  stop();
  await clock.run(3_600_000);
  assert.equal(told.length, 3);
});

Deno.test("a modem of Quectel's is asked for UTC: its clock shows that as if it were the local time", async () => {
  const noon = Date.UTC(2026, 10, 28, 12);
  assert.equal(readQlts('+QLTS: "2026/11/28,12:00:00+04,0"'), noon);
  assert.equal(readQlts('+QLTS: ""'), undefined);
  assert.equal(readQlts('+QLTS: "2026/13/28,12:00:00+04,0"'), undefined);
  const clock = new SimClock(), gsm = new SimGsm(), told: number[] = [];
  let isSlow = true, utc = "";
  const command = (at: string) => {
    if (at === "AT+CCLK?") {
      return Promise.resolve(['+CCLK: "26/11/28,12:00:00+04"']);
    }
    return isSlow
      ? Promise.reject(new NoAnswerError("busy"))
      : Promise.resolve([`+QLTS: "${utc}"`]);
  };
  gsm.state.registered = true;
  const stop = watchNetworkTime(
    { state: gsm.state, command },
    clock,
    (ms) => told.push(ms),
  );
  await clock.run(60_000);
  isSlow = false;
  await clock.run(60_000);
  assert.deepEqual(told, [], "nor while no network has told it the time");
  utc = "2026/11/28,12:00:00+04,0";
  await clock.run(60_000);
  assert.deepEqual(told, [noon, noon]);
  stop();
});
