import type { MetricStore, Value } from "../../metrics/metrics.ts";
import {
  inOrder,
  interval,
  isQuiet,
  type Occasion,
  URGENT,
} from "./cadence.ts";
import { differs } from "./steps.ts";
import { metricTopic } from "./topics.ts";
import { valueText } from "./values.ts";

/** Seconds after which all metrics are published anew. */
const ALL = 1200;
/** Seconds for which all of them serve a client that comes. */
const RECENT = 30;
/** Metrics in a second: of all, and of changed ones. */
const MOST = 100, MOST_CHANGED = 150;
/** What the link tells itself. */
const OWN: ReadonlySet<string> = new Set(["s.v3.connected", "s.v3.peers"]);

/** Clocks, which nobody needs who does not look on. */
const CLOCKS: ReadonlySet<string> = new Set([
  "m.monotonic",
  "m.time.utc",
  "v.p.gpstime",
]);

/** A value as it was published. */
interface Told {
  readonly value: Value;
  readonly text: string;
}

/** What the publisher needs. */
export interface PublisherOptions {
  /** The present metrics; another store after the vehicle type was changed. */
  readonly metrics: () => MetricStore;
  /** Clients that are there. */
  readonly clients: () => number;
  /** Publishes a text, retained, on a topic below the prefix. */
  readonly publish: (topic: string, text: string) => void;
}

/** Publishes what changed as often as the car's state asks for, and everything now and then. */
export class Publisher {
  readonly #options: PublisherOptions;
  /** Values as they were published last, by metric. */
  readonly #told = new Map<string, Told>();
  /** Metrics that are due, in their order; those to be told although nothing changed are `true`. */
  readonly #due = new Map<string, boolean>();
  #now = 0;
  #looked = -Infinity;
  #all = -Infinity;

  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  /** The broker may have nothing of the car: everything is due. */
  connected(): void {
    this.#due.clear();
    this.#told.clear();
    this.all();
  }

  /** A client came: everything is due unless it was published a moment ago. */
  clientCame(): void {
    if (this.#now - this.#all > RECENT) this.all();
  }

  /** All metrics are due. */
  all(): void {
    this.#all = this.#looked = this.#now;
    const names = this.#options.metrics().slots().map(({ spec }) => spec.name);
    for (const name of inOrder(names)) this.#due.set(name, true);
  }

  /**
   * The regular round: everything for those who look on. For nobody, what has moved by less than its
   * step since it was told: all else the broker has.
   */
  #round(): void {
    if (this.#options.clients() > 0) return this.all();
    this.#all = this.#looked = this.#now;
    const names = this.#options.metrics().slots().map(({ spec }) => spec.name);
    for (const name of inOrder(names)) {
      if (!this.#due.has(name)) this.#due.set(name, false);
    }
  }

  /** Publishes some metrics now. */
  request(wanted: (name: string) => boolean): void {
    for (const { spec: { name } } of this.#options.metrics().slots()) {
      if (wanted(name)) this.#due.set(name, true);
    }
  }

  /** One second. */
  second(): void {
    this.#now++;
    const occasion = this.#occasion();
    // While nobody looks and the car sleeps, the link is quiet.
    if (this.#now - this.#all >= ALL && !isQuiet(occasion)) this.#round();
    for (const name of URGENT) this.#tell(name, false);
    if (this.#now - this.#looked >= interval(occasion)) this.#look();
    this.#drain();
  }

  #look(): void {
    this.#looked = this.#now;
    const changed = this.#options.metrics().slots()
      .filter(({ spec: { name } }) => this.#changed(name))
      .map(({ spec }) => spec.name);
    for (const name of inOrder(changed)) {
      if (!this.#due.has(name)) this.#due.set(name, false);
    }
  }

  #drain(): void {
    let all = 0, changed = 0;
    for (const [name, always] of this.#due) {
      if ((always ? all : changed) >= (always ? MOST : MOST_CHANGED)) return;
      this.#due.delete(name);
      if (!this.#tell(name, always)) continue;
      if (always) all++;
      else changed++;
    }
  }

  #occasion(): Occasion {
    const metrics = this.#options.metrics();
    const holds = (name: string) => metrics.look(name).value === true;
    return {
      on: holds("v.e.on"),
      charging: holds("v.c.charging"),
      awake: holds("v.e.awake"),
      clients: this.#options.clients(),
    };
  }

  /** Whether a metric has another value than the one that was published: any other while somebody looks on. */
  #changed(name: string): boolean {
    const metrics = this.#options.metrics(), slot = metrics.find(name);
    if (!slot || OWN.has(name)) return false;
    const value = metrics.received(slot), told = this.#told.get(name);
    if (value === undefined) return false;
    if (told === undefined) return true;
    const watched = this.#options.clients() > 0;
    if (!watched && CLOCKS.has(name)) return false;
    return watched
      ? valueText(slot.spec, value) !== told.text
      : differs(slot.spec, told.value, value);
  }

  #read(name: string): Told | undefined {
    const metrics = this.#options.metrics(), slot = metrics.find(name);
    if (!slot || OWN.has(name)) return undefined;
    const value = metrics.received(slot);
    const text = valueText(slot.spec, value);
    return value === undefined || text === undefined
      ? undefined
      : { value, text };
  }

  /** Publishes a metric, if it changed or has to be; false where there was nothing to publish. */
  #tell(name: string, always: boolean): boolean {
    const now = this.#read(name);
    if (now === undefined) return false;
    if (!always && now.text === this.#told.get(name)?.text) return false;
    this.#told.set(name, now);
    this.#options.publish(metricTopic(name), now.text);
    return true;
  }
}
