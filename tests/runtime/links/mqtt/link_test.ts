import { deepEqual, equal, match, ok } from "node:assert/strict";
import { OWNER, PREFIX, SECRET, World } from "./stand_in.ts";

const SECOND = 1000, MINUTE = 60 * SECOND;

Deno.test("after connecting: the will is set, the car is there, every value is retained", async () => {
  await using world = await World.open();
  const { broker, clock } = world, [login] = broker.logins;
  deepEqual(login?.will, {
    topic: `${PREFIX}metric/s/v3/connected`,
    payload: "no",
    qos: 1,
    retain: true,
  });
  equal(login?.clientId, "TWIZY42");
  world.set("v.b.soc", 97.38);
  world.set("v.e.locked", true);
  await clock.run(5 * SECOND);
  ok(
    broker.published.every(({ retain, qos, topic }) =>
      retain !== topic.includes("/client/") && qos < 2
    ),
  );
  const seen = broker.take();
  equal(seen.get("metric/s/v3/connected"), "yes");
  equal(seen.get("metric/v/b/soc"), "97.38");
  equal(seen.get("metric/v/e/locked"), "yes");
  ok([...seen.values()].every((text) => !/nan|undefined|null/i.test(text)));
});

Deno.test("what a metric merely begins as is not published: nobody measured it", async () => {
  await using world = await World.open();
  const { broker, clock } = world, { metrics } = world.runtime.host;
  const spec = { name: "x.heard", unit: "", initial: 0 } as const;
  const begins = metrics.claim(spec, "test");
  const assumed = metrics.find("v.e.locked");
  ok(assumed);
  metrics.copy(assumed, false, null);
  await clock.run(10 * SECOND);
  broker.send(`${PREFIX}client/app/request/metric`, "*");
  await clock.run(10 * SECOND);
  const told = broker.take();
  deepEqual(
    ["metric/x/heard", "metric/v/e/locked"].filter((topic) => told.has(topic)),
    [],
  );
  equal(metrics.read(begins), 0);
  metrics.restore(begins, 0, 0);
  metrics.restore(assumed, false, 0);
  await clock.run(20 * SECOND);
  const heard = broker.take();
  equal(heard.get("metric/v/e/locked"), "no");
  broker.send(`${PREFIX}client/app/request/metric`, "*");
  await clock.run(5 * SECOND);
  equal(broker.take().get("metric/x/heard"), "0");
});

Deno.test("changes are told at the pace of the car's state, those of the switches at once", async () => {
  await using world = await World.open();
  const { broker, clock } = world;
  await clock.run(10 * SECOND);
  /** Seconds until a change of the odometer is told. */
  const delay = async (most: number): Promise<number> => {
    broker.take();
    world.set("v.p.odometer", Math.random() * 1000);
    for (let second = 1; second <= most; second++) {
      await clock.run(SECOND);
      if (broker.take().has("metric/v/p/odometer")) return second;
    }
    return Infinity;
  };
  ok(await delay(60) > 60);
  world.set("v.e.awake", true);
  await clock.run(SECOND);
  equal(broker.take().get("metric/v/e/awake"), "yes");
  await delay(60);
  equal(await delay(60), 60);
  broker.send(`${PREFIX}client/app/active`, "1");
  // The first look is the one that the client's coming brings.
  await delay(60);
  await delay(60);
  equal(await delay(60), 10);
  world.set("v.e.on", true);
  await delay(60);
  equal(await delay(60), 5);
});

Deno.test("a client that comes gets everything, and what it asks for by name", async () => {
  await using world = await World.open();
  const { broker, clock } = world;
  world.set("v.b.soc", 50);
  await clock.run(MINUTE);
  broker.take();
  broker.send(`${PREFIX}client/app/active`, "1");
  equal(broker.take().get("metric/s/v3/peers"), "1");
  await clock.run(5 * SECOND);
  equal(broker.take().get("metric/v/b/soc"), "50");
  broker.send(`${PREFIX}client/app/request/metric`, "v.b.soc,xx*yy");
  await clock.run(SECOND);
  equal(broker.take().get("metric/v/b/soc"), "50");
  await clock.run(2 * MINUTE);
  equal(broker.take().get("metric/s/v3/peers"), "0");
});

