/** The payloads of the frame specification, section 6, as the decoder reads them. */
import assert from "node:assert/strict";
import can from "../../../plugins/twizy/can.ts";
import use from "../../../plugins/twizy/use.ts";
import { bench } from "../../../testing/mod.ts";

type Example = readonly [
  id: number,
  payload: string,
  decoded: Readonly<Record<string, unknown>>,
];

/** `undefined` is a value that the frame must leave unknown. */
const examples: readonly Example[] = [
  [0x155, "05 96 E7 54 6D 58 00 6F", {
    "v.b.soc": 69.98,
    "v.b.power": 3.728,
    "v.b.current": 58.25,
    "v.c.climit": 25,
  }],
  [0x155, "07 97 CA 54 52 30 00 6C", { "v.b.soc": 52.6, "v.b.power": 0.096 }],
  [0x155, "07 97 C7 54 97 98 00 73", { "v.b.soc": 97.02, "v.b.power": 0.144 }],
  [0x155, "07 98 50 54 99 60 00 73", {
    "v.b.soc": 98.16,
    "v.b.power": -2.048,
    "v.b.current": -32,
  }],
  [0x155, "01 97 E5 54 9A 28 00 73", { "v.b.soc": 98.66, "v.b.power": -0.336 }],
  [0x155, "00 97 D0 54 9C 40 00 73", { "v.b.soc": 100, "v.b.power": 0 }],
  [0x155, "07 97 D0 94 96 18 00 72", {
    "v.b.soc": undefined,
    "v.b.power": undefined,
  }],
  [0x155, "07 94 9B 54 67 20 00 70", { "v.b.soc": 66, "v.b.power": 13.136 }],
  [0x597, "00 95 21 41 29 00 01 35", {
    "xrt.c.status": 0x95,
    "v.c.voltage": 0,
    "v.c.temp": 13,
    "v.c.12v.current": 6.6,
  }],
  [0x597, "20 A4 03 B1 29 00 01 64", {
    "xrt.c.status": 0xa4,
    "v.c.voltage": 230,
    "v.c.current": 10,
    "v.c.temp": 60,
  }],
  [0x597, "00 E4 00 D1 29 00 01 31", { "xrt.c.status": 0xe4, "v.c.temp": 9 }],
  [0x597, "00 F0 1B A2 2F 00 01 32", { "xrt.c.status": 0xf0, "v.c.temp": 10 }],
  [0x597, "00 85 05 41 2F 00 01 50", { "xrt.c.status": 0x85, "v.c.temp": 40 }],
  [0x597, "20 E0 00 A1 2F 00 01 4E", {
    "xrt.c.status": 0xe0,
    "v.c.voltage": 230,
  }],
  [0x59e, "00 00 0C F2 29 31 00 00", { "v.i.temp": 9, "xrt.d.temp.motor": 9 }],
  [0x59e, "11 FD 0C A1 D5 28 00 00", { "v.i.temp": 0, "xrt.d.temp.motor": 0 }],
  [0x5d7, "00 00 04 7C 1C E0 00", { "v.p.odometer": 47026.7 }],
  [0x5d7, "00 00 02 F4 D8 A0 00", { "v.p.odometer": 31000.42 }],
  [0x597, "20 A4 FF B1 29 00 01 64", {
    "xrt.c.status": 0xa4,
    "v.c.12v.current": undefined,
    "v.b.12v.current": undefined,
  }],
  [0x69f, "F0 82 87 37", { "v.vin": "7378280" }],
  [0x69f, "FF FF FF FF", { "v.vin": undefined }],
  [0x554, "46 45 45 44 45 45 46 00", {
    "v.b.c.temp": [30, 29, 29, 28, 29, 29, 30],
  }],
  [0x556, "33 63 34 33 53 34 33 5A", {
    "v.b.c.voltage": [4.11, 4.1, 4.105, 4.1, 4.105],
  }],
  [0x55f, "00 8E 73 00 00 23 E2 3E", { "v.b.voltage": 57.4 }],
  [0x55f, "FF FF 73 00 00 23 D2 3E", { "v.b.voltage": 57.3 }],
  [0x081, "00 10 01 8E 48 00 00 00", {
    "xrt.i.emergencies": 1,
    "co.can1.nd1.emcy.code": 0x1000,
    "co.can1.nd1.emcy.type": 1,
    "xrt.i.fault": 0x488e,
  }],
  [0x081, "01 10 81 81 46 00 00 00", {
    "co.can1.nd1.emcy.code": 0x1001,
    "co.can1.nd1.emcy.type": 0x81,
    "xrt.i.fault": 0x4681,
  }],
  [0x081, "00 00 00 8E 48 00 00 08", {
    "xrt.i.emergencies": 0,
    "co.can1.nd1.emcy.code": 0,
    "co.can1.nd1.emcy.type": 0,
  }],
  [0x19f, "FF FF 7D 0F 38 FF 40 FE", { "v.m.rpm": 0 }],
  [0x196, "00 FF E7 7F 70 4C 0B 00", { "v.m.temp": 36 }],
  [0x424, "11 40 04 26 41 64 00 42", {
    "xrt.b.p.limit.recd": 2,
    "xrt.b.p.limit.drive": 19,
    "v.b.soh": 100,
  }],
  [0x424, "00 FF FF FF 7F 7F 00 7F", {
    "v.b.soh": undefined,
    "xrt.b.p.limit.recd": undefined,
    "xrt.b.p.limit.drive": undefined,
  }],
  [0x424, "11 40 04 FF 41 64 00 42", {
    "xrt.b.p.limit.recd": 2,
    "xrt.b.p.limit.drive": undefined,
    "v.b.soh": 100,
  }],
  [0x424, "11 40 FF 1D 41 00 00 42", {
    "xrt.b.p.limit.recd": undefined,
    "xrt.b.p.limit.drive": 14.5,
    "v.b.soh": undefined,
  }],
  [0x425, "2A 38 44 FF FE 70 01 36", { "xrt.b.energy.avail": 5.6 }],
  [0x425, "1D FF 4C FF FF FE 01 FF", { "xrt.b.energy.avail": undefined }],
  [0x59b, "80 0C 65 5E 44 72 00 90", { "v.e.gear": 1, "v.e.footbrake": 0 }],
  [0x59b, "20 00 64 00 40 38 00 90", { "v.e.gear": 0, "v.e.throttle": 0 }],
  [0x59b, "08 0C 65 5E 44 72 00 90", { "v.e.gear": -1 }],
  [0x59b, "00 00 64 00 40 38 00 90", { "v.e.gear": 0 }],
  [0x59b, "FF FF FF FF FF FF FF FF", { "v.e.gear": undefined }],
  [0x701, "7F", { "co.can1.nd1.state": "PreOperational" }],
];

