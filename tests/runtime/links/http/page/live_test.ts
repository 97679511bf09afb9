import assert from "node:assert/strict";
import { Live } from "../../../../../runtime/links/http/page/live.js";

const metric = (name: string, value: number | boolean | null, age: number) => ({
  name,
  unit: "",
  value,
  freshness: "fresh" as const,
  age,
});

/** What a page knows, with a clock of its own. */
function listening() {
  let ms = 0;
  const live = new Live(() => ms);
  return {
    live,
    pass(seconds: number) {
      ms += seconds * 1000;
      live.tick();
    },
    hear(kind: "snapshot" | "metrics", seconds: number, value: number) {
      live.take(kind, {
        seconds,
        time: 1_000_000 + seconds * 1000,
        notification: 0,
        metrics: [metric("v.b.soc", value, 2)],
      });
    },
  };
}

Deno.test("what was told ages while nothing new comes", () => {
  const { live, pass, hear } = listening();
  assert.deepEqual(live.look("v.b.soc"), {
    value: undefined,
    freshness: "unknown",
    age: undefined,
  });
  hear("snapshot", 10, 70);
  pass(3);
  assert.deepEqual([live.look("v.b.soc").age, live.state], [5, "live"]);
  live.take("metrics", {
    seconds: 13,
    time: null,
    notification: 0,
    metrics: [],
  });
  pass(1);
  assert.equal(live.look("v.b.soc").age, 6);
  assert.equal(live.time, null);
});

Deno.test("without a connection nothing is fresh, and its return is counted", () => {
  const { live, pass, hear } = listening();
  hear("snapshot", 10, 70);
  pass(30);
  assert.deepEqual(
    [live.state, live.look("v.b.soc").freshness, live.connections],
    ["lost", "stale", 1],
  );
  hear("metrics", 40, 71);
  assert.deepEqual(
    [live.state, live.look("v.b.soc").freshness, live.connections],
    ["live", "fresh", 2],
  );
  live.interrupted();
  assert.deepEqual([live.state, live.look("v.b.soc").freshness], [
    "lost",
    "stale",
  ]);
  hear("metrics", 41, 71);
  live.rest();
  assert.deepEqual([live.state, live.look("v.b.soc").freshness], [
    "starting",
    "stale",
  ]);
});

Deno.test("a stream that is silent without an end is asked for anew, once", () => {
  const { live, pass, hear } = listening();
  let asked = 0;
  live.onSilence = () => asked++;
  hear("snapshot", 10, 70);
  pass(6);
  assert.equal(asked, 0);
  pass(7);
  pass(1);
  assert.equal(asked, 1);
});

Deno.test("a snapshot forgets what another vehicle had", () => {
  const { live, hear } = listening();
  let anew = 0;
  live.onSnapshot = () => anew++;
  hear("snapshot", 1, 70);
  live.take("snapshot", {
    seconds: 2,
    time: null,
    notification: 0,
    metrics: [metric("v.e.on", true, 0)],
  });
  assert.deepEqual([live.has("v.b.soc"), live.flag("v.e.on"), anew], [
    false,
    true,
    2,
  ]);
});

Deno.test("a value is only given as what it is", () => {
  const { live } = listening();
  live.take("snapshot", {
    seconds: 1,
    time: null,
    notification: 0,
    metrics: [metric("a", 3, 0), metric("b", true, 0), {
      ...metric("c", null, 0),
      value: [3.9, null],
    }],
  });
  assert.deepEqual(
    [live.number("a"), live.number("b"), live.flag("b"), live.text("a")],
    [3, undefined, true, ""],
  );
  assert.deepEqual([live.list("c"), live.list("a")], [[3.9, null], undefined]);
});
