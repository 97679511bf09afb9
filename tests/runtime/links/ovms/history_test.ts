import { deepEqual, equal, match, ok } from "node:assert/strict";
import type { Clock } from "../../../../hal/mod.ts";
import { settled, SimClock } from "../../../../hal/sim/clock.ts";
import { openStore } from "../../../../hal/store/mod.ts";
import { Gateway, OWNER, VEHICLE, World } from "./gateway.ts";

const SECOND = 1000, MINUTE = 60 * SECOND;
const NOON = Date.UTC(2026, 0, 1, 12) / SECOND;

/** What the server says no longer reaches the session, until the returned function is called. */
function deafen(
  { runtime: { session } }: Pick<Gateway, "runtime">,
): () => void {
  const line = session.line;
  session.line = () => {};
  return () => session.line = line;
}

Deno.test("the start is told once after each login", async () => {
  await using world = await World.open();
  await world.clock.run(MINUTE);
  world.server.disconnect();
  await world.clock.run(MINUTE);
  const rows = world.history("*-OVM-DebugCrash");
  equal(rows.length, 2);
  equal(rows[0], `0@${NOON}: 0.1.0/RT0.1.0/V2,0,0000,32`);
});

Deno.test("an end that nobody asked for is counted, an orderly one is not", async () => {
  const clock = new SimClock(), store = openStore({ path: ":memory:", clock });
  const starts: string[] = [];
  for (const orderly of [true, false, true]) {
    const world = await World.open({ clock, store });
    await world.clock.run(SECOND);
    starts.push(...world.history("*-OVM-DebugCrash"));
    if (!orderly) {
      world.gateway.runtime.stop();
      await world.gateway.server.link.close();
      world.server.stop();
    } else await world.stop();
  }
  deepEqual(starts.map((row) => row.split("V2,")[1]), [
    "0,0000,32",
    "0,0000,32",
    "1,0003,32",
  ]);
  store.close();
});

Deno.test("24 hours without a server lose nothing and double nothing", async () => {
  await using world = await World.open();
  const { gateway, network, server, clock } = world;
  const { session } = gateway.runtime, { accept } = network;
  network.accept = undefined;
  server.disconnect();
  const expected: string[] = [];
  for (let minute = 0; minute < 24 * 60 - 5; minute += 5) {
    for (let number = 1; number <= 3; number++) {
      gateway.record("RT-TEST", number, `m${minute}`);
      const at = Math.floor(clock.wall().ms / SECOND);
      expected.push(`${number}@${at}: m${minute}`);
    }
    clock.advance(5 * MINUTE);
    await settled();
  }
  network.accept = accept;
  // The server goes away a few times in the middle, with records and confirmations under way.
  const line = session.line;
  let confirmed = 0;
  session.line = (plain) => {
    if (plain.startsWith("MP-0 h") && ++confirmed % 222 === 0) {
      server.disconnect();
    } else line.call(session, plain);
  };
  await clock.run(10 * MINUTE);
  ok(gateway.server.link.counters.logins > 3);
  ok(confirmed > expected.length);
  deepEqual(world.history("RT-TEST"), expected);
  deepEqual(gateway.hal.store.unsent(1), []);
});

Deno.test("a record whose confirmation is lost is sent again with the same second, at any time", async () => {
  for (const offset of [0, 290, 600, 999, 999.7]) {
    await using world = await World.open();
    const { gateway, server, clock } = world;
    await clock.run(10 * SECOND + offset);
    const { link } = gateway.server;
    // The server takes the record; what it says is lost with the connection.
    const unhear = deafen(gateway);
    gateway.record("RT-TEST", 1, "x");
    await clock.run(2 * SECOND);
    const once = world.history("RT-TEST");
    equal(once.length, 1);
    unhear();
    const sent = link.counters.messagesOut;
    server.disconnect();
    await clock.run(7_777);
    ok(link.counters.messagesOut > sent);
    deepEqual(world.history("RT-TEST"), once);
    deepEqual(gateway.hal.store.unsent(1), []);
  }
});

Deno.test("at most fifty records are under way, and one line of garbage more or less changes nothing", async () => {
  await using world = await World.open();
  const { gateway, clock } = world, { session } = gateway.runtime;
  const { counters } = gateway.server.link;
  await clock.run(MINUTE);
  const unhear = deafen(gateway);
  const before = counters.messagesOut;
  for (let i = 0; i < 200; i++) gateway.record("RT-TEST", i, "x");
  await clock.run(SECOND);
  equal(counters.messagesOut - before, 50);
  unhear();
  for (const odd of ["h", "hx", "h-1", "h99999999", "h1e999"]) {
    session.line(`MP-0 ${odd}`);
  }
  equal(gateway.hal.store.unsent(1000).length, 200);
  world.server.disconnect();
  await clock.run(MINUTE);
  equal(world.history("RT-TEST").length, 200);
});

Deno.test("records from before the time was known have their own second, once it is", async () => {
  const clock = new SimClock(0, false);
  await using world = await World.open({ clock });
  const { gateway } = world;
  for (let i = 0; i < 5; i++) {
    gateway.record("RT-TEST", 1, `${i}`);
    await clock.run(10 * SECOND);
  }
  ok(gateway.server.connected);
  deepEqual(world.history("RT-TEST"), []);
  clock.setWall(NOON * SECOND, true);
  await clock.run(2 * SECOND);
  deepEqual(
    world.history("RT-TEST"),
    [50, 40, 30, 20, 10].map((age, i) => `1@${NOON - age}: ${i}`),
  );
});

