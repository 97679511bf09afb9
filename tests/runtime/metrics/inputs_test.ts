import assert from "node:assert/strict";
import { dBm, Inputs } from "../../../runtime/metrics/inputs.ts";
import { MetricStore } from "../../../runtime/metrics/metrics.ts";

function inputs() {
  const metrics = new MetricStore();
  const at = (...names: readonly string[]) =>
    names.map((name) => metrics.look(name).value);
  return { metrics, at, inputs: new Inputs(metrics) };
}

const report = {
  fix: true,
  latitude: 51.2,
  longitude: 7.1,
  altitude: 139,
  direction: 270,
  speed: 33,
  satellites: 8,
  hdop: 1.1,
};
const names = [
  "v.p.latitude",
  "v.p.longitude",
  "v.p.altitude",
  "v.p.direction",
  "v.p.gpsspeed",
  "v.p.satcount",
  "v.p.gpshdop",
];

Deno.test("a report with a fix becomes the position", () => {
  const { inputs: to, at } = inputs();
  to.position(report);
  assert.deepEqual(at("v.p.gpslock", ...names), [
    true,
    51.2,
    7.1,
    139,
    270,
    33,
    8,
    1.1,
  ]);
});

Deno.test("the quality of a position is that of its satellites and HDOP, as OVMS v3 tells it", () => {
  const { inputs: to, at } = inputs();
  const quality = (satellites: number, hdop: number, fix = true) => {
    to.position({ fix, satellites, hdop });
    return at("v.p.gpssq")[0];
  };
  to.position({ fix: true, satellites: 8 });
  assert.deepEqual(at("v.p.gpssq"), [undefined]);
  assert.deepEqual([
    quality(4, 1),
    quality(4, 0.6),
    quality(9, 1),
    quality(12, 0),
    quality(10, 1.8),
    quality(0, 1),
    quality(9, 1, false),
  ], [30, 50, 80, 100, 50, 0, 0]);
});

Deno.test("without a fix the last position stays and grows old", () => {
  const { inputs: to, at, metrics } = inputs();
  to.position(report);
  metrics.sweep(1);
  to.position({ ...report, fix: false, latitude: 0 });
  metrics.sweep(2);
  assert.deepEqual(at("v.p.gpslock", "v.p.latitude"), [false, 51.2]);
  assert.deepEqual(
    [metrics.look("v.p.gpslock").age, metrics.look("v.p.latitude").age],
    [0, 1],
  );
});

Deno.test("fields that a report leaves out keep their value", () => {
  const { inputs: to, at } = inputs();
  to.position(report);
  to.position({ fix: true, latitude: 52, longitude: 8 });
  assert.deepEqual(at("v.p.latitude", "v.p.altitude"), [52, 139]);
});

Deno.test("network and program are metrics, the signal in dBm", () => {
  const { inputs: to, at } = inputs();
  to.network({
    signal: 20,
    operator: "TEST",
    mode: "LTE,Online",
    registered: true,
    server: false,
    apps: 2,
  });
  to.program(7, "1.0", "RT");
  assert.deepEqual(
    at(
      "m.net.sq",
      "m.net.provider",
      "m.net.connected",
      "s.v2.connected",
      "s.v2.peers",
      "m.monotonic",
      "m.version",
      "v.type",
      "m.net.mdm.mode",
    ),
    [-73, "TEST", true, false, 2, 7, "1.0", "RT", "LTE,Online"],
  );
  assert.deepEqual([dBm(0), dBm(31)], [-113, -51]);
});
