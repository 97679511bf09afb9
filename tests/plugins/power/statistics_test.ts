import assert from "node:assert/strict";
import { PowerStatistics } from "../../../plugins/power/statistics.ts";

/** Statistics beside the meter that they read. */
function metered() {
  const meter = { used: 0, recovered: 0, distance: 0 };
  const s = new PowerStatistics();
  s.connect(meter);
  const sample = (power: number) => {
    if (power > 0) meter.used += power;
    else meter.recovered -= power;
  };
  return { s, meter, sample };
}

Deno.test("a sample goes to the present section, by its sign", () => {
  const { s, sample } = metered();
  sample(300);
  sample(0);
  sample(-40);
  assert.deepEqual(s.constant, { distance: 0, used: 300, recovered: 40 });
});

Deno.test("0.1 km/h in 0.1 s accelerates, less does not", () => {
  const { s, sample } = metered();
  const sampledAt = (steps: number) => {
    const sections = ["accelerating", "constant", "decelerating"] as const;
    const before = sections.map((name) => s[name].used);
    s.accelerates(steps / 36);
    sample(1);
    return sections.find((name, i) => s[name].used !== before[i]);
  };
  assert.equal(sampledAt(10), "accelerating");
  assert.equal(sampledAt(9), "constant");
  assert.equal(sampledAt(-10), "decelerating");
  assert.equal(sampledAt(-9), "constant");
});

Deno.test("what the meter shows belongs to the section in which it came", () => {
  const { s, meter } = metered();
  meter.distance = 70;
  s.accelerates(1);
  meter.distance = 90;
  assert.equal(s.constant.distance, 70);
  assert.equal(s.accelerating.distance, 20);
  assert.equal(s.totals().distance, 90);
});

Deno.test("a meter that is connected later counts from where it stands", () => {
  const s = new PowerStatistics();
  const meter = { used: 1000, recovered: 100, distance: 30_000 };
  s.connect(meter);
  meter.distance += 5;
  assert.partialDeepStrictEqual(s.totals(), {
    used: 0,
    recovered: 0,
    distance: 5,
  });
});

/** Grades at the limits, from twizy-power.md: height, distance in m, section. */
const grades = [
  [1, 100, "up"],
  [1, 110, undefined],
  [-1, 110, undefined],
  [-1, 100, "down"],
  [2, 150, "up"],
  [0, 100, undefined],
  [-7, 120, "down"],
] as const;

for (const [height, distance, section] of grades) {
  Deno.test(`${height} m of height in ${distance} m: ${section ?? "level"}`, () => {
    const { s, sample } = metered();
    s.level(5000, 140);
    sample(500);
    sample(-30);
    s.level(5000 + distance / 10, 140 + height);
    const sum = {
      distance,
      height: Math.abs(height),
      used: 500,
      recovered: 30,
    };
    const none = { distance: 0, height: 0, used: 0, recovered: 0 };
    assert.deepEqual(s.up, section === "up" ? sum : none);
    assert.deepEqual(s.down, section === "down" ? sum : none);
  });
}

Deno.test("a level section goes on until 100 m, then the next begins", () => {
  const { s, sample } = metered();
  sample(999);
  s.level(5000, 100);
  sample(1);
  s.level(5009, 105);
  sample(2);
  s.level(5012, 106);
  sample(4);
  s.level(5022, 112);
  assert.deepEqual(s.up, { distance: 220, height: 12, used: 7, recovered: 0 });
});

Deno.test("a level road takes its energy with it", () => {
  const { s, sample } = metered();
  s.level(5000, 100);
  sample(1000);
  s.level(5010, 100);
  sample(1);
  s.level(5020, 103);
  assert.equal(s.up.used, 1);
});

Deno.test("without a valid position the level section is dropped", () => {
  const { s, sample } = metered();
  s.level(5000, 100);
  sample(1000);
  s.level(5009, undefined);
  sample(100);
  s.level(5012, 200);
  sample(10);
  s.level(5022, 202);
  assert.deepEqual(s.up, { distance: 100, height: 2, used: 10, recovered: 0 });
});

Deno.test("a reset clears all sums", () => {
  const { s, meter, sample } = metered();
  meter.distance = 10;
  s.level(5000, 100);
  for (const acceleration of [1, -1, 0]) {
    s.accelerates(acceleration);
    sample(50);
  }
  s.level(5010, 110);
  meter.distance = 50;
  s.reset();
  meter.distance = 60;
  sample(7);
  s.level(5020, 120);
  assert.partialDeepStrictEqual(s.totals(), {
    used: 7,
    recovered: 0,
    distance: 10,
  });
  assert.equal(s.constant.used, 7);
  assert.equal(s.up.distance, 0);
});

Deno.test("sums beyond 32 bit stay exact", () => {
  const { s, sample } = metered();
  s.constant.recovered = 2 ** 32;
  sample(-1);
  assert.equal(s.totals().recovered, 4294967297);
});
