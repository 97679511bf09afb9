import assert, { equal, ok } from "node:assert/strict";
import type { SeriesRow, TrackPoint } from "../../../hal/mod.ts";
import { Database } from "../../../hal/store/database.ts";
import { openSeries } from "../../../hal/series/mod.ts";

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
    db.script("DROP TABLE track; PRAGMA user_version = 1");
    db.close();
    const after = openSeries(path);
    after.write({ track: [point(7)] });
    assert.deepEqual(
      [after.problem, after.read({ ...span, level: "hour" }).length],
      [undefined, 1],
    );
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
