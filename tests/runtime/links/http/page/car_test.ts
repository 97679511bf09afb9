import assert from "node:assert/strict";
import {
  chargeText,
  doing,
  doingText,
  fullAt,
} from "../../../../../runtime/links/http/page/car.js";
import { Live } from "../../../../../runtime/links/http/page/live.js";
import { REPEAT } from "../../../../../runtime/links/http/values/stream.ts";

type Values = Readonly<Record<string, number | boolean | string>>;

/** A page that heard these values now. */
function heard(values: Values, age = 0): Live {
  const live = new Live(() => 0);
  live.take("snapshot", {
    seconds: 100,
    time: null,
    notification: 0,
    metrics: Object.entries(values).map(([name, value]) => ({
      name,
      unit: "",
      value,
      freshness: "fresh" as const,
      age,
    })),
  });
  return live;
}

const SOC = { "v.b.soc": 70 };
const cases: readonly (readonly [Values, number, string])[] = [
  [{}, 0, "No data from the vehicle yet"],
  [SOC, 60, "Asleep"],
  // A SOC that stays the same, right before its age is told again
  [{ ...SOC, "v.e.on": true, "v.p.speed": 50 }, REPEAT + 5, "Driving 50 km/h"],
  [SOC, 0, "Parked"],
  [{ ...SOC, "v.d.cp": true }, 0, "Parked, plugged in"],
  [{ ...SOC, "v.e.on": true }, 0, "On, standing"],
  [{ ...SOC, "v.e.on": true, "v.p.speed": 37.4 }, 0, "Driving 37 km/h"],
  [{ ...SOC, "v.c.state": "charging" }, 0, "Charging"],
  [{ ...SOC, "v.c.state": "topoff" }, 0, "Topping off"],
  // With a tank alone
  [{ "v.p.speed": 0, "v.e.on": true }, 1, "On, standing"],
  [{ "v.p.speed": 64, "v.e.on": true }, 1, "Driving 64 km/h"],
  [{ "v.p.odometer": 23456 }, 600, "Asleep"],
];

for (const [values, age, text] of cases) {
  const told = Object.keys(values).join(", ") || "nothing";
  Deno.test(`the car's state in words: ${text}, by ${told}`, () => {
    assert.equal(doingText(heard(values, age)), text);
  });
}

Deno.test("without a connection nobody knows what the car does", () => {
  const live = heard({ ...SOC, "v.e.on": true, "v.p.speed": 50 });
  live.interrupted();
  assert.equal(doing(live), "lost");
  assert.match(doingText(live), /last known values/);
});

Deno.test("what a charge still takes, as far as it is known and fresh", () => {
  const charging = { ...SOC, "v.c.state": "charging" };
  assert.equal(chargeText(heard(SOC)), "");
  assert.equal(chargeText(heard(charging)), "");
  assert.equal(
    chargeText(heard({
      ...charging,
      "v.c.duration.full": 95,
      "v.c.duration.soc": 30,
      "v.c.limit.soc": 80,
      "v.c.duration.range": -1,
    })),
    "1 h 35 min to full · 30 min to 80 %",
  );
});

Deno.test("when a charge will be done is told only where both times are known", () => {
  const charging = {
    ...SOC,
    "v.c.state": "charging",
    "v.c.duration.full": 90,
  };
  const live = heard(charging);
  assert.equal(fullAt(live), undefined);
  const noon = Date.UTC(2026, 10, 29, 12);
  live.take("metrics", {
    seconds: 101,
    time: noon,
    notification: 0,
    metrics: [],
  });
  assert.equal(fullAt(live), noon + 90 * 60_000);
  assert.equal(fullAt(heard(SOC)), undefined);
});
