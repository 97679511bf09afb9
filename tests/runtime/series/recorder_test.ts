import assert from "node:assert/strict";
import { openSeries } from "../../../hal/series/mod.ts";
import { MetricStore } from "../../../runtime/metrics/metrics.ts";
import { levelFor } from "../../../runtime/series/level.ts";
import { SeriesRecorder } from "../../../runtime/series/recorder.ts";

const DAY = 86_400_000, BEGIN = Date.UTC(2026, 5, 1, 8);
const kept = { raw: 2, minute: 60, hour: 1826, track: 365 };

/** A recorder on a clock that may not be trusted yet. */
function recording() {
  const metrics = new MetricStore(), series = openSeries(":memory:");
  let now = 0, offset: number | undefined = BEGIN, positions = true;
  let isBelieved = true;
  const recorder = new SeriesRecorder({
    series,
    metrics: () => metrics,
    offset: () => offset,
    believed: () =>
      isBelieved && offset !== undefined ? now + offset : undefined,
    monotonic: () => now,
    kept: () => kept,
    positions: () => positions,
    most: () => Infinity,
  });
  const set = (name: string, value: number) =>
    metrics.setter(metrics.claim({ name, unit: "" }, "test"))(value);
  return {
    series,
    set,
    text: (name: string) =>
      metrics.setter(metrics.claim({ name, unit: "", is: "text" }, "test"))(
        "no number",
      ),
    flag: (name: string, value: boolean) =>
      metrics.setter(metrics.claim({ name, unit: "", is: "flag" }, "test"))(
        value,
      ),
    restored: (name: string, value: boolean, age: number) =>
      metrics.restore(
        metrics.claim({ name, unit: "", is: "flag" }, "test"),
        value,
        age,
      ),
    positions: (wanted: boolean) => positions = wanted,
    track: () => series.track(0, BEGIN + DAY),
    recorder,
    believe: (is: boolean) => isBelieved = is,
    trust: (known: number | undefined) => offset = known,
    /** Seconds in which a value is heard, or silence. */
    pass(seconds: number, heard?: () => void) {
      for (let n = 0; n < seconds; n++) {
        heard?.();
        now += 1000;
        metrics.sweep(now / 1000);
        recorder.second();
      }
    },
    read: (level: "raw" | "minute" | "hour", name = "x.soc") =>
      series.read({ name, level, since: 0, until: BEGIN + DAY }),
  };
}

Deno.test("a number is kept every ten seconds, as minutes and as hours", () => {
  const r = recording();
  let value = 0;
  r.pass(120, () => r.set("x.soc", value++));
  assert.equal(r.read("raw").length, 12);
  const minutes = r.read("minute");
  assert.deepEqual(minutes.map(({ at }) => at), [BEGIN, BEGIN + 60_000]);
  assert.deepEqual(
    [minutes[1]?.min, minutes[1]?.max, minutes[1]?.mean],
    [60, 119, 89.5],
  );
  const [hour] = r.read("hour");
  assert.deepEqual([hour?.min, hour?.max], [0, 119]);
});

Deno.test("a clock that is years ahead drops nothing until it is believed", () => {
  const r = recording();
  r.pass(120, () => r.set("x.soc", 50));
  r.believe(false);
  r.trust(BEGIN + 10 * 365 * DAY);
  r.pass(120, () => r.set("x.soc", 50));
  assert.equal(r.read("raw").length, 12);
  assert.equal(r.read("hour").length, 1);
  r.believe(true);
  r.pass(60);
  assert.equal(r.read("raw").length, 0);
  assert.equal(r.read("hour").length, 0);
});

Deno.test("silence is a gap: what stands there from before is not kept", () => {
  const r = recording();
  r.pass(60, () => r.set("x.soc", 50));
  r.pass(300);
  r.pass(60, () => r.set("x.soc", 48));
  // A value counts as heard for ten seconds more
  assert.deepEqual(
    r.read("minute").map(({ at }) => (at - BEGIN) / 60_000),
    [0, 1, 6],
  );
});

Deno.test("while nobody knows the time, points wait for it and get theirs", () => {
  const r = recording();
  r.trust(undefined);
  r.pass(120, () => r.set("x.soc", 50));
  assert.deepEqual(r.read("minute"), []);
  r.trust(BEGIN);
  r.pass(60, () => r.set("x.soc", 50));
  assert.deepEqual(
    r.read("minute").map(({ at }) => (at - BEGIN) / 60_000),
    [0, 1, 2],
  );
});

