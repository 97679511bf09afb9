import assert from "node:assert/strict";
import type * as v from "valibot";
import type {
  deviceAnswer,
  framesAnswer,
} from "../../../../runtime/links/http/api/devices.ts";
import { openConsole, type TestConsole } from "./console.ts";

type Device = v.InferOutput<typeof deviceAnswer>;
type Frames = v.InferOutput<typeof framesAnswer>;

const devices = async (car: TestConsole) =>
  new Map(
    (await car.api("/devices") as Device[]).map((one) => [one.part, one]),
  );
const frames = async (car: TestConsole, query = "") =>
  await car.api(`/frames${query}`) as Frames;

Deno.test("each device tells what it is at, what it counts and what was wrong last", async () => {
  using car = openConsole();
  await car.clock.run(2000);
  const well = await devices(car);
  assert.equal(well.get("can")?.state, "up");
  assert.equal(well.get("can")?.trouble, null);
  assert.equal(well.get("gsm")?.state, "registered at TEST");
  assert.equal(well.get("clock")?.fine, true);
  assert.match(well.get("supply")?.state ?? "", /V$/);
  assert.ok(well.get("store")?.fine);

  car.hal.bus.faults.silent = true;
  car.hal.gsm.state = { ...car.hal.gsm.state, registered: false };
  await car.clock.run(3000);
  const ill = await devices(car);
  assert.equal(ill.get("can")?.fine, false);
  assert.equal(ill.get("gsm")?.state, "not registered");

  car.hal.bus.faults.silent = false;
  await car.clock.run(20_000);
  const again = (await devices(car)).get("can");
  assert.equal(again?.fine, true);
  assert.deepEqual(again?.trouble?.text, "silent");
  assert.ok(Number(again?.trouble?.age) >= 19);
});

Deno.test("a clock that is not to be trusted is told", async () => {
  using car = openConsole();
  car.clock.setWall(car.clock.wall().ms, false);
  await car.clock.run(1000);
  assert.equal((await devices(car)).get("clock")?.fine, false);
});

Deno.test("frames are shown with period and changing bytes while somebody asks, and nothing is sent", async () => {
  using car = openConsole();
  const sent = car.hal.bus.counters.sent;
  assert.deepEqual((await frames(car)).frames, []);
  for (let k = 0; k < 20; k++) {
    car.hal.bus.inject(0x3a1, Uint8Array.of(7, k));
    await car.clock.run(100);
  }
  const found = (await frames(car)).frames.find(({ id }) => id === "3A1");
  assert.deepEqual(found && { ...found, age: 0 }, {
    bus: 1,
    id: "3A1",
    count: 20,
    age: 0,
    period: 100,
    data: "0713",
    changes: [0, 2],
  });
  await car.clock.run(3000);
  const later = (await frames(car)).frames.find(({ id }) => id === "3A1");
  assert.deepEqual(later?.changes, [0, 1]);
  assert.deepEqual((await frames(car, "?bus=2")).frames, []);
  assert.equal(car.hal.bus.counters.sent, sent);

  // Nobody asks any more: the next one begins anew
  await car.clock.run(15_000);
  car.hal.bus.inject(0x3a1, Uint8Array.of(7, 0));
  assert.deepEqual((await frames(car)).frames, []);
});

Deno.test("what nobody decodes is asked for by the owner, for as long as somebody looks", async () => {
  using car = openConsole({ token: "a-long-token" });
  const owner = { headers: { authorization: "Bearer a-long-token" } };
  const made = await car.api("/tokens", {
    method: "POST",
    json: { name: "kid", right: "see" },
    ...owner,
  }) as { token: string };
  const kid = { headers: { authorization: `Bearer ${made.token}` } };
  const all = (who: typeof owner) =>
    car.ask("/api/v1/frames/all", {
      method: "POST",
      json: { all: true },
      ...who,
    });
  assert.equal((await all(kid)).status, 403);
  assert.equal((await car.ask("/api/v1/frames", kid)).status, 200);
  assert.equal(car.runtime.listensToAll, false);
  assert.equal((await all(owner)).status, 200);
  assert.equal(car.runtime.listensToAll, true);
  await car.clock.run(15_000);
  assert.equal(car.runtime.listensToAll, false);
});