for (const [id, payload, decoded] of examples) {
  Deno.test(`frame ${id.toString(16)} ${payload}`, async () => {
    await using car = await bench(can);
    car.frame(id, payload);
    for (const [name, value] of Object.entries(decoded)) {
      assert.deepEqual(car.metric(name), value, name);
    }
  });
}

Deno.test("a display that tells no VIN at first tells it later", async () => {
  await using car = await bench(can, { with: [use] });
  car.frame(0x69f, "FFFFFFFF");
  car.frame(0x69f, "F0828737");
  assert.equal(car.metric("v.vin"), "7378280");
});

Deno.test("range and speed of 599 count while neither charging nor switching", async () => {
  await using car = await bench(can);
  car.frame(0x599, "00 00 0D 80 FF 46 00 00");
  assert.equal(car.metric("xrt.b.range"), 50, "the bus was never heard");
  assert.equal(car.metric("v.p.speed"), 0);
  car.frame(0x597, "00 95 21 41 29 00 01 35");
  car.frame(0x599, "00 00 79 18 1E 2F FF FF");
  assert.equal(car.metric("xrt.b.range"), 47);
  assert.equal(car.metric("v.p.speed"), 0, "not available");
  car.frame(0x599, "00 00 79 18 FF 2F 1F B2");
  assert.equal(car.metric("v.p.speed"), 81.14);
  car.frame(0x599, "00 00 A4 DF FF FF 00 00");
  assert.equal(car.metric("xrt.b.range"), 47);
  car.frame(0x597, "20 A4 03 B1 29 00 01 64");
  car.frame(0x599, "00 00 79 18 1E 30 FF FF");
  assert.equal(car.metric("xrt.b.range"), 47, "frozen while charging");
});

Deno.test("a set of sensors is complete in any order, and frozen until it was used", async () => {
  await using car = await bench(can);
  const fast = "33 63 34 33 53 34 33 5A";
  car.frame(0x556, fast);
  assert.equal(car.metric("xrt.b.sensors"), "start");
  car.frame(0x55f, "00 8E 73 00 00 23 E2 3E");
  car.frame(0x554, "46 45 45 44 45 45 46 00");
  car.frame(0x556, fast);
  car.frame(0x557, "33 43 35 33 53 35 33 50");
  assert.equal(car.metric("xrt.b.sensors"), "collecting");
  car.frame(0x55e, "33 43 34 33 43 36 00 D5");
  assert.equal(car.metric("xrt.b.sensors"), "ready");
  car.frame(0x556, "FF 63 34 33 53 34 33 5A");
  car.frame(0x556, "30 03 00 30 03 00 30 0A");
  assert.deepEqual(car.metric("v.b.c.voltage"), [
    4.11,
    4.1,
    4.105,
    4.1,
    4.105,
    4.1,
    4.105,
    4.105,
    4.105,
    4.105,
    4.1,
    4.1,
    4.1,
    4.11,
  ]);
});

Deno.test("the third fast frame drops a set that is not complete", async () => {
  await using car = await bench(can);
  car.frame(0x554, "46 45 45 44 45 45 46 00");
  for (let i = 0; i < 3; i++) car.frame(0x556, "33 63 34 33 53 34 33 5A");
  assert.equal(car.metric("xrt.b.sensors"), "start");
});

Deno.test("the SOC window follows the lowest and highest SOC", async () => {
  await using car = await bench(use, { with: [can] });
  car.frame(0x597, "00 95 21 41 29 00 01 35");
  car.frame(0x599, "00 00 79 18 1E 2F FF FF");
  for (const soc of ["7D00", "7530", "8000"]) {
    car.frame(0x155, `07 97 D0 54 ${soc} 00 73`);
  }
  assert.equal(car.metric("xrt.b.u.soc.min"), 75);
  assert.equal(car.metric("xrt.b.u.soc.max"), 81.92);
  assert.equal(car.metric("xrt.b.u.soc.min.range"), 47);
});

Deno.test("frames that are too short change nothing and are counted", async () => {
  await using car = await bench(can);
  const { ignored } = car.runtime.host;
  for (const [id, payload] of examples) car.frame(id, payload.slice(0, 0));
  assert.equal(car.metric("v.b.soc"), undefined);
  assert.equal(car.runtime.host.ignored - ignored, examples.length);
});
