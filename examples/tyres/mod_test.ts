import { deepEqual, equal } from "node:assert/strict";
import { bench } from "ovms-edge/testing";
import tyres from "./mod.ts";

Deno.test("frames become metrics", async () => {
  await using car = await bench(tyres);
  car.frame(0x120, "1388403C");
  deepEqual(
    ["x.tyres.speed", "v.e.headlights", "v.e.temp"].map(car.metric),
    [50, true, 20],
  );
  car.frame(0x121, "646566670000");
  deepEqual(car.metric("v.t.pressure"), [200, 202, 204, 206]);
});

Deno.test("frames that are too short or not valid change nothing", async () => {
  await using car = await bench(tyres);
  car.frame(0x120, "138840");
  car.frame(0x121, "646566670F");
  car.frame(0x120, "000000FF");
  deepEqual(
    ["v.t.pressure", "v.e.temp"].map(car.metric),
    [undefined, undefined],
  );
  equal(car.runtime.host.ignored, 1);
});
