import assert, { equal, ok } from "node:assert/strict";
import type { SeriesRow, TrackPoint } from "../../../hal/mod.ts";
import { Database } from "../../../hal/store/database.ts";
import { openSeries } from "../../../hal/series/mod.ts";
import { SqliteSeries } from "../../../hal/series/sqlite_series.ts";
import { makeTables } from "../../../hal/series/tables.ts";

const row = (at: number, value: number, count = 1): SeriesRow => ({
  name: "v.b.soc",
  at,
  min: value,
  max: value,
  mean: value,
  count,
});
/** A point of a car that tells its position only. */
const point = (at: number): TrackPoint => ({
  at,
  latitude: 51.5,
  longitude: 7.25,
  altitude: null,
  speed: null,
  power: null,
  soc: null,
  used: null,
  recovered: null,
  temperature: null,
});
const span = { name: "v.b.soc", since: 0, until: 1e6 } as const;

async function inFolder(work: (path: string) => void): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "series_" });
  try {
    work(`${folder}/x.db.series`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("points come back in the order of time, put together to longer stretches by their counts", () => {
  const series = openSeries(":memory:");
  series.write({
    minute: [row(60_000, 10, 60), row(0, 4, 60), row(120_000, 40, 20)],
  });
  assert.deepEqual(
    series.read({ ...span, level: "minute" }).map(({ at, mean }) => [at, mean]),
    [[0, 4], [60_000, 10], [120_000, 40]],
  );
  assert.deepEqual(
    series.read({ ...span, level: "minute", step: 120_000 }),
    [
      { at: 0, min: 4, max: 10, mean: 7 },
      { at: 120_000, min: 40, max: 40, mean: 40 },
    ],
  );
  assert.deepEqual(
    series.read({ ...span, level: "minute", since: 60_000, until: 120_000 })
      .length,
    1,
  );
  assert.deepEqual(series.read({ ...span, level: "raw" }), []);
  assert.deepEqual(series.read({ ...span, name: "other", level: "raw" }), []);
  series.close();
});

Deno.test("a stretch that was begun before is continued", () => {
  const series = openSeries(":memory:");
  series.write({ hour: [row(0, 10, 60)] });
  series.write({ hour: [row(0, 40, 30)] });
  assert.deepEqual(series.read({ ...span, level: "hour" }), [
    { at: 0, min: 10, max: 40, mean: 20 },
  ]);
  series.close();
});

Deno.test("what is old is dropped by level, the rest stays, over a restart too", () =>
  inFolder((path) => {
    const before = openSeries(path);
    const rows = [row(0, 1), row(500_000, 2)];
    before.write({ raw: rows, minute: rows, hour: rows });
    before.write({ track: [point(0), point(500_000)] });
    before.prune({ raw: 600_000, minute: 400_000, hour: 0, track: 300_000 });
    before.close();
    const after = openSeries(path);
    const left = (level: "raw" | "minute" | "hour") =>
      after.read({ ...span, level }).map(({ at }) => at);
    assert.deepEqual(
      [left("raw"), left("minute"), left("hour")],
      [[], [500_000], [0, 500_000]],
    );
    assert.deepEqual([...after.names()], [
      ["v.b.soc", { first: 0, last: 500_000 }],
    ]);
    assert.deepEqual(after.track(0, 1e6), [point(500_000)]);
    assert.ok(after.bytes > 0);
    assert.equal(after.problem, undefined);
    after.close();
  }));

Deno.test("a damaged file is put aside and told; a place that cannot be written costs nothing else", () =>
  inFolder((path) => {
    Deno.writeFileSync(path, new Uint8Array(8192).fill(7));
    const series = openSeries(path);
    assert.match(series.problem ?? "", /were damaged: .* kept as .*\.damaged$/);
    series.write({ raw: [row(0, 1)] });
    assert.equal(series.read({ ...span, level: "raw" }).length, 1);
    series.close();
    assert.ok(Deno.statSync(`${path}.damaged`).isFile);
    const nowhere = openSeries(`${path}/none/x.series`);
    assert.match(nowhere.problem ?? "", /cannot be kept: .* cannot be written/);
    nowhere.write({ raw: [row(0, 1)] });
    nowhere.close();
  }));

Deno.test("a file of before there were tracks keeps its courses and gets them", () =>
  inFolder((path) => {
    const before = openSeries(path);
    before.write({ hour: [row(0, 1)] });
    before.close();
    const db = new Database(path);
    db.script(
      `DROP TABLE track; ${
        ["course", "raw", "minute", "hour"].map((table) =>
          `ALTER TABLE ${table} DROP COLUMN sum;`
        ).join("")
      } PRAGMA user_version = 1`,
    );
    db.close();
    const after = openSeries(path);
    after.write({ track: [point(7)], hour: [row(0, 3)] });
    assert.deepEqual(after.read({ ...span, level: "hour" }), [
      { at: 0, min: 1, max: 3, mean: 2 },
    ]);
    assert.equal(after.problem, undefined);
    assert.deepEqual(after.track(0, 10), [point(7)]);
    after.close();
  }));

Deno.test("where it would be larger than it may, the oldest goes before its time; hours stay", () => {
  const series = openSeries(":memory:");
  const ends = { raw: 0, minute: 0, hour: 0, track: 0 }, most = 500_000;
  const all = (level: "raw" | "minute" | "hour") =>
    series.read({ name: "v.b.soc", level, since: 0, until: Infinity });
  for (let batch = 0; batch < 40; batch++) {
    const rows = Array.from(
      { length: 400 },
      (_, n) => row((batch * 400 + n) * 60_000, n),
    );
    series.write({
      minute: rows,
      hour: rows.slice(0, 7),
      track: rows.map(({ at }) => point(at)),
    });
    series.prune(ends, most);
  }
  ok(series.bytes < most * 1.2, `${series.bytes} bytes`);
  const minutes = all("minute"), last = (40 * 400 - 1) * 60_000;
  equal(minutes.at(-1)?.at, last);
  ok((minutes[0]?.at ?? 0) > 0);
  ok((series.track(0, Infinity)[0]?.at ?? 0) > 0);
  equal(all("hour").length, 280);
  series.close();
});

/** Every column of every table, but the sum itself and what is NULL. */
const FLIPPED = [
  ...["raw", "minute", "hour"].flatMap((table) =>
    ["course", "at", "min", "max", "mean", "count"].map((column) =>
      [table, column] as const
    )
  ),
  ["track", "at"],
  ["track", "latitude"],
  ["track", "longitude"],
] as const;

for (const [table, column] of FLIPPED) {
  Deno.test(`a bit that flipped in ${column} of ${table} is not drawn as truth, but told`, () =>
    inFolder((path) => {
      const before = openSeries(path), hour = 3_600_000;
      const rows = [row(0, 10, 60), row(hour, 20, 60)];
      const points = [point(0), point(hour)];
      before.write({ raw: rows, minute: rows, hour: rows, track: points });
      before.close();
      const db = new Database(path);
      db.script(`UPDATE ${table} SET ${column} = ${column} + 4 WHERE at = 0`);
      db.close();
      const after = openSeries(path), all = { since: 0, until: 1e9 };
      // What was begun before goes on, and does not become true by that.
      after.write({ raw: [row(0, 12)], minute: [row(0, 12)] });
      for (const level of ["raw", "minute", "hour"] as const) {
        const read = after.read({ name: "v.b.soc", level, ...all });
        const lost = level === table, goesOn = level !== "hour";
        // The place of a row whose key flipped is free again.
        const begun = lost && /^(course|at)$/.test(column) && goesOn
          ? [{ at: 0, min: 12, max: 12, mean: 12 }]
          : [];
        const first = lost ? begun : [
          goesOn
            ? { at: 0, min: 10, max: 12, mean: 612 / 61 }
            : { at: 0, min: 10, max: 10, mean: 10 },
        ];
        assert.deepEqual(read, [...first, {
          at: hour,
          min: 20,
          max: 20,
          mean: 20,
        }]);
      }
      assert.deepEqual(
        after.track(0, 1e9),
        points.slice(table === "track" ? 1 : 0),
      );
      // What stands under another number than any course's is looked at by nobody.
      if (column !== "course") assert.match(after.problem ?? "", /left out$/);
      after.close();
    }));
}

Deno.test("a course whose name flipped is not drawn as another, and told", () =>
  inFolder((path) => {
    const before = openSeries(path);
    before.write({ hour: [row(0, 10)] });
    before.close();
    const db = new Database(path);
    db.script("UPDATE course SET name = 'v.b.soh'");
    db.close();
    const after = openSeries(path);
    assert.deepEqual([...after.names()], []);
    assert.deepEqual(
      after.read({ ...span, name: "v.b.soh", level: "hour" }),
      [],
    );
    assert.match(after.problem ?? "", /left out$/);
    after.close();
  }));

Deno.test("a row whose sum a flipped bit took is not drawn", () =>
  inFolder((path) => {
    const before = openSeries(path);
    before.write({ hour: [row(0, 10)], track: [point(0)] });
    before.close();
    const db = new Database(path);
    db.script("UPDATE hour SET sum = NULL; UPDATE track SET sum = NULL");
    db.close();
    const after = openSeries(path);
    assert.deepEqual(after.read({ ...span, level: "hour" }), []);
    assert.deepEqual(after.track(0, 10), []);
    assert.match(after.problem ?? "", /left out$/);
    after.close();
  }));

for (
  const [from, to] of [
    ["min REAL", "min REAH"],
    ["count INTEGER", "coUjt INTEGER"],
    ["CREATE TABLE hour", "CREATE TABLE houR_"],
  ] as const
) {
  Deno.test(`a description of the tables in which "${from}" became "${to}" costs the courses, not the start`, () =>
    inFolder((path) => {
      const before = openSeries(path);
      before.write({ hour: [row(0, 10)] });
      before.close();
      const bytes = Deno.readFileSync(path), { length } = bytes;
      const file = new TextDecoder("latin1").decode(bytes);
      const at = file.indexOf(from, file.indexOf("CREATE TABLE hour"));
      assert.ok(at > 0);
      bytes.set(new TextEncoder().encode(to), at);
      assert.equal(bytes.length, length);
      Deno.writeFileSync(path, bytes);
      const after = openSeries(path);
      assert.match(after.problem ?? "", /were damaged: they begin anew/);
      after.write({ hour: [row(0, 20)] });
      assert.equal(after.read({ ...span, level: "hour" })[0]?.mean, 20);
      after.close();
    }));
}

Deno.test("no flipped bit in the header's formats and version keeps courses from being written", () =>
  inFolder((path) => {
    const before = openSeries(path);
    before.write({ hour: [row(0, 10)] });
    before.close();
    const bytes = Deno.readFileSync(path);
    for (const at of [18, 19, 47, 60, 63]) {
      for (let bit = 0; bit < 8; bit++) {
        const changed = bytes.slice();
        changed[at] = (changed[at] ?? 0) ^ 1 << bit;
        Deno.writeFileSync(path, changed);
        const after = openSeries(path);
        after.write({ hour: [row(3_600_000, 20)] });
        const last = after.read({ ...span, until: 1e9, level: "hour" }).at(-1);
        assert.equal(last?.mean, 20, `byte ${at}, bit ${bit}`);
        after.close();
      }
    }
  }));

Deno.test("a disk that takes nothing at the start leaves the courses in their file", () =>
  inFolder((path) => {
    const before = openSeries(path);
    before.write({ raw: [row(1000, 50)] });
    before.close();
    // SQLite cannot make its log, as on a full disk
    Deno.mkdirSync(`${path}-wal`);
    const meanwhile = openSeries(path);
    assert.match(
      meanwhile.problem ?? "",
      /cannot be kept: .* cannot be written/,
    );
    meanwhile.close();
    Deno.removeSync(`${path}-wal`);
    const after = openSeries(path);
    equal(after.problem, undefined);
    equal(after.read({ ...span, level: "raw" }).length, 1);
    after.close();
  }));

Deno.test("no error of the disk in front of the courses keeps the program from starting", () =>
  inFolder((path) => {
    openSeries(path).close();
    const { chmodSync } = Deno;
    Deno.chmodSync = () => {
      throw new Error("Disk quota exceeded (os error 122)");
    };
    try {
      const series = openSeries(path);
      assert.match(series.problem ?? "", /cannot be kept/);
      series.close();
    } finally {
      Object.assign(Deno, { chmodSync });
    }
  }));

Deno.test("courses that a full disk did not take are not mixed with others, and its problem ends", () => {
  const db = new Database(":memory:");
  makeTables(db);
  const series = new SqliteSeries(db);
  const named = (name: string, value: number) => ({
    ...row(1000, value),
    name,
  });
  series.write({ raw: [named("first", 1)] });
  db.first(`PRAGMA max_page_count = ${db.number("PRAGMA page_count")}`);
  const many = Array.from({ length: 500 }, (_, at) => ({
    ...named("second", 2),
    at,
  }));
  series.write({ raw: many });
  equal(series.problem, "The disk is full: courses over time are not kept");
  db.first("PRAGMA max_page_count = 100000");
  series.write({ raw: [named("third", 3)] });
  equal(series.problem, undefined);
  series.write({ raw: [named("second", 2)] });
  const after = new SqliteSeries(db);
  for (
    const [name, mean] of [["first", 1], ["second", 2], ["third", 3]] as const
  ) {
    assert.deepEqual(
      after.read({ ...span, name, level: "raw" }).map((point) => point.mean),
      [mean],
    );
  }
  series.close();
});

Deno.test("a file that turns out to be damaged keeps nobody from asking, and is put aside at the next start", () =>
  inFolder((path) => {
    const made = openSeries(path);
    made.write({
      minute: Array.from({ length: 3000 }, (_, k) => row(k * 60_000, 50)),
    });
    made.close();
    const size = Deno.statSync(path).size;
    using file = Deno.openSync(path, { write: true });
    // The first pages, which are all that a start looks at, stay
    file.seekSync(size / 2, Deno.SeekMode.Start);
    file.writeSync(new Uint8Array(size / 2));
    const damaged = openSeries(path);
    equal(damaged.problem, undefined);
    equal(damaged.names().size, 0);
    assert.match(
      damaged.problem ?? "",
      /cannot be used: start the program again to begin anew/,
    );
    damaged.close();
    const after = openSeries(path);
    assert.match(after.problem ?? "", /were damaged: they begin anew/);
    after.close();
    // A disk that failed only once has damaged nothing
    Deno.writeTextFileSync(`${path}.suspect`, "");
    for (let k = 0; k < 2; k++) {
      const later = openSeries(path);
      equal(later.problem, undefined);
      later.close();
    }
  }));
