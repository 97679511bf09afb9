import { deepEqual, equal } from "node:assert/strict";
import { definePlugin } from "ovms-edge";
import { bench } from "ovms-edge/testing";
import { simHal } from "../../../hal/sim/mod.ts";
import { driversOf, driverText } from "../../../runtime/metrics/drivers.ts";

Deno.test("each driver is a line with name, state and counters", () => {
  const sim = simHal();
  const gsm = Object.assign(sim.gsm, {
    problem: "open /dev/ttyUSB2: no such device",
    counters: { received: 2, reopened: 3 },
  });
  deepEqual(driversOf({ ...sim, gsm, gps: undefined }).map(driverText), [
    "CAN: simulated, not open, 0 received, 0 sent, 0 errors, 0 overruns, 0 reopened",
    "GSM: simulated, open /dev/ttyUSB2: no such device, 2 received, 3 reopened",
  ]);
  const gps = Object.assign(sim.gps, { counters: { sentences: 7 } });
  equal(
    driversOf({ ...sim, gps }).map(driverText).at(-1),
    "GPS: simulated, up, 7 sentences",
  );
});

Deno.test("each bus is a line, and has metrics of its own", async () => {
  await using b = await bench(definePlugin({ id: "nothing" }));
  b.hal.bus.inject(0x155, new Uint8Array(8), false, 2);
  await b.seconds(10);
  deepEqual(
    b.runtime.health.drivers().filter((line) => line.startsWith("CAN")),
    [
      "CAN: simulated, up, 0 received, 0 sent, 0 errors, 0 overruns, 0 reopened",
      "CAN2: simulated, up, 1 received, 0 sent, 0 errors, 0 overruns, 0 reopened",
    ],
  );
  equal(b.metric("x.can2.received"), 1);
});

Deno.test("what drivers count is published as metrics, and follows within ten seconds", async () => {
  const listener = definePlugin({
    id: "listener",
    frames: { 0x155: { bytes: 8, decode: () => {} } },
  });
  await using b = await bench(listener);
  equal(b.metric("x.can.received"), 0);
  for (let n = 0; n < 3; n++) b.frame(0x155, "0000000000000000");
  await b.seconds(10);
  equal(b.metric("x.can.received"), 3);
  equal(b.metric("x.can.reopened"), 0);
  equal(b.metric("x.can.state"), "up");
});
