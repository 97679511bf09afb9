import { deepEqual, equal, match, ok } from "node:assert/strict";
import { VERSION } from "../../runtime/version.ts";
import { gateway, Twizy } from "./twizy.ts";

/** Text of a status, as SMS and as the server gets it. */
const sms = (lines: readonly string[]) => lines.join("\n ");
const push = (lines: readonly string[]) => lines.join("\r ");
/** The display has 30 km left at 50 %, and 59 km at 97.38 %. */
const CONSUMPTION = 107;

Deno.test("Configuration: VERSION", async () => {
  await using car = await Twizy.parked();
  const text = await car.sms("VERSION");
  match(text, /^OVMS Firmware version: \d+\.\d+\.\d+\/RT\d+(\.\d+)+\/V2$/);
  ok(text.includes(VERSION));
});

Deno.test("Configuration: STAT?", async () => {
  await using car = await Twizy.parked({
    soc: 50.005,
    odometer: 4437,
    consumption: CONSUMPTION,
  });
  car.do("key on");
  await car.seconds(3);
  await car.sms("RANGE 80");
  car.do("key off");
  await car.seconds(20);
  // Charged while the module was not there to see it.
  car.do("soc 97.385", "key on");
  await car.seconds(4);
  const lines = [
    "Not charging",
    "Full charge: 18 min.",
    "Range: 59 - 78 km",
    "SOC: 97.38% (50.00%..97.38%)",
    "ODO: 4437 km",
  ];
  equal(await car.sms("STAT?"), sms(lines));
  equal(await car.sms("stat"), sms(lines));
  deepEqual(await car.msg("6"), [`PA${push(lines)}`, "c6,0"]);
});

Deno.test("Configuration: GPS?", async () => {
  await using fresh = await gateway();
  deepEqual(await fresh.sms("GPS?"), ["No GPS position yet"]);
  await using car = await Twizy.parked();
  equal(
    await car.sms("GPS?"),
    "Car location:\r\nhttps://maps.google.com/maps?q=51.257704,7.160899",
  );
});

Deno.test("Configuration: before the first frame STAT? says so", async () => {
  await using car = await Twizy.parked();
  equal(await car.sms("STAT?"), "No data from the vehicle yet");
});

