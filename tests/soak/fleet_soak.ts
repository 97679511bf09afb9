/**
 * Many cars in one process, driving, over MQTT with a real broker, and a collector that gets everything.
 *
 *     deno run --allow-all tests/soak/fleet_soak.ts [1000] [minutes=1]
 *
 * Prints messages a second, bytes a car and hour, and memory a car; ends with 1 when a car is missing or
 * messages do not arrive.
 * @module
 */
import { settled, SimClock } from "../../hal/sim/clock.ts";
import { type SimHal, simHal } from "../../hal/sim/mod.ts";
import { common, vehicles } from "../../plugins/mod.ts";
import { SimTwizy } from "../../plugins/twizy/sim/mod.ts";
import {
  connectBroker,
  type Message,
  type MqttAttachment,
  mqttLink,
} from "../../runtime/links/mqtt/mod.ts";
import { Runtime } from "../../runtime/runtime.ts";
import { Client, loginAt } from "../runtime/links/mqtt/client.ts";
import { hasMosquitto, Mosquitto } from "../runtime/links/mqtt/mosquitto.ts";
import { argument } from "./arguments.ts";

const SECOND = 1000, MINUTE = 60 * SECOND, FIRST = 10 * SECOND;
/** Seconds without any message after which no more is to be expected. */
const PATIENCE = 60;
/** Bytes of a message beside topic and payload: fixed header and lengths, a number above QoS 0, and a release at QoS 2. */
const HEADER = 4, NUMBER = 2, RELEASE = 4;

/** What came of it. */
export interface FleetResult {
  readonly cars: number;
  /** Messages that the cars published, and those that the collector got. */
  readonly sent: number;
  readonly received: number;
  /** Messages of a car in a second of driving. */
  readonly perCarAndSecond: number;
  /** Messages a second of real time, while the cars drove as quickly as the machine can. */
  readonly perSecond: number;
  /** Processor time of the broker for each of them, with one collector, µs. */
  readonly brokerMicroseconds: number;
  /** Bytes of the protocol that a driving car sends in an hour, without those of TCP, IP and TLS. */
  readonly bytesPerCarAndHour: number;
  /** Memory of the process, by the number of cars. */
  readonly memoryPerCar: number;
  /** Cars whose values the collector has not seen. */
  readonly missing: readonly string[];
}

/** Lets cars drive. */
export async function drive(
  cars: number,
  minutes: number,
): Promise<FleetResult> {
  await using mosquitto = new Mosquitto([
    "allow_anonymous true",
    "set_tcp_nodelay true",
    "max_queued_messages 0",
  ]);
  await mosquitto.start();
  const collector = new Client(loginAt(mosquitto));
  await collector.up.promise;
  await collector.broker.subscribe(["ovms/fleet/#"]);
  const before = Deno.memoryUsage().rss;
  const seen = new Set<string>();
  let received = 0;
  /** Counts what came, and keeps none of it. */
  const collect = () => {
    for (const { topic } of collector.messages.splice(0)) {
      seen.add(topic.split("/")[2] ?? "");
      received++;
    }
  };
  await using fleet = new Fleet(cars, mosquitto.port, collect);
  await fleet.connect();
  /** Until all that was sent is there, or nothing more comes, also where the broker had no turn for long. */
  const arrived = async () => {
    for (let quiet = 0; quiet < PATIENCE && received < fleet.sent; quiet++) {
      const before = received;
      await new Promise((resolve) => setTimeout(resolve, SECOND));
      collect();
      if (received !== before) quiet = 0;
    }
  };
  // First come all values.
  await fleet.drive(FIRST);
  await arrived();
  const { sent, bytes } = fleet, begin = performance.now();
  const brokerBefore = mosquitto.cpu;
  await fleet.drive(minutes * MINUTE);
  const took = (performance.now() - begin) / SECOND;
  await arrived();
  const result = {
    cars,
    sent: fleet.sent,
    received,
    perCarAndSecond: (fleet.sent - sent) / cars / minutes / 60,
    perSecond: (fleet.sent - sent) / took,
    brokerMicroseconds: (mosquitto.cpu - brokerBefore) * SECOND /
      (fleet.sent - sent),
    bytesPerCarAndHour: (fleet.bytes - bytes) / cars / minutes * 60,
    memoryPerCar: (Deno.memoryUsage().rss - before) / cars,
    missing: fleet.ids.filter((id) => !seen.has(id)),
  };
  await collector.broker.close();
  return result;
}

