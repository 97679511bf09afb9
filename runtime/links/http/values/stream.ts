/** The live stream: what changed, once a second, to all pages at once; a page that lost it goes on where it was. */
import type { MetricStore, Slot } from "../../../metrics/metrics.ts";
import { type MetricView, metricView } from "./metrics_text.ts";
import { pack, STREAM_HEADER } from "../answers/packing.ts";
import { Problem } from "../answers/problem.ts";
import type { HttpServices } from "../services.ts";

/** Owner of the metrics that the core itself fills. */
const CORE = "core";
/** Events that a page can have missed and still be given. */
const KEPT = 120;
/** Pages at the same time: each keeps a connection, of which others need some of the 64. */
const CLIENTS = 50;
/** Events that wait for a page that does not read: then it is let go. */
const BEHIND = 30;
/**
 * Seconds after which the age of a value that is received all the time, but does not change, is told
 * again: pages call a value old from a minute on, and its end is told at once.
 */
export const REPEAT = 30;
/** Seconds after which a value that counts seconds is told again. */
const COUNT = 10;
/** Seconds after which a page hears something in any case. */
const BEAT = 5;
/** Seconds between two looks whether a page is still allowed to listen. */
const CHECK = 30;

/** What is told of a metric: all of it, or of a value that came again its age. */
type Change = MetricView | Pick<MetricView, "name" | "age">;

/** Who wants to listen. */
export interface Listener {
  /** Id of the last event that it got, or null. */
  readonly lastId: string | null;
  /** Whether it is still allowed to listen. */
  readonly holds: () => boolean;
  /** Who it is. */
  readonly who: string;
  /** Whether it takes gzip. */
  readonly packed: boolean;
}

interface Client {
  readonly controller: ReadableStreamDefaultController<Uint8Array>;
  readonly packed: boolean;
  readonly who: string;
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

/** An event as bytes, and packed for whoever takes that. */
class Piece {
  #packed: Uint8Array | undefined;

  constructor(readonly number: number, readonly plain: Uint8Array) {}

  for(packed: boolean): Uint8Array {
    return packed ? this.#packed ??= pack(this.plain) : this.plain;
  }
}

/** Sends each second's changes of the metrics. */
export class LiveStream {
  readonly #clients = new Set<Client>();
  readonly #kept: Piece[] = [];
  readonly #told = new Map<string, Told>();
  readonly #encoder = new TextEncoder();
  readonly #run: string;
  #number = 0;
  #seconds = 0;
  /** Seconds without a page; where one could not have missed so many events, nothing is kept for it. */
  #alone = Infinity;
  /** Second of the last event. */
  #toldAt = 0;
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
   * Begins to send to a page; where too many listen, one of whoever has most of them gives way.
   * @throws Problem 503 when that is who asks
   */
  open({ lastId, holds, who, packed }: Listener): ReadableStream<Uint8Array> {
    if (this.#clients.size >= CLIENTS) this.#makePlace(who);
    let client: Client;
    return new ReadableStream<Uint8Array>({
      start: (controller) => {
        client = { controller, holds, who, packed };
        if (packed) controller.enqueue(STREAM_HEADER);
        for (const piece of this.#begin(lastId)) {
          controller.enqueue(piece.for(packed));
        }
        this.#alone = 0;
        this.#clients.add(client);
      },
      cancel: () => void this.#clients.delete(client),
    }, new CountQueuingStrategy({ highWaterMark: BEHIND }));
  }

  #makePlace(who: string): void {
    const pages = Map.groupBy(this.#clients, (client) => client.who);
    const own = pages.get(who)?.length ?? 0;
    const [most = []] = [...pages.values()]
      .toSorted((a, b) => b.length - a.length);
    const [client] = most;
    if (!client || most.length <= own + 1) {
      throw new Problem(503, `At most ${CLIENTS} pages can listen: close some`);
    }
    this.#end(client);
  }

  /** What a page is told first: what it missed, or everything. */
  #begin(lastId: string | null): readonly Piece[] {
    const [run, text] = (lastId ?? "").split(".");
    const last = run === this.#run ? Number(text) : NaN;
    const oldest = this.#kept[0]?.number ?? Infinity;
    if (last + 1 >= oldest && last <= this.#number) {
      return this.#kept.filter(({ number }) => number > last);
    }
    const { host: { metrics } } = this.services;
    this.#renew(metrics);
    if (this.#isAsleep) {
      for (const slot of this.#slots) this.#changed(metrics, slot);
    }
    const all = this.#slots.map((slot) => metricView(metrics.snapshot(slot)));
    return [this.#event("snapshot", this.#number, all)];
  }

  /** The second's work. */
  second(): void {
    this.#seconds++;
    this.#alone = this.#clients.size > 0 ? 0 : this.#alone + 1;
    if (this.#isAsleep) return this.#forget();
    const { host: { metrics } } = this.services;
    const kind = this.#renew(metrics) ? "snapshot" : "metrics";
    const changed = this.#slots.flatMap((slot) =>
      this.#changed(metrics, slot) ?? []
    );
    if (this.#seconds % CHECK === 0) this.#endThoseWithoutLogin();
    const quiet = changed.length === 0 && kind === "metrics" &&
      this.#seconds - this.#toldAt < BEAT;
    if (quiet) return;
    this.#toldAt = this.#seconds;
    const piece = this.#event(kind, ++this.#number, changed);
    this.#kept.push(piece);
    if (this.#kept.length > KEPT) this.#kept.shift();
    for (const client of this.#clients) this.#send(client, piece);
  }

  get #isAsleep(): boolean {
    return this.#alone > KEPT;
  }

  #forget(): void {
    this.#told.clear();
    this.#kept.length = 0;
  }

  #endThoseWithoutLogin(): void {
    for (const client of this.#clients) {
      if (!client.holds()) this.#end(client);
    }
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

  #changed(metrics: MetricStore, slot: Slot): Change | undefined {
    const { name, unit } = slot.spec, now = this.#seconds;
    const freshness = metrics.freshness(slot), age = metrics.age(slot);
    const read = metrics.read(slot);
    const value = typeof read === "object" ? read.join() : read;
    const received = now - (age ?? Infinity), told = this.#told.get(name);
    const isSame = told?.value === value && told?.freshness === freshness;
    // What counts seconds changes by itself
    const isSlow = isSame || (unit === "s" && told?.freshness === freshness);
    const isKnown = told !== undefined && isSlow &&
      ((isSame && told.received >= received) ||
        now - told.at < (isSame ? REPEAT : COUNT));
    if (isKnown) return undefined;
    this.#told.set(name, { value, freshness, at: now, received });
    return isSame
      ? { name, age: age ?? null }
      : metricView(metrics.snapshot(slot));
  }

  #event(
    kind: "snapshot" | "metrics",
    number: number,
    metrics: readonly Change[],
  ): Piece {
    const { options: { hal: { clock, store } }, seconds } = this.services;
    const wall = clock.wall();
    const data = JSON.stringify({
      seconds,
      time: wall.trusted ? Math.round(wall.ms) : null,
      notification: store.outbox(1)[0]?.id ?? 0,
      metrics,
    });
    return new Piece(
      number,
      this.#encoder.encode(
        `id: ${this.#run}.${number}\nevent: ${kind}\ndata: ${data}\n\n`,
      ),
    );
  }

  #send(client: Client, piece: Piece): void {
    const { controller, packed } = client;
    if ((controller.desiredSize ?? 0) <= 0) this.#end(client);
    else controller.enqueue(piece.for(packed));
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
