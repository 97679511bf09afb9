/**
 * A store that is used for years: a car makes two trips and is charged once each day, all that is
 * recorded goes into a file; then a store with millions of records is started, read and pruned.
 *
 *     deno task soak year days=365 records=5000000 courses=7
 *
 * Prints sizes on the disk, memory, commits a minute, and how long a start, a page and a pruning take.
 * Ends with 1 if anything was complained of, a record is missing, or the store is larger than the
 * documentation says.
 * @module
 */
import process from "node:process";
import { SystemClock } from "../../hal/clock.ts";
import type { HistoryQuery, Store } from "../../hal/mod.ts";
import { openSeries } from "../../hal/series/mod.ts";
import { SimClock, simHal } from "../../hal/sim/mod.ts";
import { openStore } from "../../hal/store/mod.ts";
import { common, vehicles } from "../../plugins/mod.ts";
import { SimTwizy } from "../../plugins/twizy/sim/mod.ts";
import { Runtime } from "../../runtime/runtime.ts";
import { PARAM } from "../../runtime/settings/params.ts";
import { argument } from "./arguments.ts";
import { heap } from "./heap.ts";
import { pass } from "./passing.ts";

const START = Date.UTC(2025, 0, 1, 6), DAY_MS = 86_400_000;
const MINUTE = 60_000, DAY = 24 * 60, YEAR = 365 * 86_400;
const TRIP = 30, CHARGE = 180;
/** Days after which is told how things are, beside each thirtieth and the last one. */
const TOLD = [1, 2, 7];
/** Records of one page, as the web console asks for them. */
const PAGE = 1000;
/** Records written together, and their types. */
const BATCH = 10_000, TYPES = 4;
/** What a store takes at most after however many years of such use, MB (docs/raspberry-pi.md). */
const MOST = 20;
/** In memory where that is, as half a million commits would wait for the disk each. */
const QUICK = "/dev/shm";

const machine = new SystemClock();
let failed = false;

/** How long something took, ms: by the clock, and of the processor, which others may have had. */
interface Taken {
  readonly clock: number;
  readonly processor: number;
}

function taken(work: () => void): Taken {
  const begin = machine.monotonic(), used = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(used);
  return {
    clock: machine.monotonic() - begin,
    processor: (user + system) / 1000,
  };
}

/** The longest of all. */
function longest(all: readonly Taken[]): Taken {
  return {
    clock: Math.max(...all.map(({ clock }) => clock)),
    processor: Math.max(...all.map(({ processor }) => processor)),
  };
}

const inWords = ({ clock, processor }: Taken) =>
  `${clock.toFixed(1)} ms (processor ${processor.toFixed(1)} ms)`;

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

/** MB of all files of a store. */
function sizeOf(path: string): number {
  const bytes = ["", "-wal"].map((part) => {
    try {
      return Deno.statSync(path + part).size;
    } catch {
      return 0;
    }
  });
  return bytes.reduce((sum, size) => sum + size, 0) / 2 ** 20;
}

/** What is resident once nothing can be collected any more, and what of it is in use, in words. */
function memory(): string {
  const used = heap();
  const resident = Deno.memoryUsage().rss / 2 ** 20;
  return `RSS ${resident.toFixed(1)} MB, heap ${used.toFixed(1)} MB`;
}

/** The whole program on the files of `path`, but for links, and with or without courses. */
function programOn(path: string, clock: SimClock, withCourses: boolean) {
  const store = openStore({ path, clock });
  const series = withCourses ? openSeries(`${path}.series`) : undefined;
  const hal = { ...simHal(clock, store), ...series && { series } };
  if (!store.get("params", `${PARAM.vehicleType}`)) {
    store.put("params", { [PARAM.vehicleType]: "RT" });
  }
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
  return {
    hal,
    close() {
      runtime.stop();
      series?.close();
      store.close();
    },
  };
}

/**
 * Two trips and a charge a day; gives the time of the end.
 * @param courses days with courses of all numbers, which take as long as all else; their size has its
 * own limit
 */
async function use(
  path: string,
  days: number,
  courses: number,
): Promise<number> {
  const clock = new SimClock(START), car = new SimTwizy();
  let program = programOn(path, clock, courses > 0);
  console.log(`start: ${memory()}`);
  const minutes = (count: number) =>
    pass({ clock, hal: program.hal, car }, count * MINUTE);
  const drive = async () => {
    car.key(true);
    car.drive("city");
    await minutes(2);
    const before = commits(path);
    await minutes(TRIP - 2);
    const made = (commits(path) - before) / (TRIP - 2);
    car.key(false);
    await minutes(10);
    return made;
  };
  const pruning: Taken[] = [];
  for (let day = 1; day <= days; day++) {
    const driving = await drive();
    await minutes(8 * 60 - TRIP);
    await drive();
    car.plug();
    await minutes(CHARGE);
    car.unplug();
    await minutes(20);
    const before = commits(path), rest = DAY - 8 * 60 - TRIP - CHARGE - 40;
    await minutes(rest);
    const parked = (commits(path) - before) / rest;
    pruning.push(taken(() => program.hal.store.prune()));
    if (day === courses) {
      program.close();
      program = programOn(path, clock, false);
    }
    if (!TOLD.includes(day) && day % 30 !== 0 && day !== days) continue;
    console.log(
      `day ${day}: store ${sizeOf(path).toFixed(1)} MB, courses ${
        sizeOf(`${path}.series`).toFixed(1)
      } MB, ${memory()}, commits a minute: driving ${
        driving.toFixed(2)
      }, parked ${parked.toFixed(3)}`,
    );
  }
  console.log(`pruning while in use: at most ${inWords(longest(pruning))}`);
  program.close();
  return clock.wall().ms;
}