Deno.test("texts, positions and counters of drivers are no courses", () => {
  const r = recording();
  r.pass(60, () => {
    r.text("x.name");
    r.set("v.p.latitude", 51);
    r.set("x.can.received", 7);
    r.set("x.soc", 1);
  });
  assert.deepEqual([...r.series.names().keys()], ["x.soc"]);
});

/** A second of a car that drives where GPS tells it. */
function drive(r: ReturnType<typeof recording>, latitude = 51.5) {
  r.flag("v.e.on", true);
  r.set("v.p.speed", 40);
  r.flag("v.p.gpslock", true);
  r.set("v.p.latitude", latitude);
  r.set("v.p.longitude", 7.25);
}

Deno.test("the track has a point every ten seconds while the car is on, one a minute while it charges, and its ends", () => {
  const r = recording();
  r.pass(10);
  r.pass(30, () => drive(r));
  r.pass(180, () => r.flag("v.e.on", false));
  r.pass(140, () => r.flag("v.c.charging", true));
  assert.deepEqual(
    r.track().map(({ at }) => (at - BEGIN) / 1000),
    [11, 21, 31, 41, 221, 281, 341],
  );
  const [first, , , ended] = r.track();
  assert.deepEqual(
    [first?.latitude, first?.longitude, first?.speed, first?.power],
    [51.5, 7.25, 40, null],
  );
  assert.equal(ended?.latitude, 51.5);
});

Deno.test("a car that tells once that it is on is followed as long as it is heard; what was restored is not followed", () => {
  const r = recording();
  r.pass(1, () => r.flag("v.e.on", true));
  r.pass(300, () => r.set("v.b.soc", 50));
  r.pass(300);
  const times = r.track().map(({ at }) => (at - BEGIN) / 1000);
  assert.ok(times.includes(291), `${times}`);
  assert.ok(times.every((time) => time < 430), `${times}`);
  const other = recording();
  other.restored("v.e.on", true, 30);
  other.pass(60, () => other.set("v.b.soc", 50));
  assert.deepEqual(other.track(), []);
});

Deno.test("what was not heard is null in the track: a lost fix, a silent car", () => {
  const r = recording();
  r.pass(20, () => drive(r));
  r.pass(30, () => {
    r.flag("v.e.on", true);
    r.flag("v.p.gpslock", false);
  });
  r.recorder.stop();
  const last = r.track().at(-1);
  assert.deepEqual(
    [last?.latitude, last?.longitude, last?.speed],
    [null, null, null],
  );
});

Deno.test("an owner who wants no positions has none in the track", () => {
  const r = recording();
  r.positions(false);
  r.pass(60, () => drive(r));
  assert.deepEqual(
    r.track().map(({ latitude, speed }) => [latitude, speed])[0],
    [null, 40],
  );
});

Deno.test("points of the track wait for the time, too", () => {
  const r = recording();
  r.trust(undefined);
  r.pass(60, () => drive(r));
  assert.deepEqual(r.track(), []);
  r.trust(BEGIN);
  r.pass(60);
  assert.equal(r.track()[0]?.at, BEGIN + 1000);
});

Deno.test("the end of the program writes what was gathered", () => {
  const r = recording();
  r.pass(20, () => r.set("x.soc", 5));
  assert.deepEqual(r.read("raw"), []);
  r.recorder.stop();
  assert.equal(r.read("raw").length, 2);
  assert.equal(r.read("minute").length, 1);
});

Deno.test("a span is read at the finest level that reaches back and has not too many points", () => {
  const now = BEGIN,
    level = (days: number, long = days) =>
      levelFor(
        { since: now - days * DAY, until: now - (days - long) * DAY },
        400,
        kept,
        now,
      );
  assert.equal(level(1 / 24), "raw");
  assert.equal(level(1), "minute");
  assert.equal(level(30), "hour");
  assert.equal(level(7), "minute");
  assert.equal(level(365), "hour");
  // A short span long ago is only there as hours.
  assert.equal(level(100, 0.1), "hour");
  assert.equal(level(3, 0.01), "minute");
});
