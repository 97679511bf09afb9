import assert from "node:assert/strict";
import {
  endsOf,
  isMeasured,
  lossesOf,
  marksOf,
  MEASURES,
  tracksOf,
  unitAt,
  unitChanges,
} from "../../../plugins/gps/page/geo.js";

const BEGIN = Date.UTC(2026, 4, 1);
const timeOf = (seconds: number) =>
  new Date(BEGIN + seconds * 1000).toISOString();
/** A record so many seconds after the first. */
const at = (
  seconds: number,
  latitude = 51,
  longitude = 7,
  fix = 1,
  speed = 30,
) => ({
  time: timeOf(seconds),
  latitude,
  longitude,
  fix,
  speed,
  altitude: 100,
  stale: 120,
  signal: 20,
});
/** A record of a car that stands. */
const standing = (seconds: number, latitude = 51) =>
  at(seconds, latitude, 7, 1, 0);

Deno.test("a pause of more than ten minutes begins another track", () => {
  const tracks = tracksOf([at(0), at(60), at(120), at(900), at(960)]);
  assert.deepEqual(tracks.map(({ length }) => length), [3, 2]);
});

Deno.test("what has no time or no position is left out, and a single point is no track", () => {
  assert.deepEqual(
    tracksOf([at(0, 0, 0), { ...at(5), time: "" }, at(10), at(2000), at(2005)])
      .map(({ length }) => length),
    [2],
  );
});

Deno.test("losses are marked where the car was then", () => {
  const [track] = tracksOf([
    at(0),
    at(60),
    at(120, 51, 7, 0),
    at(180, 51, 7, 0),
  ]);
  const events = [
    { way: "network", event: "lost", time: at(75).time },
    { way: "network", event: "connected", time: at(100).time },
    { way: "server", event: "lost", time: at(999).time },
  ];
  assert.ok(track);
  assert.deepEqual(marksOf(track, lossesOf(events)), [
    { way: "network", index: 1, share: 0.25 },
    { way: "gps", index: 2, share: 0 },
  ]);
});

Deno.test("a car that stands while it charges makes no track, and does not glue two trips together", () => {
  const charge = Array.from(
    { length: 40 },
    (_, i) => standing(300 + i * 300, 51.1),
  );
  const tracks = tracksOf([
    at(0),
    at(60, 51.05),
    at(120, 51.1),
    ...charge,
    at(12_400, 51.1),
    at(12_460, 51.15),
    standing(12_500, 51.15),
    ...charge.map((record) => ({
      ...record,
      time: timeOf(Date.parse(record.time) / 1000 - BEGIN / 1000 + 13_000),
      latitude: 51.15,
    })),
  ]);
  assert.equal(tracks.length, 2);
  assert.deepEqual(tracks.map((track) => track[0]?.time), [
    timeOf(0),
    timeOf(12_000),
  ]);
  assert.deepEqual(tracksOf([standing(0), standing(60), standing(120)]), []);
  // Without a speed the way tells that it drives
  const silent = [standing(0), standing(60, 51.01), standing(120, 51.02)];
  assert.deepEqual(tracksOf(silent).map(({ length }) => length), [3]);
});

Deno.test("between two points without GPS, or far apart in time, nothing is drawn", () => {
  const seconds = (at: number, fix = 1) => ({ at: at * 1000, fix });
  assert.ok(isMeasured(seconds(0), seconds(60)));
  assert.ok(!isMeasured(seconds(0), seconds(200)));
  assert.ok(!isMeasured(seconds(0), seconds(60, 0)));
  assert.ok(!isMeasured(seconds(0, 0), seconds(60)));
});

Deno.test("speeds keep their meaning when the owner's unit changes", () => {
  const change = (seconds: number, old: string, after: string) => ({
    time: timeOf(seconds),
    what: "param",
    key: "2",
    old,
    new: after,
  });
  const changes = unitChanges([
    change(1000, "M", "K"),
    { ...change(800, "1", "0"), key: "15" },
    change(500, "K", "M"),
  ]);
  const unit = (ms: number) => unitAt(changes, ms, "K");
  assert.deepEqual(
    [0, 600, 1100].map((seconds) => unit(BEGIN + seconds * 1000)),
    ["K", "M", "K"],
  );
  assert.equal(unitAt([], BEGIN, "M"), "M");
  const [track] = tracksOf(
    [at(0, 51, 7, 1, 50), at(540, 51.01, 7, 1, 31)],
    unit,
  );
  assert.ok(track);
  assert.deepEqual(track.map(({ kmh }) => Math.round(kmh)), [50, 50]);
  assert.deepEqual(endsOf(MEASURES.speed, [track]), [0, 80]);
});
