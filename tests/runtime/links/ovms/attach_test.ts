import { deepEqual, equal, match, ok } from "node:assert/strict";
import { settled, SimClock } from "../../../../hal/sim/clock.ts";
import { openStore } from "../../../../hal/store/mod.ts";
import { World } from "./gateway.ts";

const SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE;

/** Texts to the owner in which a word occurs. */
function told({ gateway }: World, word: string): readonly string[] {
  return gateway.hal.gsm.sent.map(({ text }) => text)
    .filter((text) => text.includes(word));
}

/** Events of network and server since noon, by the second. */
function events({ gateway }: World, since: number): readonly string[] {
  return gateway.hal.store.history({ type: "*-Net-Event" }).map((
    { at, data },
  ) => `${Math.round(((at.wall ?? 0) - since) / SECOND)} ${data}`);
}

Deno.test("a wrong password: the owner is told once, over restarts too, and the server is spared", async () => {
  const clock = new SimClock(), store = openStore({ path: ":memory:", clock });
  const first = await World.open({ clock, store }, "another");
  await clock.run(24 * HOUR);
  const tries = first.network.attempts.length;
  ok(tries < 100, `${tries} tries in a day`);
  deepEqual(told(first, "refuses"), [
    "The OVMS server refuses the login: check vehicle id (parameter 8) and server password (parameter 9)",
  ]);
  await first.stop();
  const second = await World.open({ clock, store }, "another");
  await clock.run(HOUR);
  deepEqual(told(second, "refuses"), []);
  // The right one is tried at once, and a later refusal is news again.
  second.gateway.runtime.params.set(new Map([[9, "another"]]), "test");
  await clock.run(2 * SECOND);
  equal(second.gateway.server.connected, true);
  second.gateway.runtime.params.set(new Map([[9, "wrong again"]]), "test");
  await clock.run(MINUTE);
  equal(told(second, "refuses").length, 1);
  equal(
    second.gateway.log.some((line) => /another|wrong again/.test(line)),
    false,
  );
  await second.stop();
  store.close();
});

Deno.test("changed settings make a new connection, after the command that changed them is answered", async () => {
  await using world = await World.open();
  const { link } = world.gateway.server, { params } = world.gateway.runtime;
  for (const [number, value] of [[1, "newpass"], [4, "other"], [10, "P"]]) {
    const logins = link.counters.logins;
    const client = await world.client();
    client.send(`C4,${number},${value}`);
    // In paranoid mode the server sees a wrapped reply only once the mode is on.
    equal(await client.next(/^c/), "c4,0");
    await world.clock.run(SECOND);
    equal(link.counters.logins, logins + 1, `parameter ${number}`);
    client.close();
  }
  equal(link.paranoid, true);
  deepEqual(world.network.attempts.at(-1), "other:6867");
  const logins = link.counters.logins;
  params.set(new Map([[13, "operator"], [2, "K"], [11, "CLUB"]]), "test");
  await world.clock.run(MINUTE);
  equal(link.counters.logins, logins);
  params.set(new Map([[4, "third"], [9, "x"], [8, "y"]]), "test");
  await world.clock.run(SECOND);
  equal(world.network.attempts.at(-1), "third:6867");
});

Deno.test("a server that takes no answers does not keep the car from another one", async () => {
  await using world = await World.open();
  const { clock, gateway, network } = world, { link } = gateway.server;
  await clock.run(5 * SECOND);
  const { send } = link;
  link.send = () => false;
  (await world.client()).send("C201");
  await clock.run(2 * SECOND);
  gateway.runtime.params.set(new Map([[4, "other.example.org"]]), "test");
  await clock.run(59 * SECOND);
  deepEqual(network.attempts.slice(1), []);
  await clock.run(2 * SECOND);
  deepEqual(network.attempts.slice(1), ["other.example.org:6867"]);
  link.send = send;
});

Deno.test("SERVER and RESET by SMS, and code 5: one new connection each", async () => {
  await using world = await World.open();
  const { gateway, network, clock } = world;
  const sms = async (text: string) => {
    const handled = gateway.hal.gsm.incoming("+491701234567", text);
    await clock.run(SECOND);
    await handled;
  };
  await sms("SERVER other.example.org NETPASS -");
  deepEqual(network.attempts, [
    "server.example.org:6867",
    "other.example.org:6867",
  ]);
  await sms("RESET");
  equal(network.attempts.length, 3);
  const client = await world.client();
  client.send("C5");
  equal(await client.next(/^c/), "c5,0");
  await clock.run(SECOND);
  equal(network.attempts.length, 4);
  equal(gateway.server.connected, true);
});

