/**
 * A store that is used for years: a car makes two trips and is charged once each day, all that is
 * recorded goes into a file; then a store with millions of records is started, read and pruned.
 *
 *     deno run -A --v8-flags=--expose-gc tests/soak/year_soak.ts [days=365] [records=5000000]
 *
 * Prints the store's size, memory, commits a minute, and how long a start, a page and a pruning take.
 * Ends with 1 if anything was complained of or a record is missing.
 * @module
 */
import { SimulatedCar, worldOf } from "../../app/car/simulated_car.ts";
import { SystemClock } from "../../hal/clock.ts";
import type { Store } from "../../hal/mod.ts";
import { SimClock, simHal } from "../../hal/sim/mod.ts";
import { openStore } from "../../hal/store/mod.ts";
import { common, vehicles } from "../../plugins/mod.ts";
import { SimTwizy, simulateTwizy } from "../../plugins/twizy/sim/mod.ts";
import { Runtime } from "../../runtime/runtime.ts";
import { PARAM } from "../../runtime/settings/params.ts";
import { argument } from "./arguments.ts";
import { heap } from "./heap.ts";

const START = Date.UTC(2025, 0, 1, 6);
const MINUTE = 60_000, DAY = 24 * 60, STEP = 100, YEAR = 365 * 86_400;
const TRIP = 30, CHARGE = 180;
/** Records of one page, as the web console asks for them. */
const PAGE = 1000;
/** Records written together. */
const BATCH = 10_000;

const machine = new SystemClock();
let failed = false;

/** Milliseconds that something takes. */
function taken(work: () => void): number {
  const begin = machine.monotonic();
  work();
  return machine.monotonic() - begin;
}

function check(what: string, good: boolean): void {
  if (good) return;
  failed = true;
  console.log(`WRONG: ${what}`);
}

/** Commits that the store's ledger counts. */
function commits(path: string): number {
  return Number(
    /^commits (\d+)/.exec(Deno.readTextFileSync(`${path}.ledger`))?.[1],
  );
}

function megabytes(path: string): string {
  return (Deno.statSync(path).size / 2 ** 20).toFixed(1);
}

/** Two trips and a charge a day. */
async function use(path: string, days: number): Promise<void> {
  const clock = new SimClock(START), car = new SimTwizy();
  const store = openStore({ path, clock }), hal = simHal(clock, store);
  store.put("params", { [PARAM.vehicleType]: "RT" });
  const runtime = new Runtime({
    hal,
    common,
    vehicles,
    log: (level, event, details) => {
      if (level !== "error" && level !== "warning") return;
      check(`${event} ${JSON.stringify(details)}`, false);
    },
  });
  // The simulated car takes 64 V for granted, as the guide does.
  runtime.settings.put("power.energy", "guide", "soak");
  runtime.start();
  const stop = new SimulatedCar(hal, simulateTwizy(worldOf(hal), car)).start(
    STEP,
  );
  const drive = async () => {
    car.key(true);
    car.drive("city");
    await clock.run(2 * MINUTE);
    const before = commits(path);
    await clock.run((TRIP - 2) * MINUTE);
    const made = (commits(path) - before) / (TRIP - 2);
    car.key(false);
    await clock.run(10 * MINUTE);
    return made;
  };
  for (let day = 1; day <= days; day++) {
    const driving = await drive();
    await clock.run((8 * 60 - TRIP) * MINUTE);
    await drive();
    car.plug();
    await clock.run(CHARGE * MINUTE);
    car.unplug();
    await clock.run(20 * MINUTE);
    const before = commits(path), rest = DAY - 8 * 60 - TRIP - CHARGE - 40;
    await clock.run(rest * MINUTE);
    const parked = (commits(path) - before) / rest;
    if (day > 3 && day % 30 !== 0 && day !== days) continue;
    console.log(
      `day ${day}: ${megabytes(path)} MB, heap ${
        heap().toFixed(1)
      } MB, commits a minute: driving ${driving.toFixed(2)}, parked ${
        parked.toFixed(3)
      }`,
    );
  }
  stop();
  runtime.stop();
  store.close();
}

/** A store with many records, oldest a year ago. */
function fill(path: string, records: number): void {
  const clock = new SimClock(START), store = openStore({ path, clock });
  const step = Math.floor(YEAR * 1000 / records);
  for (let n = 0; n < records; n += BATCH) {
    store.atomically(() => {
      for (let k = n; k < Math.min(records, n + BATCH); k++) {
        store.record({
          type: `RT-Type-${k % 4}`,
          number: k % 14,
          lifetime: 86_400,
          keep: YEAR,
          data: `${k},51.4123,7.1234,120,90,1,17,8,3,0`,
        }, false);
        clock.advance(step);
      }
    });
  }
  store.close();
}

/** Start, pages and pruning of it. */
function measure(path: string, records: number): void {
  const now = START + YEAR * 1000, clock = new SimClock(now);
  const opened: Store[] = [];
  const start = taken(() => opened.push(openStore({ path, clock })));
  const [store] = opened;
  if (store === undefined) return;
  const known = [...store.historyTypes().values()];
  check(
    "records are missing",
    known.reduce((sum, count) => sum + count, 0) === records,
  );
  const type = "RT-Type-1", day = 86_400_000;
  const pages = {
    "of today": { since: now - day },
    "of a month": { since: now - 30 * day },
    "of a year": { since: now - 365 * day },
    "in the midst": { after: records / 2 },
  };
  for (const [what, span] of Object.entries(pages)) {
    const times = [1, 2, 3, 4, 5].map(() =>
      taken(() => void store.history({ type, limit: PAGE, ...span }))
    );
    console.log(`page ${what}: ${Math.max(...times).toFixed(1)} ms`);
  }
  clock.advance(30 * day);
  const pruning = Array.from({ length: 50 }, () => taken(() => store.prune()));
  console.log(
    `${records} records, ${megabytes(path)} MB: start ${
      start.toFixed(0)
    } ms, pruning at most ${Math.max(...pruning).toFixed(1)} ms, copy ${
      taken(() => store.snapshot()).toFixed(0)
    } ms`,
  );
  store.close();
}

const folder = Deno.makeTempDirSync({ prefix: "year_" });
try {
  const days = argument("days", 365), records = argument("records", 5_000_000);
  const used = `${folder}/used.db`, full = `${folder}/full.db`;
  await use(used, days);
  const again = taken(() =>
    openStore({ path: used, clock: new SimClock(START) }).close()
  );
  console.log(`start after ${days} days: ${again.toFixed(0)} ms`);
  fill(full, records);
  measure(full, records);
} finally {
  Deno.removeSync(folder, { recursive: true });
}
Deno.exit(failed ? 1 : 0);
