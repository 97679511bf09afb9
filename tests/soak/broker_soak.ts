/**
 * An MQTT broker that is killed and started again at random moments, while a car has records and notices
 * to deliver, and is itself started again now and then.
 *
 *     deno run --allow-all tests/soak/broker_soak.ts [kills=200] [seed=1]
 *
 * Ends with 1 unless every message of QoS 1 and 2 arrived, and those of QoS 2 under one number each, by
 * which receivers tell repetitions.
 * @module
 */
import { openStore } from "../../hal/store/mod.ts";
import { SimClock } from "../../hal/sim/clock.ts";
import { connectBroker } from "../../runtime/links/mqtt/mod.ts";
import { Client, loginAt } from "../runtime/links/mqtt/client.ts";
import { hasMosquitto, Mosquitto } from "../runtime/links/mqtt/mosquitto.ts";
import { PREFIX, World } from "../runtime/links/mqtt/stand_in.ts";
import { argument } from "./arguments.ts";
import { random } from "./random.ts";

const SECOND = 1000;
/** A kill comes within so many ms of real time after there was something to deliver. */
const WITHIN = 25;

/** What came of it. */
export interface BrokerResult {
  readonly records: number;
  readonly notices: number;
  /** Records and notices that nobody got. */
  readonly lost: readonly string[];
  /** Records that came under more than one number: a receiver would take them for two. */
  readonly doubled: readonly string[];
  /** Records that were repeated under their number. */
  readonly repeated: number;
}

/** Kills the broker so many times. */
export async function killBroker(
  kills: number,
  seed: number,
): Promise<BrokerResult> {
  const campaign = new Campaign(seed);
  try {
    await campaign.begin();
    for (let kill = 0; kill < kills; kill++) await campaign.kill();
    return await campaign.end();
  } finally {
    await campaign.clear();
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

class Campaign {
  readonly #random: () => number;
  /**
   * Without delay: else the machine may still hold back what a broker has passed on, and drops it when
   * that is killed. A loss of that kind is none of the car's.
   */
  readonly #mosquitto = new Mosquitto([
    "allow_anonymous true",
    "set_tcp_nodelay true",
  ]);
  readonly #folder = Deno.makeTempDirSync();
  readonly #clock = new SimClock();
  readonly #records = new Map<string, Set<string>>();
  readonly #notices = new Set<string>();
  #car: World | undefined;
  #receiver: Client | undefined;
  /** All that there were: what one took before its end may be told after it. */
  readonly #receivers: Client[] = [];
  #written = 0;
  #told = 0;
  #received = 0;

  constructor(seed: number) {
    this.#random = random(seed);
  }

  async begin(): Promise<void> {
    await this.#mosquitto.start();
    await this.#listen();
    await this.#start();
  }

  /** Somebody who is there whenever the broker is. */
  async #listen(): Promise<void> {
    const receiver = this.#receiver = new Client(loginAt(this.#mosquitto));
    this.#receivers.push(receiver);
    await receiver.up.promise;
    await receiver.broker.subscribe([`${PREFIX}notify/#`]);
  }

  async #start(): Promise<void> {
    await this.#car?.[Symbol.asyncDispose]();
    const store = openStore({
      path: `${this.#folder}/car.db`,
      clock: this.#clock,
    });
    this.#car = new World(
      { url: `mqtt://me@127.0.0.1:${this.#mosquitto.port}`, password: "" },
      store,
      this.#clock,
      connectBroker,
    );
    await this.#connect();
  }

  async #connect(): Promise<void> {
    while (this.#car?.mqtt.link.connected === false) {
      await this.#clock.run(SECOND);
      await pause(0);
    }
  }

  async kill(): Promise<void> {
    const count = 1 + Math.floor(this.#random() * 40);
    for (let i = 0; i < count; i++) this.#car?.write(++this.#written, "data");
    if (this.#random() < 0.5) this.#car?.tell(`text ${++this.#told}`);
    const at = this.#random() * WITHIN;
    const over = pause(at).then(() => this.#mosquitto.kill());
    let killed = false;
    over.then(() => killed = true);
    while (!killed) {
      await this.#clock.run(SECOND);
      await pause(1);
    }
    await this.#receiver?.ended.promise;
    this.#collect();
    await this.#mosquitto.start();
    await this.#listen();
    if (this.#random() < 0.2) await this.#start();
    await this.#connect();
  }

  /** What the receivers got since the last call. */
  #collect(): void {
    const heard = this.#receivers.flatMap(({ messages }) => messages.splice(0));
    for (const { topic, payload } of heard) {
      const text = new TextDecoder().decode(payload);
      const [, kind, subtype = "", id = ""] = topic.slice(PREFIX.length)
        .split("/");
      if (kind !== "data") {
        // The age that a late text has is no part of it.
        this.#notices.add(/^text \d+/.exec(text)?.[0] ?? subtype);
        continue;
      }
      const number = text.split(",")[1] ?? "";
      const ids = this.#records.get(number) ?? new Set();
      this.#records.set(number, ids.add(id));
      this.#received++;
    }
  }

  async end(): Promise<BrokerResult> {
    const store = this.#car?.hal.store;
    while (
      store && (store.unsent(1, "broker").length > 0 ||
        store.waiting("mqtt").length > 0)
    ) {
      await this.#clock.run(SECOND);
      await pause(1);
    }
    await pause(100);
    this.#collect();
    const numbers = (count: number) =>
      Array.from({ length: count }, (_, i) => i + 1);
    return {
      records: this.#written,
      notices: this.#told,
      lost: [
        ...numbers(this.#written).map(String).filter((number) =>
          !this.#records.has(number)
        ),
        ...numbers(this.#told).map((n) => `text ${n}`).filter((text) =>
          !this.#notices.has(text)
        ),
      ],
      doubled: [...this.#records].filter(([, ids]) => ids.size > 1)
        .map(([number]) => number),
      repeated: this.#received - this.#records.size,
    };
  }

  async clear(): Promise<void> {
    await this.#car?.[Symbol.asyncDispose]();
    await this.#receiver?.broker.close();
    await this.#mosquitto[Symbol.asyncDispose]();
    Deno.removeSync(this.#folder, { recursive: true });
  }
}

if (import.meta.main) {
  const kills = argument("kills", 200), seed = argument("seed", 1);
  if (!await hasMosquitto()) Deno.exit(0);
  const { records, notices, lost, doubled, repeated } = await killBroker(
    kills,
    seed,
  );
  console.log(
    `${kills} kills: ${records} records, ${notices} notices, ${lost.length} lost, ${doubled.length} under two numbers, ${repeated} repeated under their number`,
  );
  for (const what of lost) console.log(`lost: ${what}`);
  Deno.exit(lost.length + doubled.length === 0 ? 0 : 1);
}