Deno.test("without settings nothing is tried; as soon as they are there, it is", async () => {
  await using world = await World.open({ params: { 4: "" } });
  await world.clock.run(10 * MINUTE);
  deepEqual(world.network.attempts, []);
  deepEqual(world.gateway.log.filter((line) => line.startsWith("warning")), []);
  match(
    world.gateway.runtime.health.drivers().join("\n"),
    /Server: not set up/,
  );
  world.gateway.runtime.params.set(new Map([[4, "host"]]), "test");
  await world.clock.run(SECOND);
  equal(world.gateway.server.connected, true);
  match(world.gateway.runtime.health.drivers().join("\n"), /Server: connected/);
});

Deno.test("network and server: when they came and went", async () => {
  await using world = await World.open();
  const { gateway, clock, server } = world, noon = clock.wall().ms;
  await clock.run(10 * SECOND);
  const { accept } = world.network;
  world.network.accept = undefined;
  server.disconnect();
  await clock.run(20 * SECOND);
  gateway.hal.gsm.state = { ...gateway.hal.gsm.state, registered: false };
  await clock.run(10 * SECOND);
  // The vehicle's side starts again; what was lost before is not lost once more.
  gateway.runtime.restart();
  gateway.hal.gsm.state = { ...gateway.hal.gsm.state, registered: true };
  world.network.accept = accept;
  await clock.run(20 * SECOND);
  const [network, came, lost, ...rest] = events(world, noon);
  deepEqual([network, came, lost], [
    "0 network,connected",
    "1 server,connected",
    "11 server,lost",
  ]);
  deepEqual(rest.map((event) => event.split(" ")[1]).sort(), [
    "network,connected",
    "network,lost",
    "server,connected",
  ]);
  // They stay here.
  deepEqual(world.history("*-Net-Event"), []);
});

Deno.test("a replayed login gets neither notices nor records, and nothing counts as delivered", async () => {
  await using world = await World.open();
  const { gateway, server, clock } = world;
  await clock.run(MINUTE);
  server.faults.replay = true;
  server.disconnect();
  await clock.run(5 * SECOND);
  gateway.record("RT-TEST", 1, "x");
  gateway.runtime.notify("test.notice", {
    priority: "info",
    summary: "",
    always: true,
  }, "hello");
  await clock.run(10 * SECOND);
  equal(gateway.server.connected, false);
  equal(gateway.hal.store.waiting("ip").length, 1);
  server.faults.replay = false;
  await clock.run(MINUTE);
  await settled();
  equal(world.history("RT-TEST").length, 1);
  deepEqual(gateway.hal.store.waiting("ip"), []);
  equal(
    server.find("TWIZY42")?.pushes.filter((text) => text === "Ahello").length,
    1,
  );
});

Deno.test("half-open, silent, garbage, overlong, impostor: what arose meanwhile arrives once", async () => {
  const faults = [
    "halfOpen",
    "silent",
    "garbage",
    "overlong",
    "wrongDigest",
    "mirroredToken",
    "closeAtOnce",
  ] as const;
  await using world = await World.open();
  const { gateway, server, clock } = world;
  for (const [i, fault] of faults.entries()) {
    server.faults[fault] = true;
    if (fault !== "halfOpen") server.disconnect();
    for (let minute = 0; minute < 8; minute++) {
      gateway.record("RT-TEST", i, `${fault} ${minute}`);
      await clock.run(MINUTE);
    }
    equal(gateway.server.connected, false, fault);
    server.faults[fault] = false;
    // One that closes at once seems to refuse the password, which is tried less and less often
    await clock.run((fault === "closeAtOnce" ? 20 : 5) * MINUTE);
    equal(gateway.server.connected, true, fault);
  }
  equal(world.history("RT-TEST").length, faults.length * 8);
  deepEqual(gateway.hal.store.unsent(1), []);
  equal(gateway.server.link.counters.faults, 0);
});

Deno.test("paranoid mode in both directions: an app with the key is answered with the key", async () => {
  await using world = await World.open({ params: { 10: "P" } });
  const app = await world.client("A");
  await world.clock.run(0);
  ok(app.received.some((text) => text.startsWith("EML")));
  equal(app.received.some((text) => /^[SLDFW]/.test(text)), false);
  // cmd.pl does not encrypt its commands; one that cannot be read is answered as well.
  for (const command of ["C201", "EMCnot base64!"]) {
    app.send(command);
    match(await app.next(/^(?:EM)?c/), /^EMc/);
  }
});
