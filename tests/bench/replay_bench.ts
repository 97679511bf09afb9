/**
 * One hour of driving from a recording, as `--replay FILE --speed max` does it: lines, frames, metrics,
 * and the regular work of all plugins in every second. Prints frames a second: 3.3 to 3.4 million in the
 * best rounds, of which reading the lines is half of the time.
 */
import { Pace } from "../../app/recordings/pace.ts";
import { replay } from "../../app/recordings/replay.ts";
import { Stopping } from "../../app/stopping.ts";
import { Frame } from "../../hal/can_frame.ts";
import { SystemClock } from "../../hal/clock.ts";
import { formatCandump } from "../../hal/replay/mod.ts";
import { SimClock, simHal } from "../../hal/sim/mod.ts";
import { common, vehicles } from "../../plugins/mod.ts";
import { SimTwizy } from "../../plugins/twizy/sim/mod.ts";
import { Runtime } from "../../runtime/runtime.ts";

const HOUR = 3_600_000, CHUNK = 64 * 1024;
const BEGIN = Date.UTC(2026, 5, 1, 8);

/** What the simulated car sends in an hour of city traffic, as candump writes it. */
function recording(): Uint8Array<ArrayBuffer> {
  const car = new SimTwizy({ soc: 100 });
  car.command("key on");
  car.command("drive city");
  const lines: string[] = [];
  for (let ms = 0; ms < HOUR; ms += 1000) {
    car.step(1000, (id, data, at) => {
      lines.push(formatCandump(BEGIN + ms + at, new Frame(id, data)));
    });
  }
  return new TextEncoder().encode(lines.join("\n") + "\n");
}

/** As a file is read. */
function streamOf(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) controller.close();
      else controller.enqueue(bytes.slice(at, at += CHUNK));
    },
  });
}

const file = recording();
const real = new SystemClock();

Deno.bench("replay of one hour", { n: 3, warmup: 1 }, async (b) => {
  const clock = new SimClock(0, false), hal = simHal(clock);
  hal.store.put("params", { 14: "RT" });
  const runtime = new Runtime({ hal, common, vehicles, log: () => {} });
  runtime.start();
  const target = {
    bus: hal.bus,
    clock,
    pace: new Pace("max", clock),
    stopping: new Stopping(),
  };
  b.start();
  const start = real.monotonic();
  const { frames, bad } = await replay(streamOf(file), target);
  const seconds = (real.monotonic() - start) / 1000;
  b.end();
  const { value } = runtime.host.metrics.look("v.b.soc");
  runtime.stop();
  hal.store.close();
  if (bad > 0 || typeof value !== "number" || value > 99) {
    throw new Error(`the replay went wrong: ${bad} bad lines, SOC ${value}`);
  }
  console.log(
    `${frames} frames in ${seconds.toFixed(2)} s: ${
      Math.round(frames / seconds)
    } frames a second`,
  );
});
