/**
 * The long campaign against what a card and a clock do to a store.
 *
 *     deno run --allow-read --allow-write tests/soak/flips_soak.ts [flips=300] [days=365] [seed=1]
 *
 * Flips: single bits of the closed file are turned, then it is opened and everything read; none may be
 * served, and what is missing has to be told; the same in the file of the courses over time. Clock: a year of runs that begin with a wrong time, are
 * cut, learn the time late and see it stepped; no record may be lost or have a wrong date.
 * Ends with 1 if one did.
 */
import { SimClock } from "../../hal/sim/mod.ts";
import type { Store } from "../../hal/mod.ts";
import { openSeries } from "../../hal/series/mod.ts";
import { openStore } from "../../hal/store/mod.ts";
import { argument } from "./arguments.ts";
import { random } from "./random.ts";

const next = random(argument("seed", 1));
const below = (limit: number) => Math.floor(next() * limit);
const folder = Deno.makeTempDirSync({ ...inMemory(), prefix: "flips_" });
const MINUTE = 60_000, DAY = 86_400_000, YEAR = 366 * 86_400;
let wrong = 0;

/** A card is not what is tried here: a folder in memory, where there is one, spares half of the time. */
function inMemory(): Deno.MakeTempOptions {
  const dir = "/dev/shm";
  try {
    return Deno.statSync(dir).isDirectory ? { dir } : {};
  } catch {
    return {};
  }
}

// ---- flips ---------------------------------------------------------------------

/** Everything that a store hands out, a line each. */
function contents(store: Store): readonly string[] {
  return [
    ...[...store.entries("params")].map((entry) =>
      `setting ${entry.join("=")}`
    ),
    ...store.journalled().map((entry) => `journal ${JSON.stringify(entry)}`),
    ...store.history({}).map((record) => `record ${JSON.stringify(record)}`),
    ...store.outbox(999).map((item) => `message ${JSON.stringify(item)}`),
  ];
}

/** What belongs to a store, by the end of its name. */
const PARTS = ["", ".ledger", ".copy"];

function filled(path: string): ReadonlySet<string> {
  const store = openStore({ path, clock: new SimClock() });
  for (let k = 0; k < 24; k++) {
    store.put("params", { [k]: `value ${k} of many` });
  }
  for (let k = 0; k < 100; k++) {
    store.journal({
      who: "soak",
      what: "param",
      key: `${k}`,
      old: "",
      new: `${k}`,
    });
    store.enqueue({ channel: "sms", kind: "x", text: `message ${k}` });
    const data = `${k},${k * k},some more`;
    store.record(
      { type: "X", number: k, lifetime: 1, keep: YEAR, data },
      k % 2 === 0,
    );
  }
  const truth = new Set(contents(store));
  store.close();
  return truth;
}

function flips(count: number): void {
  const path = `${folder}/flips.db`, truth = filled(path);
  const files = PARTS.map((part) =>
    [path + part, Deno.readFileSync(path + part)] as const
  );
  let harmless = 0, mended = 0, told = 0;
  for (let k = 0; k < count; k++) {
    for (const entry of Deno.readDirSync(folder)) {
      Deno.removeSync(`${folder}/${entry.name}`);
    }
    for (const [name, bytes] of files) {
      const changed = bytes.slice();
      // Every third time there is no copy to fall back to.
      if (name.endsWith(".copy") && k % 3 === 0) continue;
      const at = below(changed.length);
      if (name === path) changed[at] = (changed[at] ?? 0) ^ 1 << below(8);
      Deno.writeFileSync(name, changed);
    }
    const store = openStore({ path, clock: new SimClock() });
    const found = contents(store), { problems } = store;
    const false_ = found.filter((line) => !truth.has(line));
    if (false_.length > 0) {
      wrong++;
      console.log(`served: ${false_[0]}`);
    }
    if (found.length < truth.size && problems.length === 0) {
      wrong++;
      console.log(`${truth.size - found.length} missing, and nothing told`);
    }
    if (problems.length === 0) harmless++;
    else if (found.length === truth.size) mended++;
    else told++;
    store.close();
  }
  console.log(`flipped bits:                            ${count}`);
  console.log(`  in places that mean nothing:           ${harmless}`);
  console.log(`  mended from the copy:                  ${mended}`);
  console.log(`  missing and told:                      ${told}`);
}

// ---- courses -------------------------------------------------------------------

const COURSES = ["v.b.soc", "v.b.power"];

