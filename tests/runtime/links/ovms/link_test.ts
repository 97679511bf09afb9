import { deepEqual, equal, match, ok } from "node:assert/strict";
import { settled } from "../../../../hal/sim/clock.ts";
import { Bench, SETTINGS } from "./bench.ts";

const SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE;

Deno.test("login, a message each way, and the end", async () => {
  const bench = await new Bench().open();
  deepEqual(bench.news(), ["up", "MP-0 Z0"]);
  equal(bench.link.connected, true);
  equal(bench.link.state, "connected");
  const batch = await bench.client();
  batch.send("C204,55,80");
  await settled();
  deepEqual(bench.news(), ["MP-0 C204,55,80"]);
  equal(bench.link.send(["MP-0 c204,0,55,80,0,0,48", "MP-0 S1"]), true);
  equal(await batch.next(/^c/), "c204,0,55,80,0,0,48");
  equal(await batch.next(/^S/), "S1");
  await bench.stop();
  deepEqual(bench.news(), ["down: closed by this side"]);
  equal(bench.link.connected, false);
  equal(bench.link.send(["MP-0 S1"]), false);
  equal(bench.link.state, "closed");
  deepEqual(bench.events, ["connected 0", "lost 0"]);
});

Deno.test("what was sent just before the end still leaves", async () => {
  const bench = await new Bench().open();
  const batch = await bench.client();
  bench.link.send(["MP-0 c5,0"]);
  await bench.link.close();
  equal(await batch.next(/^c/), "c5,0");
  bench.server.stop();
});

Deno.test("usual ports with and without TLS, and an own port", async () => {
  for (
    const [server, tls, attempt] of [
      ["server.example.org", false, "server.example.org:6867"],
      ["server.example.org", true, "tls server.example.org:6870"],
      ["10.0.0.1:99", false, "10.0.0.1:99"],
    ] as const
  ) {
    const bench = await new Bench({ server }, tls).open();
    deepEqual(bench.network.attempts, [attempt]);
    await bench.stop();
  }
});

Deno.test("in silence the server is asked every five minutes, no more, and nobody gives up", async () => {
  const bench = await new Bench().open();
  bench.news();
  const { messagesOut } = bench.link.counters;
  await bench.clock.run(HOUR);
  equal(bench.link.counters.messagesOut - messagesOut, 12);
  equal(bench.server.isOnline("TWIZY42"), true);
  deepEqual(bench.news(), []);
  deepEqual(bench.events, ["connected 0"]);
  await bench.stop();
});

Deno.test("a half-open connection is noticed 60 s after the ping", async () => {
  const bench = await new Bench().open();
  bench.news();
  bench.server.faults.halfOpen = true;
  await bench.clock.run(6 * MINUTE - 1);
  deepEqual(bench.news(), []);
  bench.server.faults.halfOpen = false;
  await bench.clock.run(10 * SECOND);
  deepEqual(bench.news(), [
    "down: the server did not answer a ping within 60 s",
    "up",
    "MP-0 Z0",
  ]);
  deepEqual(bench.events, ["connected 0", "lost 360", "connected 361"]);
  await bench.stop();
});

Deno.test("a server that answers no login is left after 30 s and tried again", async () => {
  const bench = new Bench();
  bench.server.faults.silent = true;
  await bench.open();
  await bench.clock.run(29_999);
  equal(bench.network.attempts.length, 1);
  equal(bench.link.state, "connecting");
  bench.server.faults.silent = false;
  await bench.clock.run(5 * SECOND);
  deepEqual(bench.news(), ["up", "MP-0 Z0"]);
  await bench.stop();
});

Deno.test("an address that never answers is left after 30 s", async () => {
  const bench = new Bench();
  bench.network.blackHole = true;
  await bench.open();
  await bench.clock.run(30 * SECOND);
  match(bench.link.state, /no connection to the server within 30 s; next try/);
  bench.network.blackHole = false;
  await bench.clock.run(5 * SECOND);
  deepEqual(bench.news(), ["up", "MP-0 Z0"]);
  await bench.stop();
});

Deno.test("while nobody listens, tries become rare; afterwards it begins anew", async () => {
  const bench = new Bench();
  const { accept } = bench.network;
  bench.network.accept = undefined;
  await bench.open();
  await bench.clock.run(HOUR);
  const tries = bench.network.attempts.length;
  ok(tries > 20 && tries < 60, `${tries} tries in an hour`);
  bench.network.accept = accept;
  await bench.clock.run(5 * MINUTE);
  equal(bench.link.connected, true);
  await bench.clock.run(MINUTE);
  bench.server.disconnect();
  await bench.clock.run(2 * SECOND);
  equal(bench.link.connected, true);
  await bench.stop();
});

Deno.test("a killed server is found again, whatever the second of its return", async () => {
  for (const outage of [1, 20, 60, 110]) {
    const bench = await new Bench().open();
    const { accept } = bench.network;
    bench.network.accept = undefined;
    bench.server.disconnect();
    await bench.clock.run(outage * SECOND);
    bench.network.accept = accept;
    await bench.clock.run(MINUTE);
    equal(bench.link.connected, true, `after ${outage} s`);
    await bench.stop();
  }
});

for (
  const [name, set] of [
    ["a wrong password", (bench: Bench) => {
      bench.settings = { ...SETTINGS, password: "WRONG" };
    }],
    ["a server that closes at once", (bench: Bench) => {
      bench.server.faults.closeAtOnce = true;
    }],
  ] as const
) {
  Deno.test(`${name} does not hammer the server and is told once`, async () => {
    const bench = new Bench();
    set(bench);
    await bench.open();
    await bench.clock.run(10 * SECOND);
    equal(bench.network.attempts.length, 3);
    deepEqual(bench.news(), ["refused"]);
    await bench.clock.run(24 * HOUR);
    const tries = bench.network.attempts.length;
    ok(tries < 110, `${tries} tries in a day`);
    deepEqual(bench.news(), []);
    equal(bench.events.length, 1);
    equal(bench.link.counters.refusals, tries);
    await bench.stop();
  });
}

