/**
 * A Leaf at its real load in real time: its own frames on both buses, filled up with those that nobody
 * reads to 2,500 a second, and all of its polls. Nothing may get lost; the share of one core is
 * printed, with and without the polls.
 *
 * `deno run tests/soak/leaf_soak.ts [seconds=60] [rate=2500]`
 */
import process from "node:process";
import { worldOf } from "../../app/car/simulated_car.ts";
import { SystemClock } from "../../hal/clock.ts";
import { simHal } from "../../hal/sim/mod.ts";
import { common, vehicles } from "../../plugins/mod.ts";
import { simulateLeaf } from "../../plugins/leaf/sim/mod.ts";
import { Runtime } from "../../runtime/runtime.ts";
import { argument } from "./arguments.ts";

/** Share of one core that the program ought to take at most, and what polls may add, %. */
const WANTED = 8, POLLS = 1;
/** Frames come in batches, as from a driver that coalesces its wake-ups, ms. */
const BATCH = 10;
/** The feature without which nothing is asked. */
const WRITE = 15;
/** One that nothing reads. */
const UNREAD = 0x1cb;

const seconds = argument("seconds", 60), rate = argument("rate", 2500);

/** A recorded stretch of the car, so that only the program is measured. */
type Moment = readonly (readonly [number, Uint8Array, number])[];

function stretch(length: number): readonly Moment[] {
  const moments: (readonly [number, Uint8Array, number])[][] = [];
  let now: (readonly [number, Uint8Array, number])[] = [];
  const car = simulateLeaf({
    emit: (id, data, bus = 1) => void now.push([id, data.slice(), bus]),
    after: () => () => {},
  });
  car.steering?.drive?.run(["80"]);
  for (let n = 0; n < length * 1000 / BATCH; n++) {
    now = [];
    car.step(BATCH);
    while (now.length < rate * BATCH / 1000) {
      now.push([UNREAD, new Uint8Array(8), 1 + n % 2]);
    }
    moments.push(now);
  }
  return moments;
}

/** Lives for the seconds; the share of a core, %, and the frames that were lost. */
async function live(moments: readonly Moment[], asks: boolean) {
  const clock = new SystemClock(), hal = simHal(clock);
  hal.store.put("params", { 14: "NL" });
  const runtime = new Runtime({
    hal,
    common,
    vehicles,
    log: (level, event) => console.error(level, event),
    fresh: false,
  });
  // Its control units answer; its own frames are those of the stretch.
  const car = simulateLeaf({
    ...worldOf(hal),
    emit: (id, data, bus) => {
      if (id >= 0x790) hal.bus.inject(id, data, false, bus);
    },
  });
  for (const bus of [1, 2]) {
    hal.bus.attach({
      receive: (id, data) => car.receive?.(id, data, bus),
    }, bus);
  }
  if (asks) runtime.features.set(WRITE, "1", "soak");
  runtime.start();
  car.steering?.key?.run(["on"]);
  const before = process.cpuUsage(), begin = clock.monotonic();
  let sent = 0, at = 0;
  await new Promise<void>((resolve) => {
    const stop = clock.every(BATCH, () => {
      const due = Math.min(
        seconds * 1000 / BATCH,
        Math.floor((clock.monotonic() - begin) / BATCH),
      );
      for (; at < due; at++) {
        for (const [id, data, bus] of moments[at % moments.length] ?? []) {
          hal.bus.inject(id, data, false, bus);
          sent++;
        }
      }
      if (at < seconds * 1000 / BATCH) return;
      stop();
      resolve();
    });
  });
  const took = clock.monotonic() - begin;
  const { user, system } = process.cpuUsage(before);
  // Those of the control units come on top.
  const received = [1, 2].reduce(
    (sum, bus) => sum + hal.bus.bus(bus).counters.received,
    0,
  );
  runtime.stop();
  hal.store.close();
  return { percent: (user + system) / took / 10, sent, received };
}

const moments = stretch(10);
const silent = await live(moments, false), asking = await live(moments, true);
console.log(
  `Leaf: ${asking.sent} frames in ${seconds} s, ${
    asking.received - asking.sent
  } of answers, CPU ${
    asking.percent.toFixed(1)
  } % of one core (wanted: ${WANTED}), polls add ${
    (asking.percent - silent.percent).toFixed(1)
  } % (wanted: ${POLLS})`,
);
if (asking.received <= asking.sent || silent.received !== silent.sent) {
  console.error("expected no frame lost, and answers");
  Deno.exit(1);
}
