import { deepEqual, doesNotMatch, equal, match, ok } from "node:assert/strict";
import { verbOf } from "../../../../runtime/links/mqtt/shell.ts";
import { PREFIX, World } from "./stand_in.ts";

Deno.test("a command is answered where its client waits, with Error: where it failed", async () => {
  await using world = await World.open();
  const { broker, clock } = world;
  const ask = async (line: string | Uint8Array): Promise<string> => {
    broker.take();
    broker.send(`${PREFIX}client/rr/command/ab1`, line);
    await clock.run(1);
    return broker.take().get("client/rr/response/ab1") ?? "no answer";
  };
  equal(await ask("HORN"), "horn 1");
  equal(await ask("M 99,7"), "7");
  for (
    const wrong of [
      "PASS geheim newword",
      "nonsense",
      "M 99",
      "homelink 2",
      "",
      "x".repeat(2000),
    ]
  ) match(await ask(wrong), /^Error: /, wrong);
  match(await ask(new Uint8Array([0xff, 0xfe])), /^Error: /);
  equal(await ask("HORN"), "horn 2");
  ok(!world.log.some((line) => line.includes("geheim")));
});

Deno.test("a command is executed once, and never one that the broker had retained", async () => {
  await using world = await World.open();
  const { broker, clock } = world, topic = `${PREFIX}client/rr/command/1`;
  const answers = async (): Promise<readonly string[]> => {
    await clock.run(1);
    return broker.published.splice(0).filter(({ topic }) =>
      topic.includes("/response/")
    ).map(({ payload }) => payload);
  };
  broker.send(topic, "HORN", { retain: true });
  deepEqual(await answers(), []);
  broker.send(topic, "HORN");
  broker.send(topic, "HORN", { dup: true });
  deepEqual(await answers(), ["horn 1"]);
  // The same id again is a new command unless the broker says otherwise.
  broker.send(topic, "HORN");
  deepEqual(await answers(), ["horn 2"]);
  // Perhaps it was executed before a restart, of which nobody here knows.
  broker.send(topic.replace("/1", "/2"), "HORN", { dup: true });
  deepEqual(await answers(), []);
});

Deno.test("a command that may have waited while the program was held up is not executed", async () => {
  await using world = await World.open();
  const { broker, clock } = world;
  await clock.run(1000);
  clock.halt(70_000);
  broker.send(`${PREFIX}client/rr/command/1`, "HORN");
  await clock.run(1);
  broker.send(`${PREFIX}client/rr/command/2`, "HORN");
  await clock.run(1000);
  broker.send(`${PREFIX}client/rr/command/3`, "HORN");
  await clock.run(1000);
  const answers = broker.published.filter(({ topic }) =>
    topic.includes("/response/")
  );
  deepEqual(answers.map(({ payload }) => payload), [
    "Error: too late",
    "Error: too late",
    "horn 1",
  ]);
});

Deno.test("lines of OVMS v3 have the words of its shell", async () => {
  deepEqual(
    [
      "charge start",
      "lock 1234",
      "Climatecontrol  on",
      "homelink 2",
      "STAT",
      "lock",
    ].map(verbOf),
    [
      "CHARGESTART",
      "LOCK 1234",
      "CLIMATE on",
      "HOMELINK 2",
      undefined,
      undefined,
    ],
  );
  await using world = await World.open();
  const { broker, clock } = world;
  world.set("v.b.soc", 50);
  await clock.run(10_000);
  broker.take();
  broker.send(`${PREFIX}client/rr/command/1`, "server v3 update all");
  await clock.run(1000);
  const seen = broker.take();
  equal(seen.get("client/rr/response/1"), "All values follow");
  equal(seen.get("metric/v/b/soc"), "50");
});

Deno.test("over a plain connection through networks of others nobody writes to the car or changes who may", async () => {
  const ask = async (world: World, line: string): Promise<string> => {
    world.broker.send(`${PREFIX}client/rr/command/1`, line);
    await world.clock.run(1);
    return world.broker.take().get("client/rr/response/1") ?? "no answer";
  };
  for (
    const line of ["M 98,1", "TUNE", "M 7,TUNE", "lock 1234", "M 97"]
  ) {
    await using far = await World.open();
    match(await ask(far, line), /^Error: refused: anybody/, line);
    for (const url of ["mqtts://me@broker.example", "mqtt://me@192.168.1.2"]) {
      await using safe = await World.open({ url });
      doesNotMatch(await ask(safe, line), /anybody on the way/, line);
    }
    await using allowed = await World.open({ "plain-control": "on" });
    doesNotMatch(await ask(allowed, line), /anybody on the way/, line);
  }
  await using far = await World.open();
  equal(await ask(far, "HORN"), "horn 1");
});

Deno.test("of a flood of messages fifty a second are taken in, whatever they ask, and the rest is dropped", async () => {
  await using world = await World.open();
  const { broker, clock } = world;
  const flood = async (topic: string, text: string): Promise<number> => {
    broker.take();
    broker.published.length = 0;
    for (let n = 0; n < 1000; n++) broker.send(`${PREFIX}${topic}`, text);
    await clock.run(1);
    return broker.published.filter(({ topic }) => topic.includes("client/"))
      .length;
  };
  // The vehicle's own second goes on within a thousandth of one
  equal(await flood("client/rr/command/1", "HORN") <= 50, true);
  await clock.run(2000);
  equal(await flood("client/rr/request/config", "vehicle.type") <= 50, true);
  await clock.run(2000);
  broker.take();
  broker.send(`${PREFIX}client/rr/command/7`, "M 99,7");
  await clock.run(1);
  equal(broker.take().get("client/rr/response/7"), "7");
  const told = world.log.filter((line) => /50 messages a second/.test(line));
  equal(told.length >= 1 && told.length <= 2, true);
});
