import { deepEqual } from "node:assert/strict";
import { bench } from "ovms-edge/testing";
import net from "../../plugins/net/mod.ts";

Deno.test("network and server leave an event each time they come or go, and nothing else", async () => {
  await using car = await bench(net);
  const { gsm, store } = car.hal;
  const events = () =>
    store.history({ type: "*-Net-Event" }).map(({ data }) => data);
  deepEqual(events(), ["network,connected", "server,connected"]);
  await car.seconds(100);
  gsm.state = { ...gsm.state, registered: false };
  await car.seconds(2);
  gsm.state = { ...gsm.state, registered: true, signal: 3 };
  await car.seconds(2);
  deepEqual(events().slice(2), ["network,lost", "network,connected"]);
  deepEqual(car.server.filter((line) => line.includes("Net-Event")), []);
});
