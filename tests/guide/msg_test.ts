import { deepEqual, equal } from "node:assert/strict";
import { Twizy } from "./twizy.ts";

Deno.test("Twizy MSG/IP Commands: a code that nobody has is unimplemented", async () => {
  await using car = await Twizy.parked();
  deepEqual(await car.msg("299"), ["c299,3"]);
});

Deno.test("Twizy MSG/IP Commands: wrong parameters fail and change nothing", async () => {
  await using car = await Twizy.parked();
  await car.sms("RANGE 80");
  deepEqual(await car.msg("202,far"), ["c202,1,Invalid syntax"]);
  deepEqual(await car.msg("204,55,soon"), ["c204,1,Invalid syntax"]);
  equal(await car.sms("FEATURES?"), "Features:\r\n 12:80");
});

Deno.test("Perl client: 41 asks for the balance of the SIM card", async () => {
  await using car = await Twizy.parked();
  car.bench.hal.gsm.ussdAnswers.set("*100#", "Balance: 7 EUR");
  deepEqual(await car.msg("41,*100#"), ["c41,0,Balance: 7 EUR"]);
});

Deno.test("Overview of Twizy SMS commands: HELP names them", async () => {
  await using car = await Twizy.parked();
  const help = await car.sms("HELP");
  const [, verbs = ""] = /Twizy Commands: (.*)$/.exec(help) ?? [];
  // What the guide does not know stands behind
  deepEqual(verbs.replace(/ CFG\b.*$/, "").split(" "), [
    "DEBUG",
    "STAT",
    "RANGE",
    "CA",
    "HELP",
    "BATT",
    "POWER",
  ]);
});