interface Car {
  readonly hal: SimHal<SimClock>;
  readonly runtime: Runtime;
  readonly mqtt: MqttAttachment;
}

class Fleet {
  readonly ids: readonly string[];
  sent = 0;
  bytes = 0;
  /** One drive for all: what differs between cars is not what is measured. */
  readonly #twizy = new SimTwizy({ soc: 90, seed: 1 });
  readonly #cars: readonly Car[];

  /** @param turn runs after each second */
  constructor(count: number, port: number, readonly turn: () => void) {
    this.ids = Array.from(
      { length: count },
      (_, i) => `CAR${String(i + 1).padStart(4, "0")}`,
    );
    this.#cars = this.ids.map((id) => this.#car(id, port));
    this.#twizy.key(true);
    this.#twizy.drive("city");
  }

  #car(id: string, port: number): Car {
    // A clock of its own, which looks through its own timers only.
    const hal = simHal(new SimClock());
    hal.store.put("params", { 8: id, 14: "RT" });
    const runtime = new Runtime({
      hal,
      common,
      vehicles,
      fresh: false,
      log: () => {},
    });
    runtime.start();
    const mqtt = mqttLink({
      url: `mqtt://fleet@127.0.0.1:${port}`,
      connect: (login, events) => {
        const broker = connectBroker(login, events);
        return {
          ...broker,
          publish: (message) => {
            this.#count(message);
            return broker.publish(message);
          },
        };
      },
    }).start(runtime);
    return { hal, runtime, mqtt };
  }

  #count({ topic, payload, qos }: Message): void {
    this.sent++;
    this.bytes += HEADER + topic.length + payload.length +
      (qos > 0 ? NUMBER : 0) + (qos === 2 ? RELEASE : 0);
  }

  /** Resolves when all cars are at the broker; they stand until then. */
  async connect(): Promise<void> {
    while (this.#cars.some(({ mqtt }) => !mqtt.link.connected)) {
      for (const { hal } of this.#cars) hal.clock.advance(SECOND);
      await new Promise((resolve) => setTimeout(resolve, 10));
      this.turn();
    }
  }

  async drive(ms: number): Promise<void> {
    for (let at = 0; at < ms; at += SECOND) {
      const frames: (readonly [id: number, data: Uint8Array])[] = [];
      // The simulated car writes the next frame into the same bytes.
      this.#twizy.step(
        SECOND,
        (id, data) => frames.push([id, data.slice()]),
      );
      const { position } = this.#twizy;
      // A second of a car at once: frame by frame for all cars, each would find the caches full of the others'.
      for (const { hal } of this.#cars) {
        for (const [id, data] of frames) hal.bus.inject(id, data);
        hal.gps.report({ ...position });
        hal.clock.advance(SECOND);
      }
      await settled();
      // Sockets have their turn.
      await new Promise((resolve) => setTimeout(resolve));
      this.turn();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { hal, runtime, mqtt } of this.#cars) {
      await mqtt.close();
      runtime.stop();
      hal.store.close();
    }
  }
}

if (import.meta.main) {
  const given = Number(Deno.args.find((word) => /^\d+$/.test(word)));
  const cars = given || 1000;
  if (!await hasMosquitto()) Deno.exit(0);
  const result = await drive(cars, argument("minutes", 1));
  const { sent, received, missing } = result;
  console.log(
    `${cars} cars: ${sent} messages, ${received} received, ${
      result.perCarAndSecond.toFixed(2)
    } a car and second of driving; ${
      Math.round(result.perSecond)
    } messages/s here, of which each costs the broker ${
      result.brokerMicroseconds.toFixed(0)
    } µs; ${
      (result.bytesPerCarAndHour / 1000).toFixed(1)
    } kB a car and hour of driving, ${
      (result.memoryPerCar / 1e6).toFixed(2)
    } MB a car`,
  );
  if (missing.length > 0) console.log(`missing: ${missing.join(", ")}`);
  Deno.exit(missing.length === 0 && received >= sent ? 0 : 1);
}