Deno.test("Car installation: 12 V below 11.5 V is told", async () => {
  await using car = await Twizy.parked();
  car.do("12v 12.6");
  await car.seconds(120);
  deepEqual(car.told(), []);
  car.do("12v 11.2");
  await car.seconds(600);
  const [text = "", ...more] = car.told();
  match(text, /^ALERT!!! 12V BATTERY CRITICAL \(11\.[1-4]V/);
  deepEqual(more, []);
});

/** A car that comes home at 50 % with 30 km left, and its owner's 80 km of a full battery. */
async function home(): Promise<Twizy> {
  const car = await Twizy.parked({
    soc: 50.1,
    odometer: 4437,
    consumption: CONSUMPTION,
  });
  car.do("key on");
  await car.seconds(3);
  // The SOC falls while the range is known.
  car.do("soc 50.005");
  await car.sms("RANGE 80");
  car.do("key off");
  await car.seconds(20);
  car.told();
  car.pushed();
  return car;
}

/** One SMS and one text to the server, each as it was when it went out. */
function onceOnEachChannel(car: Twizy, text: RegExp): void {
  const bySms = car.told(), byIp = car.pushedTexts();
  deepEqual([bySms.length, byIp.length], [1, 1]);
  match(bySms[0] ?? "", text);
  match((byIp[0] ?? "").replaceAll("\r", "\n"), text);
}

const charged = (car: Twizy) => `CHG: ${Math.round(car.car.truth.charged)} Wh`;

Deno.test("Extended Status: Charging, interrupted, and started again", async () => {
  await using car = await home();
  car.do("plug");
  await car.until(() => car.car.truth.soc >= 69.98, 3600);
  deepEqual(car.told(), [], "a charge that begins normally is not told");
  const rest = ["Range: 42 - 56 km", "SOC: 69.98% (50.00%..69.98%)"];
  equal(
    await car.sms("STAT?"),
    sms(["Charging", charged(car), "Full: 86 min.", ...rest, "ODO: 4437 km"]),
  );
  car.do("unplug");
  await car.seconds(5);
  const stopped = [
    "Charging Stopped",
    charged(car),
    "Full: 86 min.",
    ...rest,
    "ODO: 4437 km",
  ];
  deepEqual(car.told(), [sms(stopped)]);
  deepEqual(car.pushedTexts(), [push(stopped)]);
  equal(await car.sms("STAT?"), sms(stopped));
  await car.seconds(60);
  car.do("plug");
  await car.seconds(10);
  const again =
    /^Charging\n CHG: \d Wh\n Full: 86 min\.\n Range: 42 - 56 km\n SOC: (\d\d\.\d\d)% \(50\.00%\.\.\1%\)\n ODO: 4437 km$/;
  onceOnEachChannel(car, again);
});

Deno.test("Extended Status: Charging, Topping off, and Charging Done", async () => {
  await using car = await home();
  car.do("plug");
  await car.seconds(60);
  car.do("soc 93.99");
  await car.seconds(5);
  match(
    await car.sms("STAT?"),
    /^Charging, Topping off\n CHG: \d+ Wh\n Full: 40 min\.\n Range: 56 - 75 km\n SOC: 94\.0\d% \(50\.00%\.\.94\.0\d%\)\n ODO: 4437 km$/,
  );
  deepEqual(car.told(), [], "topping off by itself is not told");
  car.do("soc 99.9");
  await car.until(() => !car.car.awake, 300);
  const done = [
    "Charging Done",
    charged(car),
    "Range: 60 - 80 km",
    "SOC: 100.00% (50.00%..100.00%)",
    "ODO: 4437 km",
  ];
  deepEqual(car.told(), [sms(done)]);
  deepEqual(car.pushedTexts(), [push(done)]);
  await car.seconds(3600);
  deepEqual(car.told(), [], "once");
  car.do("key on");
  await car.seconds(4);
  match(await car.sms("STAT?"), /^Not charging\n /);
});

Deno.test("Extended Status: Charging, Topping off above a charge alert", async () => {
  await using car = await home();
  equal(
    await car.sms("CA 40%"),
    "Charge Alert: 40%\n Time: 0 min.\n Full charge: 125 min.",
  );
  car.do("plug");
  await car.seconds(10);
  match(await car.sms("STAT?"), /^Charging, Topping off\n /);
  deepEqual(car.told(), [], "the threshold was not crossed by this charge");
});

Deno.test("Extended Status: minimum SOC alert (FEATURE 9)", async () => {
  await using car = await home();
  equal(await car.sms("FEATURE 9 20"), "Feature has been set.");
  car.do("soc 20.2", "key on", "speed 50");
  await car.seconds(50);
  deepEqual(car.told(), []);
  await car.until(() => car.car.truth.soc < 19.4, 600);
  await car.seconds(60);
  onceOnEachChannel(
    car,
    /^Not charging\n Full charge: 18\d min\.\n Range: 1\d - 1\d km\n SOC: (1[89]\.\d\d)% \(\1%\.\.50\.10%\)\n ODO: 44[34]\d km$/,
  );
});

/** Minutes that decisions on the guide's rule give; 0 % is no SOC that the car sends. */
const TIMES = [
  [0.01, 220],
  [50, 125],
  [69.98, 86],
  [86.12, 56],
  [90, 48],
  [94, 40],
  [97.37, 18],
  [97.38, 18],
  [99.99, 1],
] as const;

for (const [soc, minutes] of TIMES) {
  Deno.test(`Charge time estimation: ${minutes} min. at ${soc} %`, async () => {
    await using car = await gateway();
    const raw = Math.round(soc * 400).toString(16).padStart(4, "0");
    car.frame(0x155, `0797d054${raw}0073`);
    await car.seconds(1);
    const [text = ""] = await car.sms("STAT?");
    equal(text.split("\n ")[1], `Full charge: ${minutes} min.`);
  });
}

Deno.test("Charge time estimation: the charge is done when it said, or up to 30 minutes before", async () => {
  await using car = await Twizy.parked({ soc: 93 });
  car.do("plug");
  await car.seconds(5);
  const [, minutes] = /Full: (\d+) min/.exec(await car.sms("STAT?")) ?? [];
  let seconds = 0;
  await car.until(() => seconds++ > 0 && car.told().length > 0, 3600);
  ok(seconds / 60 <= Number(minutes) + 1, `${seconds} s, said ${minutes} min.`);
  ok(seconds / 60 > Number(minutes) - 30);
});
