/**
 * A full bus in real time on the whole vehicle: 4,500 frames a second, all plugins of the Twizy at
 * work. Nothing may get lost, and the share of one core is printed.
 *
 * `deno run tests/soak/bus_soak.ts [seconds] [frames a second]`
 */
import process from "node:process";
import { SystemClock } from "../../hal/clock.ts";
import { simHal } from "../../hal/sim/mod.ts";
import { common, vehicles } from "../../plugins/mod.ts";
import { Runtime } from "../../runtime/runtime.ts";
import { frameSeconds } from "../bench/frame_mix.ts";

/** Share of one core that the program ought to take at most, %; on a busy machine it takes more. */
const WANTED = 15;
/** Frames come in batches, as from a driver that coalesces its wake-ups, ms. */
const BATCH = 10;

const [seconds = "60", rate = "4500"] = Deno.args;
const clock = new SystemClock(), hal = simHal(clock);
hal.store.put("params", { 14: "RT" });
const runtime = new Runtime({
  hal,
  common,
  vehicles,
  log: (level, event) => console.error(level, event),
  fresh: false,
});
runtime.start();

const frames = frameSeconds(10).flat();
const total = Number(seconds) * Number(rate);
const before = process.cpuUsage(), begin = clock.monotonic();
let sent = 0;

await new Promise<void>((resolve) => {
  const stop = clock.every(BATCH, () => {
    const due = Math.min(
      total,
      Math.floor((clock.monotonic() - begin) * Number(rate) / 1000),
    );
    for (; sent < due; sent++) {
      const frame = frames[sent % frames.length];
      if (frame) hal.bus.inject(frame.id, frame.data);
    }
    if (sent < total) return;
    stop();
    resolve();
  });
});

const took = clock.monotonic() - begin;
const { user, system } = process.cpuUsage(before);
const percent = (user + system) / took / 10;
const { received } = hal.bus.counters, { ignored } = runtime.host;
runtime.stop();
hal.store.close();
console.log(
  `bus: ${received} of ${total} frames in ${(took / 1000).toFixed(1)} s, ` +
    `${total - received} lost, ${ignored} ignored, CPU ${
      percent.toFixed(1)
    } % of one core (wanted: ${WANTED})`,
);
if (received !== total || ignored > 0) {
  console.error("expected no frame lost or ignored");
  Deno.exit(1);
}
