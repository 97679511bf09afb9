import { deepEqual, equal } from "node:assert/strict";
import { type Bench, bench } from "ovms-edge/testing";
import { ebike } from "./mod.ts";

const begin = () => bench(ebike);

/** A second on the road: 250 W (of 10 kW offset), 18 km/h, the odometer in 10 m. */
async function ride(car: Bench, odometer: number): Promise<void> {
  const way = odometer.toString(16).padStart(8, "0");
  car.frame(0x11, "0100");
  car.frame(0x12, `280a48${way}`);
  await car.seconds(1);
}

Deno.test("a vehicle is its plugins together", async () => {
  await using car = await begin();
  equal(car.runtime.vehicle?.name, "Electric bicycle");
  deepEqual(await car.sms("STAT?"), ["No data from the vehicle yet"]);
  car.frame(0x10, "503C");
  deepEqual(await car.sms("CADENCE"), ["60 rpm"]);
  await car.seconds(7);
  deepEqual(await car.sms("CADENCE"), ["Not pedalled"]);
  deepEqual(await car.sms("STAT?"), [
    "Range: 64 - 64 km\n SOC: 80.00%",
  ]);
});

Deno.test("its own charger: times by what it delivers, alerts when it is enough and when it ends", async () => {
  await using car = await begin();
  const told = () => car.hal.gsm.sent.splice(0).map(({ text }) => text);
  car.frame(0x10, "3C00"); // 60 %
  await car.sms("CA 62%");
  told();
  car.frame(0x11, "06C8"); // 200 W
  await car.seconds(2);
  deepEqual(await car.sms("CA?"), [
    "Charge Alert: 62%\n Time: 3 min.\n Full charge: 60 min.",
  ]);
  told();
  car.frame(0x10, "3E00");
  await car.seconds(5);
  deepEqual(told(), [
    "Charging, Topping off\n Full: 57 min.\n Range: 50 - 50 km\n SOC: 62.00%",
  ]);
  car.frame(0x11, "0200");
  await car.seconds(5);
  equal(told()[0]?.split("\n")[0], "Charging Stopped");
});

Deno.test("its own power, distance and records", async () => {
  await using car = await begin();
  for (let second = 0; second <= 40; second++) {
    await ride(car, 12_000 + Math.floor(second / 2));
  }
  deepEqual(await car.sms("POWER T"), [
    "Power -3 +0 Wh 0.2 km\n Const 100% -3 +0 Wh\n Accel 0% -0 +0 Wh\n" +
    " Decel 0% -0 +0 Wh\n Up 0m -0 +0 Wh\n Down 0m -0 +0 Wh",
  ]);
  await car.seconds(20);
  const types = car.server.map((line) => /HEB-[A-Za-z-]*/.exec(line)?.[0]);
  deepEqual(
    [...new Set(types)].filter((type) => type !== undefined).sort(),
    ["HEB-GPS-Log", "HEB-PWR-Stats", "HEB-PWR-UsageStats"],
  );
  equal(car.metric("xeb.p.stats.cst.dist"), 0.2);
});

Deno.test("its own battery of four cells", async () => {
  await using car = await begin();
  car.frame(0x13, "A0A0A0781414");
  await car.seconds(1);
  deepEqual(await car.sms("BATT"), [
    "Volts: !SD:85mV !C1:+50mV !C2:+50mV !C3:+50mV !C4:-150mV Temps: SD:1C OK ",
  ]);
});
