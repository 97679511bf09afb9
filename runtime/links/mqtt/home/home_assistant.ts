import * as v from "valibot";
import type { Clock, Stop, Store } from "../../../../hal/mod.ts";
import { once } from "../../../once.ts";
import { type CarFacts, discoveryOf, withoutGone } from "./device.ts";
import type { Platform } from "./entities.ts";

/** Where the store has what was announced. */
const SECTION = "mqtt", ANNOUNCED = "home-assistant";
/** After its birth message all devices answer; each somewhere within so many ms. */
const AFTER_BIRTH = 10_000;
/** Changes of what there is are told together, ms. */
const GATHER = 5_000;

const announced = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    topic: v.string(),
    parts: v.record(
      v.string(),
      v.picklist([
        "sensor",
        "binary_sensor",
        "device_tracker",
        "button",
        "number",
        "event",
      ]),
    ),
  }),
);
/** What Home Assistant knows of this car. */
type Announced = v.InferOutput<typeof announced>;

/** What announcing needs. */
export interface HomeOptions {
  readonly store: Pick<Store, "get" | "put">;
  readonly clock: Clock;
  /** A number from 0 to 1. */
  readonly random: () => number;
  /** What all topics of Home Assistant begin with; undefined while the car is not to be announced. */
  readonly prefix: () => string | undefined;
  readonly car: () => CarFacts;
  /** Publishes on a topic as it is, retained, with QoS 1; rejects when the broker does not take it. */
  readonly publish: (topic: string, text: string) => Promise<void>;
  /** Publishes all values once more. */
  readonly values: () => void;
}

/** Announces the car to Home Assistant, and takes back what is gone. */
export class HomeAssistant {
  readonly #options: HomeOptions;
  #work: Promise<void> = Promise.resolve();
  #timer: Stop = () => {};

  constructor(options: HomeOptions) {
    this.#options = options;
  }

  /** The topic on which Home Assistant tells that it started; undefined where nobody has to know. */
  get birthTopic(): string | undefined {
    const prefix = this.#options.prefix();
    return prefix === undefined ? undefined : `${prefix}/status`;
  }

  /** Tells what there is now, as soon as what is under way is told; rejects as publishing does. */
  announce(): Promise<void> {
    this.#timer();
    const next = this.#work.catch(() => {}).then(() => this.#announce());
    this.#work = next;
    return next;
  }

  /** Home Assistant started: it is told everything, but not by all devices at once. */
  born(payload: string): void {
    if (payload !== "online") return;
    const { random, values } = this.#options;
    this.#later(random() * AFTER_BIRTH, values);
  }

  /** What there is has changed. */
  changed(): void {
    this.#later(GATHER, () => {});
  }

  /** The connection ended. */
  stop(): void {
    this.#timer();
  }

  #later(ms: number, then: () => void): void {
    this.#timer();
    this.#timer = once(this.#options.clock, ms, () => {
      // Without a connection the next one brings it.
      this.announce().then(then, () => {});
    });
  }

  async #announce(): Promise<void> {
    const { prefix, publish, car } = this.#options;
    const before = this.#before(), root = prefix();
    if (root === undefined) {
      if (before) await publish(before.topic, "");
      return this.#remember(undefined);
    }
    const discovery = discoveryOf(car());
    const topic = `${root}/device/${discovery.objectId}/config`;
    if (before && before.topic !== topic) await publish(before.topic, "");
    const parts: Record<string, Platform> = {};
    for (const [id, { p }] of Object.entries(discovery.message.cmps)) {
      parts[id] = p;
    }
    const gone = new Map(
      Object.entries(before?.topic === topic ? before.parts : {})
        .filter(([id, platform]) => parts[id] !== platform),
    );
    // An entity is removed by what is left of it; the message without it then keeps it away.
    if (gone.size > 0) {
      await publish(topic, JSON.stringify(withoutGone(discovery, gone)));
    }
    await publish(topic, JSON.stringify(discovery.message));
    this.#remember({ topic, parts });
  }

  #before(): Announced | undefined {
    const read = v.safeParse(
      announced,
      this.#options.store.get(SECTION, ANNOUNCED),
    );
    return read.success ? read.output : undefined;
  }

  #remember(now: Announced | undefined): void {
    const text = now && JSON.stringify(now), { store } = this.#options;
    if (store.get(SECTION, ANNOUNCED) === text) return;
    try {
      store.put(SECTION, { [ANNOUNCED]: text });
    } catch {
      // The disk is full, which the store tells; entities that go meanwhile stay until they are removed by hand.
    }
  }
}