/** A clock whose wall is wrong by some milliseconds. */
class WrongWall implements Clock {
  constructor(readonly base: SimClock, public wrong: number) {}

  monotonic = () => this.base.monotonic();
  wall = () => ({ ms: this.base.wall().ms + this.wrong, trusted: true });
  every = (ms: number, work: (missed: number) => void) =>
    this.base.every(ms, work);
  after = (ms: number, work: () => void) => this.base.after(ms, work);
}

Deno.test("a wall that is set anew does not move a record that is sent again", async () => {
  const world = new World(), { clock, server, network } = world;
  await world.gateway.stop();
  const wall = new WrongWall(clock, 86_400 * SECOND);
  const gateway = new Gateway({ clock: wall, network });
  await clock.run(10 * SECOND);
  const unhear = deafen(gateway);
  gateway.record("RT-TEST", 1, "under way");
  await clock.run(SECOND);
  const once = world.history("RT-TEST");
  deepEqual(once, [`1@${NOON + 10}: under way`]);
  unhear();
  wall.wrong = 0;
  server.disconnect();
  await clock.run(10 * SECOND);
  deepEqual(world.history("RT-TEST"), once);
  deepEqual(gateway.hal.store.unsent(1), []);
  await gateway.stop();
  server.stop();
});

Deno.test("runs that never knew the time: what they wrote keeps its order and its distances", async () => {
  const folder = await Deno.makeTempDir(), path = `${folder}/car.db`;
  for (const run of [1, 2]) {
    const clock = new SimClock(0, false);
    const store = openStore({ path, clock });
    for (let i = 0; i < 3; i++) {
      clock.advance(60 * SECOND);
      const record = { type: "RT-TEST", number: 1, data: `${run}.${i}` };
      store.record({ ...record, lifetime: 86_400, keep: 86_400 }, true);
    }
    store.close();
  }
  const rows: (readonly string[])[] = [];
  // In the first run that knows the time all confirmations are lost; the second begins later.
  for (const [later, isDeaf] of [[0, true], [100, false]] as const) {
    const clock = new SimClock((NOON + later) * SECOND);
    const store = openStore({ path, clock }),
      world = new World({ clock, store });
    if (isDeaf) deafen(world.gateway);
    await clock.run(5 * SECOND);
    rows.push(world.history("RT-TEST"));
    equal(store.unsent(10).length, isDeaf ? 6 : 0);
    await world.stop();
    store.close();
  }
  const data = ["1.0", "1.1", "1.2", "2.0", "2.1", "2.2"];
  const ages = [242, 182, 122, 121, 61, 1];
  deepEqual(rows[0], ages.map((age, i) => `1@${NOON - age}: ${data[i]}`));
  deepEqual(rows[1], rows[0]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("in paranoid mode no history is sent, the owner is told once, and it goes out afterwards", async () => {
  await using world = await World.open({ params: { 10: "P" } });
  const { gateway, clock } = world, { params } = gateway.runtime;
  gateway.record("RT-TEST", 1, "secret");
  await clock.run(MINUTE);
  world.server.disconnect();
  await clock.run(MINUTE);
  deepEqual(
    world.server.find(VEHICLE)?.history.filter(({ type }) =>
      type.startsWith("RT-") || type.startsWith("*-OVM")
    ),
    [],
  );
  const told = () =>
    gateway.hal.gsm.sent.filter(({ to, text }) =>
      to === OWNER && text.includes("paranoid")
    );
  equal(told().length, 1);
  match(told()[0]?.text ?? "", /keeps no history/);
  params.set(new Map([[10, "-"]]), "test");
  await clock.run(MINUTE);
  equal(world.history("RT-TEST").length, 1);
});

Deno.test("a record that stays unconfirmed makes the server be asked; one that does not answer is left", async () => {
  await using world = await World.open();
  const { gateway, server, clock } = world, { link } = gateway.server;
  await clock.run(MINUTE);
  const { logins } = link.counters;
  server.faults.halfOpen = true;
  gateway.record("RT-TEST", 1, "lost on the way");
  // A minute for the confirmation, another one for the answer to the ping; then a new login.
  await clock.run(118 * SECOND);
  equal(link.counters.logins, logins);
  server.faults.halfOpen = false;
  await clock.run(10 * SECOND);
  equal(link.counters.logins, logins + 1);
  await clock.run(5 * SECOND);
  equal(world.history("RT-TEST").length, 1);
});

Deno.test("a server that answers pings and confirms nothing is asked at long intervals, and kept", async () => {
  await using world = await World.open();
  const { gateway, clock } = world, { link } = gateway.server;
  await clock.run(MINUTE);
  const { logins } = link.counters;
  const hear = deafen(gateway);
  gateway.record("RT-TEST", 1, "not confirmed");
  const before = link.counters.messagesIn;
  await clock.run(30 * MINUTE);
  const answers = link.counters.messagesIn - before;
  ok(answers >= 6 && answers < 12, `${answers}`);
  equal(link.counters.logins, logins);
  hear();
});