Deno.test("small changes wait for the round while nobody looks on; asleep, the link is quiet", async () => {
  await using world = await World.open();
  const { broker, clock } = world;
  world.set("v.e.awake", true);
  world.set("v.b.soc", 97.38);
  await clock.run(30 * SECOND);
  broker.take();
  world.set("v.b.soc", 97.3);
  await clock.run(5 * MINUTE);
  equal(broker.take().has("metric/v/b/soc"), false);
  await clock.run(16 * MINUTE);
  equal(broker.take().get("metric/v/b/soc"), "97.3");
  broker.send(`${PREFIX}client/app/active`, "1");
  await clock.run(10 * SECOND);
  broker.take();
  world.set("v.b.soc", 97.2);
  await clock.run(11 * SECOND);
  equal(broker.take().get("metric/v/b/soc"), "97.2");
  world.set("v.e.awake", false);
  await clock.run(5 * MINUTE);
  broker.take();
  await clock.run(3 * 60 * MINUTE);
  deepEqual([...broker.take().keys()], []);
});

Deno.test("what happens is told as events of OVMS v3, but not what happened in an outage", async () => {
  await using world = await World.open();
  const { broker, clock } = world;
  world.set("v.e.on", false);
  await clock.run(SECOND);
  broker.published.length = 0;
  world.set("v.e.on", true);
  await clock.run(SECOND);
  const events = () =>
    broker.published.splice(0).filter(({ topic }) =>
      topic.startsWith(`${PREFIX}event`)
    ).map(({ topic, payload, qos, retain }) => [
      topic.replace(PREFIX, ""),
      payload,
      qos,
      retain,
    ]);
  deepEqual(events(), [
    ["event", "vehicle.on", 0, false],
    ["event/vehicle/on", "", 0, false],
  ]);
  broker.end({ reason: "gone" });
  world.set("v.e.on", false);
  await clock.run(90 * SECOND);
  equal(world.mqtt.link.connected, true);
  deepEqual(events(), []);
});

Deno.test("a client asks for configuration by name, and never gets what is secret", async () => {
  await using world = await World.open();
  const { broker, clock, runtime } = world;
  const ask = async (name: string) => {
    broker.take();
    broker.send(`${PREFIX}client/app/request/config`, name);
    await clock.run(1);
    return broker.take().get(`client/app/config/${name}`);
  };
  equal(await ask("vehicle/id"), "TWIZY42");
  equal(await ask("mqtt/version"), "3.1.1");
  for (
    const { name, secret } of runtime.settings.list().filter(({ secret }) =>
      secret
    )
  ) {
    ok(secret);
    equal(await ask(name.replace(".", "/")), "", name);
  }
  equal(await ask("password/module"), "");
  for (const bad of ["", "vehicle", "a/b/c", "+/#", "a\0/b"]) {
    equal(await ask(bad), undefined, bad);
  }
});

Deno.test("a broker that drops without a word what its access list forbids is found out", async () => {
  await using world = await World.open();
  const { broker, clock } = world;
  const complaints = () =>
    world.log.filter((line) => line.includes("do not come back")).length;
  await clock.run(11 * SECOND);
  equal(complaints(), 1);
  broker.end({ reason: "gone" });
  await clock.run(61 * SECOND);
  broker.send(`${PREFIX}client/ovms-edge/active`, "0");
  await clock.run(11 * SECOND);
  equal(complaints(), 1);
});

