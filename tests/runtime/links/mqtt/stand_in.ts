import { SimClock } from "../../../../hal/sim/clock.ts";
import type { Store } from "../../../../hal/mod.ts";
import { type SimHal, simHal } from "../../../../hal/sim/mod.ts";
import {
  CommandError,
  definePlugin,
  type Plugin,
} from "../../../../runtime/mod.ts";
import {
  type BrokerEvents,
  type BrokerLogin,
  type ConnectBroker,
  type Ended,
  type Message,
  type MqttAttachment,
  mqttLink,
} from "../../../../runtime/links/mqtt/mod.ts";
import { Runtime } from "../../../../runtime/runtime.ts";

/** Prefix of the car's topics. */
export const PREFIX = "ovms/me/TWIZY42/";
/** Its owner's number and its passwords, which no log may hold. */
export const OWNER = "+491701234567", SECRET = "brokergeheim";

/** A car whose values are those that a test writes. */
const car = definePlugin({
  id: "car",
  needs: ["system"],
  metrics: {
    soc: "v.b.soc",
    odometer: "v.p.odometer",
    latitude: "v.p.latitude",
    locked: "v.e.locked",
    awake: "v.e.awake",
    on: "v.e.on",
    cells: "v.b.c.voltage",
    own: { name: "car.own", unit: "kWh" },
  },
  features: {
    limit: { slot: 10, summary: "Sufficient SOC; 0 for none", unit: "%" },
  },
  state: () => ({ runs: 0 }),
  sms: {
    "HORN": {
      usage: "HORN",
      run: (_, { state }) => `horn ${++state.runs}`,
    },
    "TUNE": { usage: "TUNE", sensitive: true, run: () => "tuned" },
    "HOMELINK": {
      usage: "HOMELINK n",
      // A server is told what the original told: the error as the text of a success
      run: (_, __, { link }) => {
        if (link === "msg") return "ERROR 0041";
        throw new CommandError("ERROR 0041");
      },
    },
    "LOCK": { usage: "LOCK", sensitive: true, run: () => "locked" },
  },
  msg: {
    99: {
      name: "horn",
      run: ([volume = ""]) => {
        if (volume === "") throw new CommandError("Invalid syntax");
        return [volume];
      },
    },
    97: { name: "key", sensitive: false, secret: true, run: () => [] },
    98: { name: "tune", sensitive: ([to]) => to !== "", run: () => [] },
    7: {
      name: "text",
      split: 0,
      run: async ([line = ""], { hal }) => {
        const { status, messages } = await hal.system.run(line);
        if (status !== "ok") throw new CommandError(messages.join());
        return [...messages];
      },
    },
  },
});

/** A plugin that hands out what writes its records. */
function recording(
  give: (write: (number: number, data: string) => void) => void,
): Plugin {
  return definePlugin({
    id: "recording",
    records: {
      track: {
        type: "RT-GPS-Log",
        summary: "A record",
        lifetime: 86400,
        fields: { data: "text" },
      },
    },
    start: ({ records }) =>
      give((number, data) => records.track.write(number, { data })),
  });
}

/** A broker inside the program: it keeps what was published and says what it is told to. */
export class StandIn {
  readonly logins: BrokerLogin[] = [];
  readonly published: Message[] = [];
  /** Reason code with which logins are refused. */
  refuse: number | undefined;
  /** Filters that it forbids. */
  denied: readonly string[] = [];
  /** Topics that it refuses to take messages on. */
  rejects: RegExp | undefined;
  /** Whether it acknowledges messages of QoS 1 and 2. */
  acknowledges = true;
  #events: BrokerEvents | undefined;
  /** Ends what was not acknowledged. */
  #unsettled: ((reason: Error) => void)[] = [];

  readonly connect: ConnectBroker = (login, events) => {
    this.logins.push(login);
    queueMicrotask(() => {
      if (this.refuse !== undefined) {
        return events.ended({ reason: "refused", code: this.refuse });
      }
      this.#events = events;
      events.up();
    });
    return {
      publish: (message) => {
        this.published.push(message);
        if (this.rejects?.test(message.topic)) {
          return Promise.reject(new Error("not authorised"));
        }
        return message.qos === 0 || this.acknowledges
          ? Promise.resolve()
          : new Promise((_, reject) => this.#unsettled.push(reject));
      },
      subscribe: () => Promise.resolve(this.denied),
      close: () => Promise.resolve(),
      cut: () => {},
    };
  };

  /** Ends the connection. */
  end(why: Ended): void {
    for (const reject of this.#unsettled.splice(0)) reject(new Error("gone"));
    this.#events?.ended(why);
  }

  /** Sends the car a message. */
  send(
    topic: string,
    payload: string | Uint8Array,
    { retain = false, dup = false } = {},
  ): void {
    const bytes = typeof payload === "string"
      ? new TextEncoder().encode(payload)
      : payload;
    this.#events?.message({ topic, payload: bytes, retain, dup });
  }

  /** Takes what was published since the last call: payload by topic below the prefix. */
  take(): ReadonlyMap<string, string> {
    return new Map(
      this.published.splice(0).map((
        { topic, payload },
      ) => [topic.replace(PREFIX, ""), payload]),
    );
  }
}

/** A car with a link to a stand-in, on a clock that is advanced by hand. */
export class World {
  readonly clock: SimClock;
  readonly broker = new StandIn();
  readonly hal: SimHal<SimClock>;
  readonly runtime: Runtime;
  readonly mqtt: MqttAttachment;
  readonly log: string[] = [];
  #write: ((number: number, data: string) => void) | undefined;

  constructor(
    settings: Readonly<Record<string, string>> = {},
    store?: Store,
    clock = new SimClock(),
    connect: ConnectBroker = this.broker.connect,
  ) {
    this.clock = clock;
    this.hal = simHal(this.clock, store);
    this.hal.store.put("params", {
      0: OWNER,
      1: "geheim",
      3: "SMSIP",
      8: "TWIZY42",
      14: "RT",
    });
    this.runtime = new Runtime({
      hal: this.hal,
      common: [car, recording((write) => this.#write = write)],
      vehicles: [],
      fresh: false,
      log: (level, event, details) =>
        this.log.push(`${level} ${event} ${JSON.stringify(details ?? {})}`),
    });
    const all = {
      url: "mqtt://me@broker.example",
      password: SECRET,
      ...settings,
    };
    for (const [name, value] of Object.entries(all)) {
      this.runtime.settings.set(`mqtt.${name}`, value, "test");
    }
    this.runtime.start();
    this.mqtt = mqttLink({
      connect,
      random: () => 0.001,
    }).start(this.runtime);
  }

  /** Opens a world and lets it connect. */
  static async open(
    settings: Readonly<Record<string, string>> = {},
  ): Promise<World> {
    const world = new World(settings);
    await world.clock.run(5);
    return world;
  }

  /** Writes a metric as a plugin would. */
  set(name: string, value: number | boolean | string): void {
    const { metrics } = this.runtime.host, slot = metrics.find(name);
    if (!slot) throw new Error(`there is no metric ${name}`);
    metrics.restore(slot, value, 0);
  }

  /** Writes a record as a plugin would. */
  write(number: number, data: string): void {
    this.#write?.(number, data);
  }

  /** Tells the owner something as a plugin would. */
  tell(text: string | readonly string[]): void {
    const decl = { priority: "info", summary: "News" } as const;
    this.runtime.notify("car.news", decl, text);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.mqtt.close();
    this.runtime.stop();
    this.hal.store.close();
  }
}
