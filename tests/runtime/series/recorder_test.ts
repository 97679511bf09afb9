import assert from "node:assert/strict";
import { openSeries } from "../../../hal/series/mod.ts";
import { MetricStore } from "../../../runtime/metrics/metrics.ts";
import { levelFor } from "../../../runtime/series/level.ts";
import { SeriesRecorder } from "../../../runtime/series/recorder.ts";

const DAY = 86_400_000, BEGIN = Date.UTC(2026, 5, 1, 8);
const kept = { raw: 2, minute: 60, hour: 1826 };

/** A recorder on a clock that may not be trusted yet. */
function recording() {
  const metrics = new MetricStore(), series = openSeries(":memory:");
  let now = 0, offset: number | undefined = BEGIN;
  const recorder = new SeriesRecorder({
    series,
    metrics: () => metrics,
    offset: () => offset,
    monotonic: () => now,
    kept: () => kept,
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
    recorder,
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
