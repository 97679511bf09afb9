import { deepEqual, equal, match, ok } from "node:assert/strict";
import { Twizy } from "./twizy.ts";

/** A car that is on, with 80 km of a full battery. */
async function at(soc: number): Promise<Twizy> {
  const car = await Twizy.parked({ soc: soc + 0.1 });
  car.do("key on");
  await car.seconds(3);
  // The SOC falls while the range is known.
  car.do(`soc ${soc + 0.007}`);
  await car.seconds(1);
  await car.sms("RANGE 80");
  return car;
}

/** The same, parked for the charge; what was told so far is forgotten. */
async function parkedAt(soc: number): Promise<Twizy> {
  const car = await at(soc);
  car.do("key off");
  await car.seconds(20);
  car.told();
  car.pushed();
  return car;
}

Deno.test("Charge alerts: CA 30, CA 60%, CA 30 60%, CA?, CA", async () => {
  await using car = await at(20);
  const full = "\n Full charge: 182 min.";
  equal(await car.sms("CA?"), `Charge Alert: OFF${full}`);
  equal(
    await car.sms("CA 30"),
    `Charge Alert: 30 km\n Time: 34 min.${full}`,
  );
  equal(await car.sms("CA 60%"), `Charge Alert: 60%\n Time: 77 min.${full}`);
  const both = `Charge Alert: 60% or 30 km\n Time: 34 min.${full}`;
  equal(await car.sms("CA 30 60%"), both);
  equal(await car.sms("CA?"), both);
  equal(await car.sms("FEATURES?"), "Features:\r\n 10:60\r\n 11:30\r\n 12:80");
  equal(await car.sms("CA"), `Charge Alert: OFF${full}`);
  equal(await car.sms("FEATURES?"), "Features:\r\n 12:80");
});

Deno.test("Charge alerts: times are those of the nearest threshold", async () => {
  await using car = await at(20);
  match(await car.sms("CA 60 40%"), /\n Time: 39 min\.\n/);
  match(await car.sms("CA 60 80%"), /\n Time: 106 min\.\n/);
  match(await car.sms("CA 10 40%"), /\n Time: 39 min\.\n/, "10 km are reached");
  match(await car.sms("CA 10"), /\n Time: 0 min\.\n/);
});

/** A threshold of each kind, the SOC shortly before the nearer one, and what is reached there. */
const FIRST = [
  ["CA 30 60%", 37.4, "Range: \\d+ - 30 km", "37\\.[5-9]\\d"],
  ["CA 60 30%", 29.9, "Range: \\d+ - 24 km", "30\\.\\d\\d"],
] as const;

for (const [command, soc, range, percent] of FIRST) {
  Deno.test(`Charge alerts: ${command} alerts on the first one reached`, async () => {
    await using car = await parkedAt(20);
    await car.sms(command);
    car.do("plug");
    await car.seconds(60);
    car.do(`soc ${soc}`);
    await car.seconds(5);
    deepEqual(car.told(), []);
    await car.seconds(40);
    const text = new RegExp(
      `^Charging, Topping off\n CHG: \\d+ Wh\n Full: \\d+ min\\.\n ${range}\n SOC: ${percent}% `,
    );
    const [byIp = "", ...others] = car.pushedTexts();
    match(byIp.replaceAll("\r", "\n"), text);
    const [bySms = "", ...more] = car.told();
    match(bySms, text);
    deepEqual([...others, ...more], []);
  });
}

Deno.test("Charge alerts: the estimated time comes true", async () => {
  await using car = await parkedAt(20);
  const [, minutes] = /Time: (\d+) min/.exec(await car.sms("CA 22")) ?? [];
  car.do("plug");
  let seconds = 0;
  await car.until(() => seconds++ > 0 && car.told().length > 0, 3600);
  ok(Math.abs(seconds / 60 - Number(minutes)) <= 1, `${seconds} s`);
});

Deno.test("Charge alerts: without an ideal range they follow the car's own estimation", async () => {
  await using car = await parkedAt(20);
  await car.sms("RANGE");
  const [, km] = /Range: (\d+) /.exec(await car.sms("STAT?")) ?? [];
  const wanted = Number(km) + 1;
  match(await car.sms(`CA ${wanted}`), /\n Time: \d+ min\.\n/);
  car.do("plug");
  await car.until(() => car.bench.hal.gsm.sent.length > 0, 3600);
  const [text = ""] = car.told();
  match(text, new RegExp(`\n Range: ${wanted} - ${wanted} km\n`));
});

Deno.test("Twizy MSG/IP Commands: 204 with 55,80", async () => {
  await using car = await at(90);
  deepEqual(await car.msg("204,55,80"), ["c204,0,55,80,0,0,48"]);
  deepEqual(await car.msg("203"), ["c203,0,55,80,0,0,48"]);
  equal(await car.sms("FEATURES?"), "Features:\r\n 10:80\r\n 11:55\r\n 12:80");
});

Deno.test("Twizy MSG/IP Commands: 203 and 204 tell the times to both thresholds", async () => {
  await using car = await at(20);
  deepEqual(await car.msg("204,30,60"), ["c204,0,30,60,34,77,182"]);
  deepEqual(await car.msg("204"), ["c204,0,0,0,0,0,182"]);
});
