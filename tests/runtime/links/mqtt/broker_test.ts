/** The adapter and the link with a real broker. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import {
  connectBroker,
  type Ended,
} from "../../../../runtime/links/mqtt/mod.ts";
import { parseBroker } from "../../../../runtime/links/mqtt/address.ts";
import { Client, loginAt, WILL } from "./client.ts";
import { hasMosquitto, Line, Mosquitto } from "./mosquitto.ts";
import { PREFIX, World } from "./stand_in.ts";
import { freePort } from "../../../ports.ts";

const ignore = !await hasMosquitto();
for (const version of ["3.1.1", "5"] as const) {
  Deno.test({
    name:
      `MQTT ${version}: retained values, and the will when the power is cut`,
    ignore,
    async fn() {
      await using mosquitto = new Mosquitto();
      await mosquitto.start();
      await using line = new Line(mosquitto.port);
      const car = new Client(loginAt(line, { version }));
      await car.up.promise;
      const message = { topic: "car/soc", payload: "97.38", qos: 2 } as const;
      await car.broker.publish({ ...message, retain: true });
      const app = new Client(loginAt(mosquitto, { version }));
      await app.up.promise;
      deepEqual(await app.broker.subscribe(["car/#", "will"]), []);
      equal(await app.on("car/soc"), "97.38");
      equal(app.messages[0]?.retain, true);
      line.cut();
      await car.ended.promise;
      equal(await app.on("will"), "no");
      await app.broker.close();
    },
  });

  Deno.test({
    name: `MQTT ${version}: refused logins and forbidden topics are told`,
    ignore,
    async fn() {
      await using mosquitto = new Mosquitto([
        "allow_anonymous true",
        "acl_file FOLDER/acl",
      ]);
      mosquitto.write("acl", ["topic read allowed/#"]);
      await mosquitto.start();
      const client = new Client(loginAt(mosquitto, { version }));
      await client.up.promise;
      const filters = ["allowed/#", "forbidden/#"];
      const denied = await client.broker.subscribe(filters);
      ok(denied.every((filter) => filter === "forbidden/#"));
      await client.broker.close();
      await using closed = new Mosquitto(["allow_anonymous false"]);
      await closed.start();
      const stranger = new Client(loginAt(closed, { version }));
      const { code } = await stranger.ended.promise;
      equal(code, version === "5" ? 0x87 : 5);
    },
  });
}

Deno.test("a broker that is not there is a connection that ended", async () => {
  const address = parseBroker(`mqtt://127.0.0.1:${freePort()}`);
  const ended = Promise.withResolvers<Ended>();
  connectBroker({
    address,
    user: "",
    password: "",
    clientId: "test",
    keepAlive: 60,
    version: "3.1.1",
    resumes: true,
    ca: "",
    cert: "",
    key: "",
    will: WILL,
  }, { up() {}, message() {}, ended: ended.resolve });
  match((await ended.promise).reason, /refused/i);
});

Deno.test({
  name: "the whole way: a car's values at an app, and its farewell",
  ignore,
  async fn() {
    await using mosquitto = new Mosquitto();
    await mosquitto.start();
    const app = new Client(loginAt(mosquitto));
    await app.up.promise;
    await app.broker.subscribe(["ovms/#"]);
    const world = new World(
      { url: `mqtt://me@127.0.0.1:${mosquitto.port}`, password: "" },
      undefined,
      undefined,
      connectBroker,
    );
    world.set("v.b.soc", 97.38);
    await world.clock.run(5);
    await app.on(`${PREFIX}metric/s/v3/connected`);
    await world.clock.run(1000);
    while (!world.mqtt.link.connected) await new Promise((r) => setTimeout(r));
    await app.on(`${PREFIX}metric/s/v3/peers`);
    await world.clock.run(1000);
    equal(await app.on(`${PREFIX}metric/v/b/soc`), "97.38");
    app.messages.length = 0;
    await world[Symbol.asyncDispose]();
    equal(await app.on(`${PREFIX}metric/s/v3/connected`), "no");
    await app.broker.close();
  },
});