/** Everything that the courses hand out, a line each; undefined once they say that something is wrong. */
function drawn(path: string) {
  const series = openSeries(path), all = { since: -1e15, until: 1e15 };
  const points = COURSES.flatMap((name) =>
    (["raw", "minute", "hour"] as const).flatMap((level) =>
      series.read({ name, level, ...all })
        .map((point) => `${name} ${level} ${JSON.stringify(point)}`)
    )
  );
  const track = series.track(all.since, all.until)
    .map((point) => JSON.stringify(point));
  const { problem } = series;
  series.close();
  return { lines: [...points, ...track], problem };
}

function fillCourses(path: string): void {
  const series = openSeries(path);
  const rows = COURSES.flatMap((name, n) =>
    Array.from({ length: 60 }, (_, k) => {
      const mean = k * 1.5 + n, at = k * MINUTE;
      return { name, at, min: mean - 1, max: mean + 1, mean, count: 6 };
    })
  );
  const track = Array.from({ length: 60 }, (_, k) => ({
    ...{ at: k * MINUTE, latitude: 51 + k / 1000, longitude: 7 + k / 1000 },
    ...{ altitude: 100, speed: k, power: k / 2, soc: 80 - k / 8 },
    ...{ used: k / 100, recovered: 0, temperature: 20 },
  }));
  series.write({ raw: rows, minute: rows, hour: rows, track });
  series.close();
}

function courseFlips(count: number): void {
  const path = `${folder}/courses.series`;
  fillCourses(path);
  const bytes = Deno.readFileSync(path), truth = new Set(drawn(path).lines);
  let harmless = 0, told = 0;
  for (let k = 0; k < count; k++) {
    for (const part of ["-wal", "-shm", ".damaged"]) {
      try {
        Deno.removeSync(path + part);
      } catch {
        // There is none.
      }
    }
    const changed = bytes.slice(), at = below(changed.length);
    changed[at] = (changed[at] ?? 0) ^ 1 << below(8);
    Deno.writeFileSync(path, changed);
    const { lines, problem } = drawn(path);
    const served = lines.find((line) => !truth.has(line));
    if (served !== undefined) {
      wrong++;
      console.log(`drawn: ${served}`);
    }
    if (problem === undefined) harmless++;
    else told++;
  }
  console.log(`bits flipped in courses:                 ${count}`);
  console.log(`  where all is as before:                ${harmless}`);
  console.log(`  found and told:                        ${told}`);
}

// ---- clock ---------------------------------------------------------------------

/** Minutes between two records. */
const EVERY = 5;

function clockYear(days: number): void {
  const path = `${folder}/clock.db`, begin = Date.UTC(2026, 5, 1);
  /** True time of each record, by its text. */
  const truth = new Map<string, number>();
  let now = begin, runs = 0, undated = 0;
  while (now < begin + days * DAY) {
    runs++;
    const kind = below(4);
    // As it was at the last shutdown, long ahead, in 1970, or right.
    const offset = [-below(10 * DAY), below(20) * 365 * DAY, -now, 0][kind] ??
      0;
    const clock = new SimClock(now + offset, false);
    const start = now, store = openStore({ path, clock });
    const comes = below(6) * 20, length = 20 + below(200);
    // Each start reads everything: a record every few minutes is enough trouble.
    for (let minute = 0; minute < length; minute += EVERY) {
      if (minute === comes) clock.setWall(now, true);
      // Steps of NTP while the time is known are small; the system's own, when it is not, are not.
      if (minute < comes && below(30) === 0) {
        clock.setWall(now + below(DAY) - DAY / 2, false);
      }
      const data = `${runs}.${minute}`;
      truth.set(data, now);
      store.record({
        type: "X",
        number: minute,
        lifetime: YEAR,
        keep: 2 * YEAR,
        data,
      }, true);
      clock.advance(EVERY * MINUTE);
      now += EVERY * MINUTE;
      store.date();
      store.prune();
    }
    store.close();
    now = start + length * MINUTE + below(2 * DAY);
  }
  const store = openStore({ path, clock: new SimClock(now) });
  const records = store.history({});
  for (const { data, at } of records) {
    const right = truth.get(data);
    if (at.wall === undefined) undated++;
    else if (right === undefined || Math.abs(at.wall - right) > 1000) {
      wrong++;
      console.log(`record ${data} is dated ${at.wall}, it was ${right}`);
    }
  }
  if (records.length !== truth.size) {
    wrong++;
    console.log(`${truth.size - records.length} records are lost`);
  }
  store.close();
  console.log(`days of clock trouble:                   ${days}`);
  console.log(`  runs:                                  ${runs}`);
  console.log(`  records:                               ${records.length}`);
  console.log(`  of runs that never knew the time:      ${undated}`);
}

try {
  flips(argument("flips", 300));
  courseFlips(argument("flips", 300));
  clockYear(argument("days", 365));
} finally {
  Deno.removeSync(folder, { recursive: true });
}
console.log(`violations:                              ${wrong}`);
if (wrong > 0) Deno.exit(1);
