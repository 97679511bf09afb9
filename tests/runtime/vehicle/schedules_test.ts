import { deepEqual, equal, rejects } from "node:assert/strict";
import {
  definePlugin,
  hours,
  minutes,
  seconds,
  v,
} from "../../../runtime/mod.ts";
import { pluginFrom } from "../../../runtime/contract/shape.ts";
import { Timetable } from "../../../runtime/vehicle/schedules.ts";
import { bench } from "../../../testing/mod.ts";

/** Local time of the machine, ms since 1970. */
const local = (hour: number, minute: number, second = 0, day = 5) =>
  new Date(2026, 4, day, hour, minute, second).getTime();

function scheduled() {
  return definePlugin({
    id: "guest",
    settings: { time: { schema: v.string(), default: "", summary: "When" } },
    state: () => ({ morning: 0, own: 0, often: 0 }),
    schedules: {
      morning: { at: "07:30", run: ({ state }) => void state.morning++ },
      own: {
        at: ({ settings }) => settings.time || undefined,
        run: ({ state }) => void state.own++,
      },
      often: { every: minutes(5), run: ({ state }) => void state.often++ },
    },
    sms: {
      "COUNTS": {
        usage: "COUNTS",
        run: (_, { state: { morning, own, often } }) =>
          `${morning} ${own} ${often}`,
      },
    },
  });
}

for (const isolated of [false, true]) {
  const how = isolated ? "apart" : "inside";

  Deno.test(`times of the day come once a day, ${how}`, async () => {
    await using car = await bench(scheduled(), { isolated });
    const { clock } = car.hal, counts = () => car.sms("COUNTS");
    car.set("guest.time", "7:31");
    clock.setWall(local(7, 29, 30), true);
    await car.seconds(20);
    deepEqual(await counts(), ["0 0 0"]);
    await car.seconds(20);
    deepEqual(await counts(), ["1 0 0"]);
    await car.seconds(60);
    deepEqual(await counts(), ["1 1 0"]);
    // Put back, as after summer: not twice a day; the next day again
    clock.setWall(local(7, 29, 50), true);
    await car.seconds(20);
    deepEqual(await counts(), ["1 1 0"]);
    clock.setWall(local(7, 29, 50, 6), true);
    await car.seconds(20);
    deepEqual(await counts(), ["2 1 0"]);
  });

  Deno.test(`a time that nobody knows, or that was jumped over, is none, ${how}`, async () => {
    await using car = await bench(scheduled(), { isolated });
    const { clock } = car.hal;
    clock.setWall(local(7, 29, 55), false);
    await car.seconds(20);
    clock.setWall(local(7, 20), true);
    await car.seconds(5);
    clock.setWall(local(9, 0), true);
    await car.seconds(60);
    deepEqual(await car.sms("COUNTS"), ["0 0 0"]);
  });

  Deno.test(`intervals count from the start, ${how}`, async () => {
    await using car = await bench(scheduled(), { isolated });
    await car.seconds(299);
    deepEqual(await car.sms("COUNTS"), ["0 0 0"]);
    await car.seconds(302);
    deepEqual(await car.sms("COUNTS"), ["0 0 2"]);
  });
}

Deno.test("what a schedule throws, at once or later, is the plugin's fault", async () => {
  await using car = await bench(definePlugin({
    id: "guest",
    schedules: {
      now: {
        every: seconds(2),
        run: () => {
          throw new Error("now");
        },
      },
      later: {
        every: hours(0.001),
        run: () => Promise.reject(new Error("later")),
      },
    },
  }));
  await car.seconds(4);
  equal(car.log.filter((line) => /schedules\.now/.test(line)).length, 2);
  equal(car.log.filter((line) => /schedules\.later/.test(line)).length, 1);
});

Deno.test("a clock without a minute of the day has the one after", () => {
  const times = new Timetable(), trusted = true;
  equal(times.isTime("24:00", { ms: local(23, 59, 59), trusted }), false);
  equal(times.isTime("24:00", { ms: local(0, 0, 0, 6), trusted }), false);
  equal(times.isTime("00:00", { ms: local(23, 59, 59, 6), trusted }), false);
  equal(times.isTime("00:00", { ms: local(0, 0, 0, 7), trusted }), true);
});

Deno.test("a schedule from outside has to have a form", async () => {
  const run = () => {};
  for (
    const [schedule, why] of [
      [{ at: "25:00", run }, /no time of the day/],
      [{ at: "7", run }, /no time of the day/],
      [{ every: 0, run }, /Invalid value/],
      [{ run }, /at/],
      [{ at: "07:00" }, /run: is missing/],
    ] as const
  ) {
    await rejects(
      (async () =>
        await pluginFrom({ id: "a", schedules: { x: schedule } }, "a"))(),
      why,
    );
  }
});
