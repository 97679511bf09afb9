import { deepEqual } from "node:assert/strict";
import {
  courseOf,
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
