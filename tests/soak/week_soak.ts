/**
 * A simulated week: each day the car drives for an hour, charges for four and stands, all frames at
 * their real rates while its bus lives; a server is connected and the owner asks now and then.
 *
 *     deno run --allow-read --v8-flags=--expose-gc tests/soak/week_soak.ts [days=7] [drive=60] [charge=240]
 *
 * Minutes are those of a day. Prints the heap after collection at the end of each day, and ends with 1
 * if that of the last day is more than 2 MB above that of the first, or if anything was complained of.
 * @module
 */
import { SimulatedCar, worldOf } from "../../app/car/simulated_car.ts";
import { SimClock, simHal } from "../../hal/sim/mod.ts";
import { common, vehicles } from "../../plugins/mod.ts";
import { SimTwizy, simulateTwizy } from "../../plugins/twizy/sim/mod.ts";
import { PARAM } from "../../runtime/settings/params.ts";
import { Runtime } from "../../runtime/runtime.ts";
import { argument } from "./arguments.ts";
import { heap } from "./heap.ts";

const OWNER = "+491701234567";
const STEP = 100, MINUTE = 60_000, DAY = 24 * 60;
/** Minutes between two questions of the owner. */
const ASKED = 60;
/** MB. */
const ALLOWED = 2;

const days = argument("days", 7);
const drive = argument("drive", 60), charge = argument("charge", 240);
const clock = new SimClock(), hal = simHal(clock), car = new SimTwizy();
const counts = { messages: 0, answers: 0, complaints: 0 };

hal.store.put("params", {
  [PARAM.phone]: OWNER,
  [PARAM.notifications]: "SMSIP",
  [PARAM.server]: "server.test",
  [PARAM.vehicleType]: "RT",
});
const runtime = new Runtime({
  hal,
  common,
  vehicles,
  log: (level, event, details) => {
    if (level !== "error" && level !== "warning") return;
    counts.complaints++;
    console.log(level, event, details);
  },
});
runtime.attachServer({
  connected: true,
  confirms: false,
  send: (lines) => {
    counts.messages += lines.length;
    return true;
  },
});
runtime.start();
runtime.session.loggedIn();
const stop = new SimulatedCar(hal, simulateTwizy(worldOf(hal), car)).start(
  STEP,
);

/** Lets minutes pass, in which the owner asks. */
async function minutes(count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    await clock.run(MINUTE);
    if (n % ASKED !== 0) continue;
    const answered = hal.gsm.incoming(OWNER, "STAT?");
    await clock.run(STEP);
    await answered;
    counts.answers += hal.gsm.sent.length;
    hal.gsm.sent.length = 0;
  }
}

async function day(): Promise<void> {
  car.key(true);
  car.drive("city");
  await minutes(drive);
  car.key(false);
  await minutes(5);
  car.plug();
  await minutes(charge);
  car.unplug();
  await minutes(DAY - drive - charge - 5);
}

const heaps: number[] = [];
for (let n = 1; n <= days; n++) {
  const begin = performance.now();
  await day();
  heaps.push(heap());
  const { frames, ...others } = {
    ...counts,
    frames: hal.bus.counters.received,
  };
  console.log(
    `day ${n}: heap ${heaps.at(-1)?.toFixed(2)} MB, ${frames} frames, ${
      Object.entries(others).map(([what, count]) => `${count} ${what}`)
        .join(", ")
    }, ${((performance.now() - begin) / 1000).toFixed(1)} s`,
  );
}
stop();
runtime.stop();
hal.store.close();

const growth = (heaps.at(-1) ?? 0) - (heaps[0] ?? 0);
console.log(`heap growth from day 1 to day ${days}: ${growth.toFixed(2)} MB`);
const missing = counts.answers === 0 || counts.messages === 0;
const good = growth <= ALLOWED && counts.complaints === 0 && !missing;
Deno.exit(good ? 0 : 1);
