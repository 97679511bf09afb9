/** How long a command takes over MQTT, from a client through a real broker to the car and back. */
import { SystemClock } from "../../hal/clock.ts";
import { pause } from "../../hal/pause.ts";
import { simHal } from "../../hal/sim/mod.ts";
import { common, vehicles } from "../../plugins/mod.ts";
import { connectBroker, mqttLink } from "../../runtime/links/mqtt/mod.ts";
import { Runtime } from "../../runtime/runtime.ts";
import { Client, loginAt } from "../runtime/links/mqtt/client.ts";
import { Mosquitto } from "../runtime/links/mqtt/mosquitto.ts";

const TOPIC = "ovms/me/CAR/client/rr";
/** Between two commands, ms. */
const PAUSE = 100;

/** Times of all commands, ms, the shortest first. */
export async function roundTrips(
  commands: number,
  config: readonly string[],
): Promise<readonly number[]> {
  await using mosquitto = new Mosquitto([...config]);
  await mosquitto.start();
  const clock = new SystemClock(), hal = simHal(clock);
  hal.store.put("params", { 8: "CAR", 14: "RT" });
  const runtime = new Runtime({
    hal,
    common,
    vehicles,
    fresh: false,
    log: () => {},
  });
  runtime.start();
  const car = mqttLink({
    url: `mqtt://me@127.0.0.1:${mosquitto.port}`,
    connect: connectBroker,
    random: () => 0.01,
  }).start(runtime);
  while (!car.link.connected) await pause(clock, PAUSE);
  const client = new Client(loginAt(mosquitto));
  await client.up.promise;
  await client.broker.subscribe([`${TOPIC}/response/#`]);
  const times: number[] = [];
  for (let k = 0; k < commands; k++) {
    await pause(clock, PAUSE);
    client.messages.length = 0;
    const begin = performance.now();
    void client.send(`${TOPIC}/command/${k}`, "STAT?");
    await client.on(`${TOPIC}/response/${k}`);
    times.push(performance.now() - begin);
  }
  await client.broker.close();
  await car.close();
  runtime.stop();
  hal.store.close();
  return times.sort((a, b) => a - b);
}

/** Median, 99th of 100 and longest, as text. */
export function spread(times: readonly number[]): string {
  const at = (part: number) =>
    (times[Math.floor((times.length - 1) * part)] ?? NaN).toFixed(1);
  return `median ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`;
}
