/** Links are alike: started with the same services, told of while they are at work, gone without a trace. */
import { deepEqual } from "node:assert/strict";
import { promptLink } from "../../../app/console/prompt.ts";
import { HistoryFile } from "../../../app/console/history_file.ts";
import { diagLink } from "../../../app/hardware/diag_port.ts";
import { simHal } from "../../../hal/sim/mod.ts";
import { SimNetwork } from "../../../hal/sim/network.ts";
import { httpLink } from "../../../runtime/links/http/mod.ts";
import type { Link } from "../../../runtime/links/link.ts";
import { connectBroker, mqttLink } from "../../../runtime/links/mqtt/mod.ts";
import { ovmsLink } from "../../../runtime/links/ovms/mod.ts";
import { Runtime } from "../../../runtime/runtime.ts";

const never = () => Promise.reject(new Error("there is none"));

const links: readonly Link[] = [
  ovmsLink({ network: new SimNetwork(() => {}) }),
  mqttLink({ connect: connectBroker }),
  httpLink({ hostname: "127.0.0.1" }),
  await promptLink({
    world: undefined,
    history: new HistoryFile(undefined),
    ended: () => {},
  }),
  diagLink(never),
];

Deno.test("every link starts on a runtime in the same way and leaves nothing there", async () => {
  const hal = simHal();
  const runtime = new Runtime({
    hal,
    common: [],
    vehicles: [],
    log: () => {},
  });
  const named = () => runtime.health.links().map(({ name }) => name);
  deepEqual(named(), []);
  runtime.start();
  deepEqual(named(), ["Mobile network"]);
  const running = links.map((link) => link.start(runtime));
  await hal.clock.run(1000);
  deepEqual(
    links.map(({ id }) => id),
    ["ovms", "mqtt", "http", "console", "console"],
  );
  deepEqual(named(), ["Mobile network", "OVMS server", "MQTT broker"]);
  const lines = runtime.health.drivers().map((line) => line.split(":", 1)[0]);
  deepEqual(lines.slice(-2), ["Server", "MQTT broker"]);
  for (const link of running) {
    const closed = link.close();
    await hal.clock.run(3000);
    await closed;
  }
  deepEqual(named(), ["Mobile network"]);
  runtime.stop();
  deepEqual(named(), []);
  hal.store.close();
});
