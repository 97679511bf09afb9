import assert from "node:assert/strict";
import { openConsole } from "./console.ts";

interface Points {
  level: string;
  step: number;
  courses: { name: string; unit: string; points: number[][] }[];
}

/** A car that drove for three minutes. */
async function driven() {
  const car = openConsole();
  const since = car.clock.wall().ms;
  car.car.key(true);
  car.car.speed(50);
  await car.clock.run(180_000);
  return { car, since };
}

Deno.test("the course of a number is told with its unit, as JSON and as CSV", async () => {
  const { car, since } = await driven();
  using _ = car;
  const known = await car.api("/series") as {
    courses: { name: string; unit: string }[];
  };
  const soc = known.courses.find(({ name }) => name === "v.b.soc");
  assert.equal(soc?.unit, "%");
  const path = `/series/points?names=v.p.speed,v.b.soc&since=${since}`;
  const { level, step, courses } = await car.api(path) as Points;
  assert.deepEqual([level, step], ["raw", 10_000]);
  assert.deepEqual(courses.map(({ name }) => name), ["v.p.speed", "v.b.soc"]);
  const speeds = courses[0]?.points ?? [];
  assert.ok(speeds.length >= 17 && speeds.some(([, , most = 0]) => most > 45));
  const text = await (await car.ask(`/api/v1${path}&format=csv`)).text();
  assert.match(
    text,
    /^time,name,min,max,mean\r?\n2\d{3}-[\d-]+T\d\d:\d\d:\d\dZ,v\.p\.speed,/,
  );
  assert.doesNotMatch(text, /\d\.\d{9}/, "no digits that nobody measured");
});

Deno.test("what cannot be asked is refused in a sentence", async () => {
  const { car, since } = await driven();
  using _ = car;
  for (
    const [query, sentence] of [
      [`names=&since=${since}`, /at least one name/],
      [`names=a,b,c,d,e,f,g,h,i&since=${since}`, /at most 8 names/],
      [`names=a&since=${since}&until=${since}`, /ends before it begins/],
      ["names=a&since=yesterday", /expected a date/],
    ] as const
  ) {
    const answer = await car.api(`/series/points?${query}`);
    assert.match(JSON.stringify(answer), sentence);
  }
});

Deno.test("of a sleeping car nobody measured that it takes nothing: courses and trail have a gap", async () => {
  const { car } = await driven();
  using _ = car;
  car.car.halt();
  car.car.key(false);
  await car.clock.run(120_000);
  const asleep = car.clock.wall().ms;
  await car.clock.run(600_000);
  const { metrics } = car.runtime.host;
  assert.equal(metrics.look("v.b.power").value, 0);
  const ofTheBus = metrics.slots().map(({ spec }) => spec)
    .filter(({ name, is = "number" }) =>
      is === "number" &&
      /^(v\.b\.(?!12v)|v\.c\.(?!limit)|v\.p\.(speed|trip)|v\.m|v\.i|xrt\.(b|d|p))/
        .test(name)
    ).map(({ name }) => name);
  assert.ok(ofTheBus.includes("v.b.current"), `${ofTheBus}`);
  for (let n = 0; n < ofTheBus.length; n += 8) {
    const names = ofTheBus.slice(n, n + 8).join();
    const { courses } = await car.api(
      `/series/points?names=${names}&since=${asleep}`,
    ) as Points;
    assert.deepEqual(courses.filter(({ points }) => points.length > 0), []);
  }
  const { series } = await car.api(
    "/trail?names=v.b.power,v.p.speed&seconds=600",
  ) as { series: Record<string, (number | null)[]> };
  for (const samples of Object.values(series)) {
    assert.ok(samples.every((sample) => sample === null));
  }
});
