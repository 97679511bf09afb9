import { deepEqual } from "node:assert/strict";
import {
  courseOf,
  efficiencyOf,
  energyOf,
  wayOf,
} from "../../../plugins/trips/page/course.js";

const point = (seconds: number, more: object = {}) => ({
  at: seconds * 1000,
  latitude: 51,
  longitude: 7,
  altitude: null,
  speed: 30,
  power: null,
  soc: null,
  used: null,
  recovered: null,
  temperature: null,
  ...more,
});

Deno.test("a gap is a gap: in the chart, and on the map after a lost fix and after silence", () => {
  const points = [
    point(0),
    point(10),
    point(20, { latitude: null, longitude: null }),
    point(30),
    point(40),
    point(600),
  ];
  deepEqual(wayOf(points).known, [false, true, false, true, false]);
  deepEqual(courseOf(points.slice(4), ({ speed }) => speed), [
    [40, 320, 600],
    [30, null, 30],
  ]);
});

Deno.test("energy is summed up over counters that begin anew; before anybody told it there is none", () => {
  const told = (used: number | null, recovered: number | null = null) =>
    point(0, { used, recovered });
  deepEqual(
    energyOf([
      told(null),
      told(5, 1),
      told(5.1, 1.02),
      told(0.05, 0),
      told(0.1, 0),
      told(null),
    ]).map((wh) => wh === null ? null : Math.round(wh)),
    [null, 0, 80, 130, 180, null],
  );
});

Deno.test("what the car took over the way is told by stretches, and not where nobody measured", () => {
  // 36 km/h: 100 m each ten seconds, 12 Wh of which 2 come back
  const driven = (n: number, more: object = {}) =>
    point(n * 10, {
      latitude: null,
      speed: 36,
      used: n * 0.012,
      recovered: n * 0.002,
      ...more,
    });
  const points = Array.from({ length: 31 }, (_, n) => driven(n));
  const [at, values] = efficiencyOf(points);
  deepEqual(at.map((km) => km.toFixed(2)), [
    "0.25",
    "0.75",
    "1.25",
    "1.75",
    "2.25",
    "2.75",
  ]);
  deepEqual(values.map((value) => value?.toFixed(1)), Array(6).fill("100.0"));
  // For a while neither speed nor energy were told: the stretch around it is none
  const silent = points.map((one, n) =>
    n < 12 || n > 13 ? one : driven(n, { speed: null, used: null })
  );
  const [, some] = efficiencyOf(silent);
  deepEqual(some.map((value) => value?.toFixed(1) ?? null), [
    "100.0",
    "100.0",
    null,
    "100.0",
    "100.0",
    "100.0",
  ]);
  deepEqual(efficiencyOf([]), [[], []]);
  deepEqual(efficiencyOf([driven(0)]), [[], []]);
});

Deno.test("the way is that of the places, and of a car that stands none", () => {
  const at = (n: number, latitude: number, speed: number) =>
    point(n * 10, { latitude, speed, used: n * 0.01, recovered: 0 });
  // A kilometre north by places, though the speed of these moments says less
  const [way] = efficiencyOf([at(0, 51, 10), at(1, 51 + 1 / 111.32, 10)]);
  deepEqual(way.map((km) => km.toFixed(2)), ["0.50"]);
  const [none] = efficiencyOf([at(0, 51, 0), at(1, 51 + 1 / 111.32, 0)]);
  deepEqual(none, []);
});