/** The start after all that, and what a page of each type takes then. */
function again(path: string, now: number): void {
  const clock = new SimClock(now);
  const programs: ReturnType<typeof programOn>[] = [];
  const start = taken(() => programs.push(programOn(path, clock, true)));
  console.log(`start with all that: ${inWords(start)}`);
  for (const { hal: { store }, close } of programs) {
    const types = [...store.historyTypes()];
    const pages = types.map(([type]) =>
      taken(() => void store.history({ type, limit: PAGE }))
    );
    console.log(
      `${
        types.reduce((sum, [, count]) => sum + count, 0)
      } records of ${types.length} types: a page at most ${
        inWords(longest(pages))
      }`,
    );
    close();
  }
  check(
    `the store takes ${sizeOf(path).toFixed(1)} MB instead of ${MOST}`,
    sizeOf(path) <= MOST,
  );
}

const typeOf = (k: number) => `RT-Type-${k % TYPES}`;

/** A store with many records, oldest a year ago. */
function fill(path: string, records: number): void {
  const clock = new SimClock(START), store = openStore({ path, clock });
  const step = Math.floor(YEAR * 1000 / records);
  for (let n = 0; n < records; n += BATCH) {
    store.atomically(() => {
      for (let k = n; k < Math.min(records, n + BATCH); k++) {
        store.record({
          type: typeOf(k),
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

/** Days between a span's begin and now, and its length in days; with which pages of it are asked for. */
const SPANS = [1, 7, 30, 100, 200, 300, 365].flatMap((begin) =>
  [1, 7, 30, 100, 200, 300].map((length) => [begin, length] as const)
);

/** Page after page of a span: the first ones, and one from its midst. */
function pagesOf(store: Store, query: HistoryQuery): readonly Taken[] {
  const all: Taken[] = [];
  let after = query.after ?? 0;
  for (let page = 0; page < 3; page++) {
    all.push(taken(() => {
      const records = store.history({ ...query, after, limit: PAGE });
      after = records.at(-1)?.id ?? after;
    }));
  }
  return all;
}

/** The machine's time, from a year later on. */
class LaterClock extends SimClock {
  override monotonic(): number {
    return machine.monotonic();
  }
}

/** Start, pages and pruning of it. */
function measure(path: string, records: number): void {
  const now = START + YEAR * 1000;
  const opened: Store[] = [];
  const start = taken(() =>
    opened.push(openStore({ path, clock: new SimClock(now) }))
  );
  const [store] = opened;
  if (store === undefined) return;
  const known = [...store.historyTypes().values()];
  check(
    "records are missing",
    known.reduce((sum, count) => sum + count, 0) === records,
  );
  console.log(
    `${records} records, ${sizeOf(path).toFixed(1)} MB: start ${
      inWords(start)
    }, copy ${inWords(taken(() => store.snapshot()))}`,
  );
  for (const length of [...new Set(SPANS.map(([, length]) => length))]) {
    const pages = SPANS.filter(([, of]) => of === length).flatMap(([begin]) =>
      Array.from({ length: TYPES }, (_, k) => typeOf(k)).flatMap((type) => {
        const since = now - begin * DAY_MS, until = since + length * DAY_MS;
        const midst = Math.floor(records * (1 - (begin - length / 2) / 365));
        return [
          ...pagesOf(store, { type, since, until }),
          ...pagesOf(store, { type, since, until, after: midst }),
        ];
      })
    );
    console.log(
      `${pages.length} pages of spans of ${length} days: at most ${
        inWords(longest(pages))
      }`,
    );
  }
  store.close();
}

/** What has ended after a pause that is believed at once: pruning adapts itself by the machine's own time. */
function prune(path: string): void {
  const clock = new LaterClock(START + YEAR * 1000 + 20 * DAY_MS);
  const store = openStore({ path, clock });
  const before = [...store.historyTypes().values()];
  const pruning = Array.from({ length: 400 }, () => taken(() => store.prune()));
  const after = [...store.historyTypes().values()];
  const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);
  console.log(
    `pruning: ${sum(before) - sum(after)} records in ${pruning.length} times, ${
      inWords(longest(pruning))
    } at most`,
  );
  store.close();
}

const folder = Deno.makeTempDirSync({
  prefix: "year_",
  ...isFolder(QUICK) && { dir: QUICK },
});

function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}

try {
  const days = argument("days", 365), records = argument("records", 5_000_000);
  const used = `${folder}/used.db`, full = `${folder}/full.db`;
  again(used, await use(used, days, argument("courses", 7)));
  fill(full, records);
  measure(full, records);
  prune(full);
} finally {
  Deno.removeSync(folder, { recursive: true });
}
Deno.exit(failed ? 1 : 0);
