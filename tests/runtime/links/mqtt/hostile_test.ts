/** What goes wrong with real brokers: hostile clients, forbidden topics, a client id that two programs use. */
import { equal, match, ok } from "node:assert/strict";
import { connectBroker } from "../../../../runtime/links/mqtt/mod.ts";
import { Client, loginAt, sendBytes } from "./client.ts";
import { hasMosquitto, Mosquitto } from "./mosquitto.ts";
import { PREFIX, World } from "./stand_in.ts";

const ignore = !await hasMosquitto();

/** A car at a real broker, connected. */
async function carAt(
  { port }: Mosquitto,
  more: Readonly<Record<string, string>> = {},
): Promise<World> {
  const world = new World(
    { url: `mqtt://me@127.0.0.1:${port}`, password: "", ...more },
    undefined,
    undefined,
    connectBroker,
  );
  await world.clock.run(1000);
  await until(() => world.mqtt.link.connected);
  return world;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}

for (const version of ["3.1.1", "5"] as const) {
  Deno.test({
    name:
      `MQTT ${version}: a hostile client stops neither the link nor an honest one`,
    ignore,
    async fn() {
      await using mosquitto = new Mosquitto();
      await mosquitto.start();
      await using world = await carAt(mosquitto, { version });
      const app = new Client(loginAt(mosquitto));
      await app.up.promise;
      await app.broker.subscribe([`${PREFIX}client/#`]);
      const hostile = [
        new Uint8Array([0xff, 0xfe, 0x00, 0xc3, 0x28]),
        new Uint8Array(1_000_000).fill(65),
        ...["", "\0", "+/#", "v.*,*.*,".repeat(50_000)].map((text) =>
          new TextEncoder().encode(text)
        ),
      ];
      const topics = [
        "client/x/active",
        "client/x/command/1",
        "client/x/request/metric",
        "client/x/request/config",
        "client/\u{1F600}/command/ü",
      ];
      await sendBytes(
        mosquitto,
        topics.flatMap((topic) =>
          hostile.map((payload) => [PREFIX + topic, payload] as const)
        ),
      );
      await app.send(`${PREFIX}client/honest/command/7`, "HORN");
      equal(await app.on(`${PREFIX}client/honest/response/7`), "horn 1");
      equal(world.mqtt.link.connected, true);
      ok(!world.log.some((line) => line.startsWith("error")));
      await app.broker.close();
    },
  });
}

Deno.test({
  name:
    "what an access list forbids is told, also where the broker says nothing",
  ignore,
  async fn() {
    for (const version of ["3.1.1", "5"] as const) {
      await using mosquitto = new Mosquitto([
        "allow_anonymous true",
        "acl_file FOLDER/acl",
      ]);
      mosquitto.write("acl", ["topic read nothing/#"]);
      await mosquitto.start();
      await using world = await carAt(mosquitto, { version });
      const told = () =>
        world.log.filter((line) => line.includes("access list"));
      while (told().length === 0) {
        await world.clock.run(1000);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      match(
        told().join(),
        version === "5" ? /was refused/ : /do not come back/,
      );
    }
  },
});

Deno.test({
  name: "two programs with one client id wait longer and longer, both",
  ignore,
  async fn() {
    await using mosquitto = new Mosquitto();
    await mosquitto.start();
    await using one = await carAt(mosquitto);
    await using two = await carAt(mosquitto);
    await until(() => !one.mqtt.link.connected);
    const waits: number[] = [];
    for (const world of [one, two, one, two, one]) {
      const other = world === one ? two : one;
      await until(() => /next try in/.test(world.mqtt.link.state));
      waits.push(Number(/in (\d+) s/.exec(world.mqtt.link.state)?.[1]));
      await world.clock.run((waits.at(-1) ?? 0) * 1000 + 100);
      await until(() => world.mqtt.link.connected);
      await until(() => !other.mqtt.link.connected);
    }
    equal(waits.join(), "60,60,120,120,240");
  },
});