Deno.test("a refused login ends the tries; the owner is told once, until the settings change", async () => {
  await using world = new World();
  const { broker, clock, runtime, hal } = world;
  broker.refuse = 5;
  await clock.run(60 * MINUTE);
  equal(broker.logins.length, 1);
  const told = () =>
    hal.gsm.sent.filter(({ text }) => text.includes("MQTT")).length;
  equal(told(), 1);
  match(world.mqtt.link.state, /refused/);
  broker.refuse = undefined;
  runtime.settings.set("mqtt.password", "another", "test");
  await clock.run(SECOND);
  equal(world.mqtt.link.connected, true);
  ok(!world.log.some((line) => line.includes(SECRET) || line.includes(OWNER)));
});

Deno.test("the link is told of with state and last problems, without secrets", async () => {
  await using world = await World.open();
  const { broker, clock, runtime } = world;
  const told = () =>
    runtime.health.links().find(({ name }) => name === "MQTT broker");
  deepEqual(told(), { name: "MQTT broker", state: "connected", problems: [] });
  broker.end({ reason: "the broker ended the connection" });
  match(
    told()?.state ?? "",
    /^the broker ended the connection; next try in 60 s$/,
  );
  equal(told()?.problems.length, 1);
  await clock.run(SECOND);
  match(runtime.health.drivers().join("\n"), /MQTT broker: the broker ended/);
  ok(!JSON.stringify(runtime.health.links()).includes(SECRET));
});

Deno.test("a lost connection comes back after a minute, a failed one after half of it", async () => {
  await using world = await World.open();
  const { broker, clock } = world;
  broker.refuse = 3;
  broker.end({ reason: "the broker ended the connection" });
  await clock.run(59 * SECOND);
  equal(broker.logins.length, 1);
  await clock.run(2 * SECOND);
  equal(broker.logins.length, 2);
  broker.refuse = undefined;
  await clock.run(31 * SECOND);
  equal(world.mqtt.link.connected, true);
  equal(broker.logins.length, 3);
});

Deno.test("what the broker forbids is told by name; hostile messages do nothing", async () => {
  const world = new World();
  await using _ = world;
  const { broker, clock } = world;
  broker.denied = [`${PREFIX}client/+/command/+`];
  await clock.run(SECOND);
  ok(world.log.some((line) => line.includes("forbids client/+/command/+")));
  const before = world.log.length;
  for (
    const topic of ["client/x/active", "client/+/request/metric", "", "a/\0#"]
  ) {
    broker.send(`${PREFIX}${topic}`, new Uint8Array([0xff, 0xfe, 0]));
    broker.send(`${PREFIX}${topic}`, new Uint8Array(1_000_000));
    broker.send(topic, "x");
  }
  await clock.run(2 * SECOND);
  equal(world.log.length, before);
  equal(world.mqtt.link.connected, true);
});

Deno.test("another vehicle id leaves no values of the former one behind", async () => {
  await using world = await World.open();
  const { broker, clock, runtime } = world;
  world.set("v.b.soc", 80);
  await clock.run(30_000);
  broker.published.length = 0;
  runtime.params.set(new Map([[8, "OTHER"]]), "test");
  await clock.run(10_000);
  const last = (topic: string) =>
    broker.published.findLast((message) => message.topic === topic);
  for (const name of ["v/b/soc", "s/v3/connected", "s/v3/peers"]) {
    deepEqual(last(`${PREFIX}metric/${name}`), {
      topic: `${PREFIX}metric/${name}`,
      payload: "",
      qos: 0,
      retain: true,
    });
  }
  equal(last("ovms/me/OTHER/metric/v/b/soc")?.payload, "80");
  // With the same topics the values stay, and the car is told to be away for a moment.
  broker.published.length = 0;
  runtime.settings.set("mqtt.keep-alive", "60", "test");
  await clock.run(10_000);
  equal(
    broker.published.some(({ payload, retain, topic }) =>
      retain && payload === "" && topic.includes("/metric/")
    ),
    false,
  );
  equal(
    broker.published.find(({ topic }) => topic.endsWith("connected"))?.payload,
    "no",
  );
});
