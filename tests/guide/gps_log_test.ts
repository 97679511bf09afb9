import { deepEqual, equal, ok } from "node:assert/strict";
import type { Bench } from "ovms-edge/testing";
import { gateway, Twizy } from "./twizy.ts";

/** Records of the track as the guide prints them: with the time of their arrival. */
function tracks({ server }: Bench): readonly string[] {
  return server.filter((line) => line.startsWith("MP-0 HRT-GPS-Log,"))
    .map((line) => line.slice("MP-0 HRT-GPS-Log,".length).split(","))
    .map(([odometer, , ...data]) =>
      ["RT-GPS-Log", "2013-01-01 19:03:40", odometer, ...data].join(",")
    );
}

Deno.test("GPS track logging: the record RT-GPS-Log", async () => {
  await using car = await gateway();
  car.frame(0x5d7, "0000006be54000");
  await car.seconds(59);
  car.frame(0x597, "009521412900013c");
  car.frame(0x599, "00000d80ff3c12c0");
  car.hal.gps.report({
    fix: true,
    latitude: 51.257704,
    longitude: 7.160899,
    altitude: 139,
    direction: 242,
  });
  await car.seconds(1);
  const guide =
    "RT-GPS-Log,2013-01-01 19:03:40,27461,51.257704,7.160899,139,242,48,1,119,20";
  // Then power, energy used and regained, and distance, which the firmware added.
  const firmware = `${guide},0,0,0,0`;
  // Then what today's apps read as well: power and current, status, limits, levels.
  deepEqual(tracks(car), [
    `${firmware},0,0,0010,0,0,1.000,1.000,0.00,0.00`,
  ]);
  car.set("ovms.records", "guide");
  await car.seconds(60);
  deepEqual(tracks(car).at(-1)?.split(",").length, firmware.split(",").length);
});

/** Feature 8 and how many records two minutes of driving make. */
const STREAMING = [["0", 2], ["1", 24]] as const;

for (const [value, count] of STREAMING) {
  Deno.test(`GPS track logging: ${count} records in two minutes with FEATURE 8 ${value}`, async () => {
    await using car = await Twizy.parked();
    equal(await car.sms(`FEATURE 8 ${value}`), "Feature has been set.");
    await car.seconds(30);
    car.do("key on", "speed 48");
    await car.seconds(30);
    const before = tracks(car.bench).length;
    await car.seconds(120);
    const records = tracks(car.bench).slice(before);
    equal(records.length, count);
    for (const record of records) {
      const [, , odometer, , , altitude, , speed, ...rest] = record.split(",");
      ok(Number(odometer) > 27461 && Number(odometer) < 27490, `${odometer}`);
      deepEqual([altitude, speed], ["139", "48"]);
      deepEqual(rest.slice(0, 3), ["1", "119", "20"]);
    }
  });
}

Deno.test("GPS track logging: the counter runs from 120 to 0 without a fix, and stays there", async () => {
  await using car = await gateway();
  car.hal.gps.report({
    fix: true,
    latitude: 51.2,
    longitude: 7.1,
    altitude: 9,
  });
  await car.seconds(240);
  deepEqual(
    tracks(car).map((record) => record.split(",").slice(8, 10).join()),
    ["1,60", "1,0"],
  );
});

Deno.test("Antenna optimization: fix and GSM signal are those of the moment", async () => {
  await using car = await Twizy.parked();
  await car.seconds(60);
  car.do("gps off");
  car.bench.hal.gsm.state = { ...car.bench.hal.gsm.state, signal: 3 };
  await car.seconds(60);
  deepEqual(
    tracks(car.bench).map((record) => record.split(",").slice(8, 11).join()),
    ["1,119,20", "0,0,3"],
  );
});
