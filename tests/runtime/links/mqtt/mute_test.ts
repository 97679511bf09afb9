/** A broker that acknowledges nothing, as one that hangs: nothing waits for it for ever. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { connectBroker } from "../../../../runtime/links/mqtt/mod.ts";
import { Client, loginAt } from "./client.ts";
import { MuteBroker } from "./mute_broker.ts";
import { World } from "./stand_in.ts";

const SECOND = 1000;

async function carAt(broker: MuteBroker, version: string): Promise<World> {
  const settings = {
    url: `mqtt://me@127.0.0.1:${await broker.listen()}`,
    password: "",
    version,
  };
  return new World(settings, undefined, undefined, connectBroker);
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** Lets seconds pass, and the network do its work in between, until something holds. */
async function pass(world: World, holds: () => boolean): Promise<void> {
  while (!holds()) {
    await world.clock.run(SECOND);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

for (const version of ["3.1.1", "5"]) {
  Deno.test(`MQTT ${version}: what was under way when the connection broke comes on the next one`, async () => {
    await using broker = new MuteBroker();
    await using world = await carAt(broker, version);
    broker.acknowledges = (topic) => !topic.includes("/notify/");
    await pass(world, () => world.mqtt.link.connected);
    world.write(1, "a record");
    world.tell("a notice");
    const told = () => broker.topics.filter((is) => is.includes("/notify/"));
    await pass(world, () => told().length >= 2);
    broker.cut();
    await pass(world, () => !world.mqtt.link.connected);
    broker.topics.length = 0;
    broker.acknowledges = () => true;
    const waits = () => world.hal.store.unsent(1, "broker").length > 0;
    await pass(world, () => !waits() && told().length >= 2);
    deepEqual(world.log.filter((line) => line.includes("was refused")), []);
    // What the broker kept in a silence of unknown length is not wanted; after the start it is.
    deepEqual(broker.logins, [{ clean: version === "3.1.1" }, { clean: true }]);
  });

  Deno.test(`MQTT ${version}: another setting makes a new connection all the same`, async () => {
    await using broker = new MuteBroker();
    await using world = await carAt(broker, version);
    await pass(world, () => broker.topics.length > 0);
    world.runtime.settings.set("mqtt.keep-alive", "200", "test");
    await pass(world, () => broker.logins.length === 2);
    await pass(world, () => world.mqtt.link.connected);
    broker.acknowledges = () => true;
    ok(broker.logins.every(({ clean }) => clean === (version === "3.1.1")));
    broker.cut();
    await pass(world, () => !world.mqtt.link.connected);
  });
}

/** Properties of MQTT 5 by which a broker tells its limits. */
const SESSION_EXPIRY = 0x11,
  UNDER_WAY = 0x21,
  HIGHEST_QOS = 0x24,
  RETAIN = 0x25,
  LARGEST = 0x27;

Deno.test("MQTT 5: a broker gets what it takes, and records only where it acknowledges", async () => {
  for (const highest of [0, 1]) {
    await using broker = new MuteBroker();
    broker.properties = [HIGHEST_QOS, highest, RETAIN, 0];
    broker.properties = [...broker.properties, LARGEST, 0, 0, 0, 200];
    broker.acknowledges = () => true;
    await using world = await carAt(broker, "5");
    await pass(world, () => world.mqtt.link.connected);
    world.write(1, "a record");
    world.tell("A".repeat(200));
    const waits = () => world.hal.store.unsent(1, "broker").length > 0;
    const isTold = () => world.log.some((line) => line.includes("and limits"));
    await pass(world, () => isTold() && (highest === 0 || !waits()));
    equal(waits(), highest === 0);
    const { qos, retain, bytes } = broker.most;
    deepEqual({ qos, retain, fits: bytes <= 200 }, {
      qos: highest,
      retain: 0,
      fits: true,
    });
    equal(broker.logins.length, 1);
  }
});

Deno.test("MQTT 5: no more messages are under way than the broker takes", async () => {
  await using broker = new MuteBroker();
  broker.properties = [UNDER_WAY, 0, 2];
  const login = loginAt({ port: await broker.listen() }, { version: "5" });
  const client = new Client(login);
  await client.up.promise;
  const sent = [1, 2, 3, 4].map((n) => client.send(`t/${n}`, "x"));
  await client.broker.publish({
    topic: "last",
    payload: "",
    qos: 0,
    retain: true,
  });
  await until(() => broker.most.retain === 1);
  deepEqual(broker.topics, ["t/1", "t/2"]);
  client.broker.cut();
  for (const { status } of await Promise.allSettled(sent)) {
    equal(status, "rejected");
  }
});

Deno.test("MQTT 5: a session that the broker kept for longer than it was asked to is begun anew", async () => {
  await using broker = new MuteBroker();
  broker.acknowledges = () => true;
  broker.session = 1;
  broker.properties = [SESSION_EXPIRY, 0, 9, 58, 128];
  await using world = await carAt(broker, "5");
  await pass(world, () => broker.logins.length > 0);
  broker.session = 0;
  await pass(world, () => world.mqtt.link.connected);
  deepEqual(broker.logins, [{ clean: false }, { clean: true }]);
});

Deno.test("a broker that sends what nobody asked for is left, and why is told", async () => {
  await using broker = new MuteBroker();
  broker.acknowledges = () => true;
  await using world = await carAt(broker, "3.1.1");
  await pass(world, () => world.mqtt.link.connected);
  broker.say(0x34, 5, 0, 1, 97, 0, 1);
  await pass(world, () => !world.mqtt.link.connected);
  match(world.mqtt.link.state, /^the broker sent a message with a QoS that/);
});

Deno.test("a connection takes little memory", async () => {
  await using broker = new MuteBroker();
  broker.acknowledges = () => true;
  const script = `
    const { connectBroker } = await import("./runtime/links/mqtt/mod.ts");
    const { loginAt } = await import("./tests/runtime/links/mqtt/client.ts");
    gc();
    const before = Deno.memoryUsage().heapUsed;
    const { broker } = await new Promise((resolve) => {
      const broker = connectBroker(loginAt({ port: ${await broker
    .listen()} }), {
        up: () => resolve({ broker }),
        message() {},
        ended() {},
      });
    });
    gc();
    console.log(Deno.memoryUsage().heapUsed - before);
    broker.cut();
  `;
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-check", "--v8-flags=--expose-gc", script],
  }).output();
  equal(code, 0, new TextDecoder().decode(stderr));
  const bytes = Number(new TextDecoder().decode(stdout));
  ok(bytes < 5_000_000, `${bytes}`);
});
