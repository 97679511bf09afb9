import assert from "node:assert/strict";
import { type Bench, bench } from "ovms-edge/testing";
import { definePlugin } from "ovms-edge";
import { gps } from "../../../plugins/gps/mod.ts";

/** Values of the power statistics, as a driven car has them. */
const usage = definePlugin({
  id: "usage",
  metrics: {
    used: "v.b.energy.used",
    recovered: "v.b.energy.recd",
    trip: "v.p.trip",
  },
  start: ({ metrics: m }) => {
    m.used.set(6_720_369 / 22.5e6);
    m.recovered.set(369_707 / 22.5e6);
    m.trip.set(2.1338);
  },
});

/** A car that tells odometer, speed and power. */
const source = definePlugin({
  id: "source",
  metrics: {
    odometer: "v.p.odometer",
    speed: "v.p.speed",
    power: "v.b.power",
  },
  frames: {
    0x100: { signals: { odometer: { at: "B0:B3", per: 100 } } },
    0x101: { signals: { speed: { at: "B0:B1", per: 100 } } },
    0x102: { signals: { power: { at: "B0:B1", per: 1000 } } },
  },
});

/** The plugin beside a car. */
function begin(params: Record<number, string> = {}): Promise<Bench> {
  return bench(gps({ prefix: "RT" }), { with: [source], params });
}

/** Records that went to the server. */
const sent = ({ server }: Bench) =>
  server.filter((line) => line.startsWith("MP-0 HRT-GPS-Log,")).map((line) =>
    line.slice("MP-0 HRT-GPS-Log,".length)
  );

const guideFix = {
  fix: true,
  latitude: 51.257704,
  longitude: 7.160899,
  altitude: 139.4,
  direction: 242.35,
};
/** 4419.4 km; 48.00 km/h; 6400 W drawn. */
const ODOMETER = "0006be54", SPEED = "12c0", POWER = "1900";

Deno.test("the record has the shares of power and recuperation that the car has", async () => {
  const ref = (name: string) => ({ name: `x.${name}`, unit: "" } as const);
  const drive = {
    powerMin: "v.b.power",
    powerMax: "v.b.power",
    currentMin: "v.b.current",
    currentMax: "v.b.current",
    driveLimit: "v.b.power",
    chargeLimit: "v.b.power",
    status: "v.b.power",
    drive: "v.b.power",
  } as const;
  const levels = { drive: ref("drive"), recuperation: ref("recuperation") };
  const shares = definePlugin({
    id: "shares",
    metrics: levels,
    start: ({ metrics: m }) => {
      m.drive.set(0.966);
      m.recuperation.set(0.444);
    },
  });
  for (
    const [refs, told] of [
      [{ ...drive, levels }, ["0.966", "0.444"]],
      [drive, ["1.000", "1.000"]],
    ] as const
  ) {
    await using car = await bench(gps({ prefix: "RT", drive: refs }), {
      with: [source, shares],
    });
    await car.seconds(60);
    assert.deepEqual(sent(car).at(-1)?.split(",").slice(-4, -2), told);
  }
});

Deno.test("the guide's record, then what RT3.0 added", async () => {
  await using car = await bench(gps({ prefix: "RT" }), {
    with: [source, usage],
  });
  car.frame(0x100, ODOMETER);
  car.frame(0x102, POWER);
  await car.seconds(59);
  car.frame(0x101, SPEED);
  car.hal.gps.report(guideFix);
  await car.seconds(1);
  assert.deepEqual(sent(car), [
    "27461,86400,51.257704,7.160899,139,242,48,1,119,20,6400,299,16,2134",
  ]);
});

Deno.test("miles: the speed is converted and rounded once", async () => {
  await using car = await begin({ 2: "M" });
  await car.seconds(55);
  car.frame(0x101, SPEED);
  await car.seconds(5);
  assert.equal(sent(car)[0]?.split(",")[6], "30");
});

Deno.test("before the first fix there is no position", async () => {
  await using car = await begin();
  await car.seconds(60);
  assert.deepEqual(sent(car), [
    "0,86400,0.000000,0.000000,0,0,0,0,-1,20,0,0,0,0",
  ]);
});

Deno.test("the stale counter runs down; a lost fix ends it and keeps the position", async () => {
  await using car = await begin();
  car.hal.gps.report(guideFix);
  await car.seconds(120);
  const fields = (n: number) => sent(car)[n]?.split(",").slice(2, 9).join();
  assert.equal(fields(0), "51.257704,7.160899,139,242,0,1,60");
  assert.equal(fields(1), "51.257704,7.160899,139,242,0,1,0");
  car.hal.gps.report({ fix: false });
  await car.seconds(60);
  assert.equal(fields(2), "51.257704,7.160899,139,242,0,0,0");
});

Deno.test("one record a minute, and none while nothing changes", async () => {
  await using car = await begin();
  await car.seconds(300);
  assert.equal(sent(car).length, 1);
  car.hal.gsm.state = { ...car.hal.gsm.state, signal: 7 };
  await car.seconds(60);
  assert.equal(sent(car)[1]?.split(",")[9], "7");
});

/** Feature 8, and records in 30 s of driving. */
const streaming = [[0, 0], [1, 5], [2, 5], [3, 5], [4, 0]] as const;

for (const [feature, count] of streaming) {
  Deno.test(`feature 8 = ${feature}: ${count} records within 29 s of driving`, async () => {
    await using car = await begin();
    car.feature(8, feature);
    car.hal.gps.report(guideFix);
    for (let second = 0; second < 29; second++) {
      car.frame(0x101, SPEED);
      await car.seconds(1);
    }
    assert.equal(sent(car).length, count);
  });
}

Deno.test("streaming waits for speed, and the minute has its record once", async () => {
  await using car = await begin();
  car.feature(8, 1);
  car.hal.gps.report(guideFix);
  await car.seconds(50);
  assert.equal(sent(car).length, 0);
  car.frame(0x101, SPEED);
  await car.seconds(10);
  assert.deepEqual(sent(car).map((record) => record.split(",")[8]), [
    "65",
    "60",
  ]);
});

Deno.test("a speed that nothing tells any more is no speed of now: zero, and no stream", async () => {
  await using car = await begin();
  car.feature(8, 1);
  car.frame(0x101, SPEED);
  car.hal.gps.report(guideFix);
  await car.seconds(60);
  const speeds = sent(car).map((record) => record.split(",")[6]);
  assert.deepEqual(speeds, ["48", "48", "0"]);
});

Deno.test("directions south and west are negative", async () => {
  await using car = await begin();
  car.hal.gps.report({
    fix: true,
    latitude: -33.8688,
    longitude: -70.25,
    altitude: -3.7,
    direction: 359.9,
  });
  await car.seconds(60);
  assert.equal(
    sent(car)[0]?.split(",").slice(2, 6).join(),
    "-33.868800,-70.250000,-3,359",
  );
});
