import { deepEqual, equal } from "node:assert/strict";
import {
  ChargeUnderWay,
  TripUnderWay,
} from "../../../plugins/trips/under_way.ts";

const both = {
  vehicle: "RT",
  seconds: 60,
  paused: 0,
  wall: null,
  socBefore: 80.5,
  soc: 79,
  maxPower: null,
};

Deno.test("a trip that was stored goes on as it was: what nobody knew stays unknown, and zero is known", () => {
  const open = {
    ...both,
    moving: 0,
    counted: null,
    odometer: 1.5,
    usedWh: null,
    regainedWh: 0,
    maxSpeed: 45,
    maxRegained: null,
    from: { latitude: 51, longitude: 7 },
    to: null,
    fixed: null,
  };
  deepEqual(TripUnderWay.of(open).open, open);
});

Deno.test("a charge of which a part had no price has no cost for good; a new one has one of zero", () => {
  const open = {
    ...both,
    chargedWh: 100,
    gridWh: null,
    cost: { battery: null, grid: 0 },
    tempMin: null,
    tempMax: 21,
    at: null,
  };
  deepEqual(ChargeUnderWay.of(open).open, open);
  deepEqual(new ChargeUnderWay().open.cost, { battery: 0, grid: 0 });
  equal(new ChargeUnderWay().open.tempMin, null);
});
