import { deepEqual, equal, match, ok } from "node:assert/strict";
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
  equal(await ask("HORN geheim"), "horn 1");
  equal(await ask("M 99,7"), "7");
  for (
    const wrong of [
      "HORN",
      "HORN wrong",
      "nonsense",
      "M 99",
      "",
      "x".repeat(2000),
    ]
  ) match(await ask(wrong), /^Error: /, wrong);
  match(await ask(new Uint8Array([0xff, 0xfe])), /^Error: /);
  equal(await ask("HORN geheim"), "horn 2");
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
  broker.send(topic, "HORN geheim", { retain: true });
  deepEqual(await answers(), []);
  broker.send(topic, "HORN geheim");
  broker.send(topic, "HORN geheim", { dup: true });
  deepEqual(await answers(), ["horn 1"]);
  // The same id again is a new command unless the broker says otherwise.
  broker.send(topic, "HORN geheim");
  deepEqual(await answers(), ["horn 2"]);
});
