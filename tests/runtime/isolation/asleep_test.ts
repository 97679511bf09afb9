/**
 * The clock of a guest's process stands still while the machine sleeps, that of the program does not: the
 * guest is told the time before anything else that comes after that.
 */
import { deepEqual } from "node:assert/strict";
import { definePlugin } from "../../../runtime/mod.ts";
import { bench } from "../../../testing/mod.ts";

const HOUR = 3_600_000;

Deno.test("what a guest did before the machine slept is as long ago for it as for the program", async () => {
  const slept: number[] = [], frames: number[] = [];
  const guest = definePlugin({
    id: "guest",
    needs: ["clock"],
    frames: {
      0x10: {
        bytes: 1,
        decode: (_, _put, { hal }) => void frames.push(hal.clock.monotonic()),
      },
    },
    sms: {
      "NAP": {
        usage: "NAP",
        run: async (_, { hal: { clock } }) => {
          const before = clock.monotonic(), { ms } = clock.wall();
          await clock.sleep(500);
          slept.push(clock.monotonic() - before, clock.wall().ms - ms);
          return "Slept";
        },
      },
    },
  });
  await using car = await bench(guest, { isolated: true });
  const { clock } = car.hal, nap = car.sms("NAP");
  clock.after(100, () => clock.halt(HOUR));
  deepEqual(await nap, ["Slept"]);
  deepEqual(slept.map((ms) => ms >= HOUR), [true, true]);
  await car.seconds(3);
  clock.halt(HOUR);
  const woke = clock.monotonic();
  car.frame(0x10, "00");
  clock.advance(10);
  await car.settle();
  deepEqual(frames.map((at) => at >= woke), [true]);
});