Deno.test("a corrected password is used at once, and a new refusal is told again", async () => {
  const bench = new Bench({ password: "WRONG" });
  await bench.open();
  await bench.clock.run(HOUR);
  deepEqual(bench.news(), ["refused"]);
  bench.settings = SETTINGS;
  bench.link.restart("the settings have changed");
  await settled();
  deepEqual(bench.news(), ["up", "MP-0 Z0"]);
  bench.settings = { ...SETTINGS, password: "WRONG" };
  for (const expected of [["down: changed"], []]) {
    bench.link.restart("changed");
    await settled();
    deepEqual(bench.news(), expected);
    await bench.clock.run(HOUR);
    deepEqual(bench.news(), ["refused"]);
  }
  await bench.stop();
});

Deno.test("when the server accepts again by itself, the next refusal is told again", async () => {
  const bench = await new Bench().open();
  for (let i = 0; i < 2; i++) {
    bench.news();
    bench.server.faults.closeAtOnce = true;
    bench.server.disconnect();
    await bench.clock.run(5 * MINUTE);
    deepEqual(bench.news(), [
      "down: the server closed the connection",
      "refused",
    ]);
    bench.server.faults.closeAtOnce = false;
    await bench.clock.run(30 * MINUTE);
    equal(bench.link.connected, true);
  }
  await bench.stop();
});

for (
  const [fault, counter, reason] of [
    ["wrongDigest", "impostors", /does not know the server password/],
    ["mirroredToken", "impostors", /mirrored/],
    ["garbage", "undecipherable", /does not decrypt/],
    ["overlong", "overlong", /too long/],
  ] as const
) {
  Deno.test(`fault ${fault}: logged, counted, and the link comes back`, async () => {
    const bench = new Bench();
    bench.server.faults[fault] = true;
    await bench.open();
    equal(bench.link.counters[counter], 1);
    equal(bench.logged.length, 1);
    match(bench.logged[0] ?? "", reason);
    await bench.clock.run(HOUR);
    ok(bench.link.counters[counter] < 60);
    // The others come so far that the link is up for a moment.
    const fails = counter === "impostors";
    if (fails) {
      ok(bench.link.counters[counter] > 1);
      equal(bench.logged.length, 1);
      match(bench.link.state, /, \d+ times; next try in/);
    }
    bench.server.faults[fault] = false;
    bench.news();
    await bench.clock.run(5 * MINUTE);
    deepEqual(bench.news(), ["up", "MP-0 Z0"]);
    if (fails) {
      match(bench.logged[1] ?? "", /connected, after \d+ failed tries/);
    }
    await bench.stop();
  });
}

Deno.test("a replayed login is found out at its first message", async () => {
  const bench = await new Bench().open();
  bench.server.disconnect();
  bench.server.faults.replay = true;
  bench.news();
  await bench.clock.run(2 * SECOND);
  equal(bench.link.counters.undecipherable > 0, true);
  deepEqual(bench.news().filter((text) => text.startsWith("MP-0")), []);
  bench.server.faults.replay = false;
  await bench.clock.run(MINUTE);
  equal(bench.told.at(-1), "MP-0 Z0");
  await bench.stop();
});

Deno.test("single bytes, slowly, are lines all the same", async () => {
  const bench = new Bench();
  bench.server.faults.slow = 100;
  await bench.open();
  deepEqual(bench.news(), []);
  await bench.clock.run(20 * SECOND);
  deepEqual(bench.news(), ["up", "MP-0 Z0"]);
  await bench.stop();
});

Deno.test("two cars with one id do not throw each other out every second", async () => {
  const bench = await new Bench().open();
  for (let i = 0; i < 3600; i++) {
    await bench.clock.run(SECOND);
    if (bench.link.connected) bench.server.disconnect();
  }
  ok(bench.network.attempts.length < 70);
  await bench.stop();
});

Deno.test("without settings nothing is tried; when they come, it connects", async () => {
  const bench = new Bench();
  bench.settings = undefined;
  await bench.open();
  await bench.clock.run(HOUR);
  deepEqual(bench.network.attempts, []);
  equal(bench.logged.length, 1);
  bench.settings = { ...SETTINGS, server: "no address" };
  await bench.clock.run(HOUR);
  deepEqual(bench.network.attempts, []);
  match(bench.link.state, /^parameter 4 is no server address/);
  bench.settings = SETTINGS;
  await bench.clock.run(MINUTE);
  deepEqual(bench.news(), ["up", "MP-0 Z0"]);
  await bench.stop();
});

Deno.test("a fault of the session is counted, and its text is not logged", async () => {
  const bench = new Bench();
  bench.link.open({
    up() {},
    down() {},
    refused() {},
    line(plain) {
      throw new Error(`cannot do ${plain}`);
    },
  });
  await settled();
  equal(bench.link.connected, true);
  equal(bench.link.counters.faults, 1);
  equal(bench.logged.length, 1);
  ok(!bench.logged.join().includes("Z0"));
  await bench.stop();
});

Deno.test("nothing secret is ever logged", async () => {
  for (const fault of ["wrongDigest", "garbage", "closeAtOnce"] as const) {
    const bench = new Bench();
    bench.server.faults[fault] = true;
    await bench.open();
    await bench.clock.run(HOUR);
    ok(bench.logged.length > 0);
    const text = bench.logged.join();
    ok(!text.includes(SETTINGS.password) && !text.includes(SETTINGS.vehicle));
    await bench.stop();
  }
});
