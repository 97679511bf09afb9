import assert from "node:assert/strict";
import { PowerStatistics } from "../../../plugins/power/statistics.ts";

Deno.test("a sample goes to the present section, by its sign", () => {
  const s = new PowerStatistics();
  s.sample(300);
  s.sample(0);
  s.sample(-40);
  assert.deepEqual(s.constant, { distance: 0, used: 300, recovered: 40 });
  assert.equal(s.samples, 3);
});

Deno.test("ten steps of speed in 0.1 s accelerate, nine do not", () => {
  const s = new PowerStatistics();
  const sampledAt = (speed: number) => {
    const sections = ["accelerating", "constant", "decelerating"] as const;
    const before = sections.map((name) => s[name].used);
    s.speed(speed);
    s.sample(1);
    return sections.find((name, i) => s[name].used !== before[i]);
  };
  s.speed(3000);
  assert.equal(sampledAt(3010), "accelerating");
  assert.equal(sampledAt(3019), "constant");
  assert.equal(sampledAt(3009), "decelerating");
  assert.equal(sampledAt(3000), "constant");
});

Deno.test("distance goes to the section of the first sample after the counter", () => {
  const s = new PowerStatistics();
  s.counter(100);
  s.counter(150);
  s.speed(1000);
  s.counter(170);
  s.sample(1);
  s.sample(1);
  assert.equal(s.accelerating.distance, 70);
  assert.equal(s.totals().distance, 70);
});

Deno.test("the distance counter wraps at 16 bit", () => {
  const s = new PowerStatistics();
  s.counter(0xfde8);
  for (const counter of [0xffff, 0x00c8, 0xffff, 0x00c8]) {
    s.counter(counter);
    s.sample(1);
  }
  assert.equal(s.constant.distance, 535 + 1 + 200 + 65535 - 200 + 201);
});

Deno.test("a program that starts in a driving car does not count what was driven before", () => {
  const s = new PowerStatistics();
  s.sample(1);
  s.counter(30000);
  s.sample(1);
  s.counter(30005);
  s.sample(1);
  assert.equal(s.constant.distance, 5);
});

Deno.test("switching on begins at zero, whatever the counter did before", () => {
  const s = new PowerStatistics();
  s.counter(30000);
  s.sample(1);
  s.switching(true);
  s.reset();
  s.counter(20);
  s.sample(1);
  assert.equal(s.totals().distance, 20);
});

Deno.test("a counter that does not begin at zero adds nothing at switch-on", () => {
  const s = new PowerStatistics();
  s.switching(true);
  s.counter(30000);
  s.switching(true);
  s.sample(1);
  s.reset();
  s.switching(false);
  s.counter(30010);
  s.sample(1);
  assert.equal(s.totals().distance, 10);
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
    const s = new PowerStatistics();
    s.level(5000, 140);
    s.sample(500);
    s.sample(-30);
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
  const s = new PowerStatistics();
  s.sample(999);
  s.level(5000, 100);
  s.sample(1);
  s.level(5009, 105);
  s.sample(2);
  s.level(5012, 106);
  s.sample(4);
  s.level(5022, 112);
  assert.deepEqual(s.up, { distance: 220, height: 12, used: 7, recovered: 0 });
});

Deno.test("a level road takes its energy with it", () => {
  const s = new PowerStatistics();
  s.level(5000, 100);
  s.sample(1000);
  s.level(5010, 100);
  s.sample(1);
  s.level(5020, 103);
  assert.equal(s.up.used, 1);
});

Deno.test("without a valid position the level section is dropped", () => {
  const s = new PowerStatistics();
  s.level(5000, 100);
  s.sample(1000);
  s.level(5009, undefined);
  s.sample(100);
  s.level(5012, 200);
  s.sample(10);
  s.level(5022, 202);
  assert.deepEqual(s.up, { distance: 100, height: 2, used: 10, recovered: 0 });
});

Deno.test("a reset clears all sums and keeps the counter", () => {
  const s = new PowerStatistics();
  s.counter(10);
  s.level(5000, 100);
  for (const speed of [1000, 900, 900]) {
    s.speed(speed);
    s.sample(50);
  }
  s.level(5010, 110);
  s.counter(50);
  s.reset();
  s.counter(60);
  s.sample(7);
  s.level(5020, 120);
  assert.deepEqual(s.totals(), { used: 7, recovered: 0, distance: 10 });
  assert.equal(s.constant.used, 7);
  assert.equal(s.up.distance, 0);
});

Deno.test("sums beyond 32 bit stay exact", () => {
  const s = new PowerStatistics();
  s.constant.recovered = 2 ** 32;
  s.sample(-1);
  assert.equal(s.totals().recovered, 4294967297);
});
