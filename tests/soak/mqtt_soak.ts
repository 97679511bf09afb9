/**
 * What the MQTT link takes: memory over many published values, and processor time while the car drives;
 * and how long a command takes, with the broker as it comes and as it should be.
 *
 *     deno run --v8-flags=--expose-gc --allow-all tests/soak/mqtt_soak.ts [values=1000000] [commands=200]
 *
 * Ends with 1 when the heap grows with the values, or the link takes 1 % of a core.
 * @module
 */
import { readSystemFile } from "../../hal/linux/mod.ts";
import { settled, SimClock } from "../../hal/sim/clock.ts";
import { simHal } from "../../hal/sim/mod.ts";
import { common, vehicles } from "../../plugins/mod.ts";
import { SimTwizy } from "../../plugins/twizy/sim/mod.ts";
import { connectBroker, mqttLink } from "../../runtime/links/mqtt/mod.ts";
import { Runtime } from "../../runtime/runtime.ts";
import { Client, loginAt } from "../runtime/links/mqtt/client.ts";
import { hasMosquitto, Mosquitto } from "../runtime/links/mqtt/mosquitto.ts";
import { argument } from "./arguments.ts";
import { heap } from "./heap.ts";
import { roundTrips, spread } from "./mqtt_round_trip.ts";

const SECOND = 1000;
/** Growth of the heap that is none, MB. */
const SLACK = 3;
/** Seconds of driving over which processor time is taken. */
const DRIVE = 1200;

/** A car that drives, with a link to a broker or without any. */
class Car implements AsyncDisposable {
  readonly #clock = new SimClock();
  readonly #hal = simHal(this.#clock);
  readonly #twizy = new SimTwizy({ soc: 90, seed: 1 });
  readonly #runtime: Runtime;
  readonly #link: ReturnType<ReturnType<typeof mqttLink>["start"]> | undefined;
  published = 0;

  constructor(port?: number) {
    this.#hal.store.put("params", { 8: "CAR", 14: "RT" });
    this.#runtime = new Runtime({
      hal: this.#hal,
      common,
      vehicles,
      fresh: false,
      log: () => {},
    });
    this.#runtime.start();
    this.#twizy.key(true);
    this.#twizy.drive("city");
    this.#link = port === undefined ? undefined : mqttLink({
      url: `mqtt://me@127.0.0.1:${port}`,
      connect: (login, events) => {
        const broker = connectBroker(login, events);
        return {
          ...broker,
          publish: (message) => {
            this.published++;
            return broker.publish(message);
          },
        };
      },
    }).start(this.#runtime);
  }

  async connect(): Promise<void> {
    while (this.#link?.link.connected === false) {
      await this.pass(1);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async pass(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second++) {
      this.#twizy.step(SECOND, (id, data) => this.#hal.bus.inject(id, data));
      this.#clock.advance(SECOND);
      await settled();
      await new Promise((resolve) => setTimeout(resolve));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#link?.close();
    this.#runtime.stop();
    this.#hal.store.close();
  }
}

/** Processor time of this process so far, ms. */
function cpu(): number {
  const stat = readSystemFile("/proc/self/stat");
  const [user, system] = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
    .slice(11, 13);
  return (Number(user) + Number(system)) * 10;
}

/** Processor time of a second of driving, ms. */
async function driving(car: Car): Promise<number> {
  await car.connect();
  await car.pass(60);
  const before = cpu();
  await car.pass(DRIVE);
  return (cpu() - before) / DRIVE;
}

if (!await hasMosquitto()) Deno.exit(0);
const commands = argument("commands", 200), anybody = "allow_anonymous true";
for (
  const [what, config] of [
    ["by default", [anybody]],
    ["with set_tcp_nodelay", [anybody, "set_tcp_nodelay true"]],
  ] as const
) {
  const times = await roundTrips(commands, config);
  console.log(`${commands} commands, broker ${what}: ${spread(times)}`);
}
await using mosquitto = new Mosquitto();
await mosquitto.start();
const without = await driving(new Car());
const car = new Car(mosquitto.port);
const link = await driving(car) - without;
console.log(
  `driving: ${link.toFixed(2)} ms of processor time a second for the link (${
    (link / 10).toFixed(2)
  } % of a core), ${without.toFixed(2)} ms for the rest`,
);
const values = argument("values", 1_000_000);
// Somebody who asks for everything all the time.
const client = new Client(loginAt(mosquitto));
await client.up.promise;
const ask = async (until: number) => {
  while (car.published < until) {
    await client.send("ovms/me/CAR/client/app/request/metric", "*");
    await car.pass(3);
  }
};
await ask(car.published + values / 10);
const before = heap(), from = car.published;
await ask(from + values);
const grown = heap() - before;
console.log(
  `${car.published - from} values published: the heap grew by ${
    grown.toFixed(2)
  } MB`,
);
await client.broker.close();
await car[Symbol.asyncDispose]();
await mosquitto.kill();
Deno.exit(grown < SLACK && link < 10 ? 0 : 1);
