import type { MetricStore } from "../../metrics/metrics.ts";
import { inOrder, interval, type Occasion, URGENT } from "./cadence.ts";
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
  /** Texts as they were published last, by metric. */
  readonly #told = new Map<string, string>();
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

  /** Publishes some metrics now. */
  request(wanted: (name: string) => boolean): void {
    for (const { spec: { name } } of this.#options.metrics().slots()) {
      if (wanted(name)) this.#due.set(name, true);
    }
  }

  /** One second. */
  second(): void {
    this.#now++;
    if (this.#now - this.#all >= ALL) this.all();
    for (const name of URGENT) this.#tell(name, false);
    if (this.#now - this.#looked >= interval(this.#occasion())) this.#look();
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

  /** Whether a metric has another text than the one that was published. */
  #changed(name: string): boolean {
    const text = this.#text(name);
    return text !== undefined && text !== this.#told.get(name);
  }

  #text(name: string): string | undefined {
    const metrics = this.#options.metrics(), slot = metrics.find(name);
    if (!slot || OWN.has(name)) return undefined;
    return valueText(slot.spec, metrics.read(slot));
  }

  /** Publishes a metric, if it changed or has to be; false where there was nothing to publish. */
  #tell(name: string, always: boolean): boolean {
    const text = this.#text(name);
    if (text === undefined) return false;
    if (!always && text === this.#told.get(name)) return false;
    this.#told.set(name, text);
    this.#options.publish(metricTopic(name), text);
    return true;
  }
}
