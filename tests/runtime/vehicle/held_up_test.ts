/**
 * Where the program was held up, by a slow disk or suspended with the machine, what a command sees right after
 * that is as old as it is, although the second that tells is still to come.
 */
import { deepEqual } from "node:assert/strict";
import { definePlugin } from "../../../runtime/mod.ts";
import { bench } from "../../../testing/mod.ts";

const HOUR = 3_600_000;

const car = definePlugin({
  id: "car",
  metrics: { speed: "v.p.speed", on: "v.e.on" },
  frames: {
    0x10: { signals: { speed: { at: "B0" } } },
    0x11: {
      bytes: 1,
      decode: ({ data: [on] }, put) => void (put.on = on === 1),
    },
  },
});
const looks = definePlugin({
  id: "looks",
  needs: ["clock"],
  reads: { speed: "v.p.speed", on: "v.e.on" },
  state: () => ({ seen: "" }),
  on: {
    on: (_, { state, metrics: { speed } }) => {
      state.seen = `${speed.age} ${speed.freshness}`;
    },
  },
  sms: {
    "SEEN": { usage: "SEEN", run: (_, { state }) => state.seen },
    "LOOK": {
      usage: "LOOK",
      run: (_, { metrics: { speed } }) => `${speed.age} ${speed.freshness}`,
    },
    "NAP": {
      usage: "NAP",
      run: async (_, { hal, metrics: { speed } }) => {
        await hal.clock.sleep(300);
        return `${speed.age} ${speed.freshness}`;
      },
    },
  },
});

for (const [where, isolated] of [["inside", false], ["apart", true]] as const) {
  Deno.test(`a command that comes first sees no value of before as a fresh one, ${where}`, async () => {
    await using test = await bench(looks, { with: [car], isolated });
    const { clock } = test.hal;
    test.frame(0x10, "00");
    await test.seconds(2);
    deepEqual(await test.sms("LOOK"), ["1 fresh"]);
    clock.halt(HOUR);
    deepEqual(await test.sms("LOOK"), ["3601 stale"]);
    test.frame(0x10, "00");
    deepEqual(await test.sms("LOOK"), ["3599 stale"], "it may have waited");
    await test.seconds(2);
    test.frame(0x10, "00");
    await test.seconds(1);
    deepEqual(await test.sms("LOOK"), ["0 fresh"]);
  });

  Deno.test(`nor does one that slept while the program was held up, ${where}`, async () => {
    await using test = await bench(looks, { with: [car], isolated });
    const { clock } = test.hal;
    test.frame(0x10, "00");
    await test.seconds(2);
    const nap = test.sms("NAP");
    clock.after(100, () => clock.halt(HOUR));
    deepEqual(await nap, ["3601 stale"]);
  });

  Deno.test(`nor does a watcher of what comes before the next second, ${where}`, async () => {
    await using test = await bench(looks, { with: [car], isolated });
    const { clock } = test.hal;
    test.frame(0x10, "00");
    test.frame(0x11, "00");
    await test.seconds(2);
    clock.halt(HOUR);
    test.frame(0x11, "01");
    deepEqual(await test.sms("SEEN"), ["3601 stale"]);
  });
}
