/** The live stream: what changed, once a second, to all pages at once; a page that lost it goes on where it was. */
import type { MetricStore, Slot } from "../../metrics/metrics.ts";
import { type MetricView, metricView } from "./metrics_text.ts";
import { Problem } from "./problem.ts";
import type { HttpServices } from "./services.ts";

/** Owner of the metrics that the core itself fills. */
const CORE = "core";
/** Events that a page can have missed and still be given. */
const KEPT = 120;
/** Pages at the same time. */
const CLIENTS = 100;
/** Events that wait for a page that does not read: then it is let go. */
const BEHIND = 30;
/** Seconds after which a value that is received all the time, but does not change, is told again. */
const REPEAT = 10;
/** Seconds between two looks whether a page is still allowed to listen. */
const CHECK = 30;

interface Client {
  readonly controller: ReadableStreamDefaultController<Uint8Array>;
  /** Whether its login still holds. */
  readonly holds: () => boolean;
}

interface Told {
  readonly value: unknown;
  readonly freshness: string;
  /** Second in which it was told. */
  readonly at: number;
  /** Second in which the value was received. */
  readonly received: number;
}

interface Kept {
  readonly number: number;
  readonly bytes: Uint8Array;
}

/** Sends each second's changes of the metrics. */
export class LiveStream {
  readonly #clients = new Set<Client>();
  readonly #kept: Kept[] = [];
  readonly #told = new Map<string, Told>();
  readonly #encoder = new TextEncoder();
  readonly #run: string;
  #number = 0;
  #seconds = 0;
  #store: MetricStore | undefined;
  #slots: readonly Slot[] = [];
  #size = 0;

  /** @param services the runtime */
  constructor(readonly services: HttpServices) {
    this.#run = services.options.hal.store.run.toString(36);
  }

  /** Number of pages that listen. */
  get size(): number {
    return this.#clients.size;
  }

  /**
   * Begins to send to a page.
   * @param lastId id of the last event that it got, or null
   * @param holds whether it is still allowed to listen
   * @throws Problem 503 when too many listen
   */
  open(
    lastId: string | null,
    holds: () => boolean,
  ): ReadableStream<Uint8Array> {
    if (this.#clients.size >= CLIENTS) {
      throw new Problem(503, `At most ${CLIENTS} pages can listen: close some`);
    }
    let client: Client;
    return new ReadableStream<Uint8Array>({
      start: (controller) => {
        client = { controller, holds };
        for (const bytes of this.#begin(lastId)) controller.enqueue(bytes);
        this.#clients.add(client);
      },
      cancel: () => void this.#clients.delete(client),
    }, new CountQueuingStrategy({ highWaterMark: BEHIND }));
  }

  /** What a page is told first: what it missed, or everything. */
  #begin(lastId: string | null): readonly Uint8Array[] {
    const [run, text] = (lastId ?? "").split(".");
    const last = run === this.#run ? Number(text) : NaN;
    const oldest = this.#kept[0]?.number ?? Infinity;
    if (last + 1 >= oldest && last <= this.#number) {
      return this.#kept.filter(({ number }) => number > last)
        .map(({ bytes }) => bytes);
    }
    const { host: { metrics } } = this.services;
    this.#renew(metrics);
    const all = this.#slots.map((slot) => metricView(metrics.snapshot(slot)));
    return [this.#event("snapshot", this.#number, all)];
  }

  /** The second's work. */
  second(): void {
    this.#seconds++;
    const { host: { metrics } } = this.services;
    const kind = this.#renew(metrics) ? "snapshot" : "metrics";
    const changed = this.#slots.flatMap((slot) =>
      this.#changed(metrics, slot) ?? []
    );
    const bytes = this.#event(kind, ++this.#number, changed);
    this.#kept.push({ number: this.#number, bytes });
    if (this.#kept.length > KEPT) this.#kept.shift();
    const check = this.#seconds % CHECK === 0;
    for (const client of this.#clients) this.#send(client, bytes, check);
  }

  /** Takes up another vehicle's metrics, and those that were declared since. */
  #renew(metrics: MetricStore): boolean {
    const another = this.#store !== metrics;
    if (another) this.#told.clear();
    if (another || metrics.size !== this.#size) {
      this.#store = metrics;
      this.#size = metrics.size;
      this.#slots = this.#written(metrics);
    }
    return another;
  }

  /** What somebody writes: what is only read would stand on the pages as never received. */
  #written(metrics: MetricStore): readonly Slot[] {
    const written = new Set(
      this.services.host.plugins.flatMap(({ plugin }) =>
        Object.values(plugin.metrics ?? {}).map((ref) =>
          typeof ref === "string" ? ref : ref.name
        )
      ),
    );
    return metrics.slots().filter(({ owner, spec: { name } }) =>
      owner === CORE || written.has(name)
    );
  }

  #changed(metrics: MetricStore, slot: Slot): MetricView | undefined {
    const { name } = slot.spec, now = this.#seconds;
    const freshness = metrics.freshness(slot), age = metrics.age(slot);
    const read = metrics.read(slot);
    const value = typeof read === "object" ? read.join() : read;
    const received = now - (age ?? Infinity), told = this.#told.get(name);
    const same = told !== undefined && told.value === value &&
      told.freshness === freshness &&
      (told.received >= received || now - told.at < REPEAT);
    if (same) return undefined;
    this.#told.set(name, { value, freshness, at: now, received });
    return metricView(metrics.snapshot(slot));
  }

  #event(
    kind: "snapshot" | "metrics",
    number: number,
    metrics: readonly MetricView[],
  ): Uint8Array {
    const { options: { hal: { clock, store } }, seconds } = this.services;
    const wall = clock.wall();
    const data = JSON.stringify({
      seconds,
      time: wall.trusted ? Math.round(wall.ms) : null,
      notification: store.outbox(1)[0]?.id ?? 0,
      metrics,
    });
    return this.#encoder.encode(
      `id: ${this.#run}.${number}\nevent: ${kind}\ndata: ${data}\n\n`,
    );
  }

  #send(client: Client, bytes: Uint8Array, check: boolean): void {
    const { controller, holds } = client;
    if ((controller.desiredSize ?? 0) <= 0 || (check && !holds())) {
      this.#end(client);
    } else controller.enqueue(bytes);
  }

  #end(client: Client): void {
    this.#clients.delete(client);
    client.controller.close();
  }

  /** Ends all. */
  close(): void {
    for (const client of this.#clients) this.#end(client);
  }
}
