import { required } from "../contract/optional.ts";
import type { Plugin } from "../contract/plugin.ts";
import type { Slot } from "../metrics/metrics.ts";
import type { Host } from "../vehicle/host.ts";
import type { Sample } from "./messages.ts";
import { type AnyReading, Samples } from "./samples.ts";

/** The metrics of a guest: copies of what it reads, and what is new of its own. */
export class GuestMetrics {
  readonly #host: Host;
  /** All metrics, those that it reads first, and which of them are its own. */
  readonly #slots: readonly Slot[];
  readonly #ownPlaces: readonly number[];
  readonly #own: Samples;

  /** @param samples what is known of them */
  constructor(plugin: Plugin, host: Host, samples: readonly Sample[]) {
    const refs = Object.entries({ ...plugin.reads, ...plugin.metrics });
    const own = Object.keys(plugin.metrics ?? {});
    this.#host = host;
    this.#slots = refs.map(([, ref]) =>
      host.metrics.claim(required(ref), plugin.id)
    );
    this.apply(samples);
    const readings = refs.map(([, ref]) =>
      host.metrics.handle(required(ref), plugin.id) as AnyReading
    );
    this.#ownPlaces = refs.flatMap(([name], i) =>
      own.includes(name) ? [i] : []
    );
    this.#own = new Samples(
      this.#ownPlaces.flatMap((i) => readings[i] ?? []),
    );
    this.#own.take(host.seconds);
  }

  /** Runs `changed` when one of its own changes; lists are told with the others. */
  watch(changed: () => void): void {
    for (const i of this.#ownPlaces) {
      const slot = this.#slots[i];
      if (slot && slot.spec.is !== "list") {
        this.#host.metrics.watch(slot, changed);
      }
    }
  }

  /** Takes over what the program told. */
  apply(samples: readonly Sample[]): void {
    for (const [place, value, age] of samples) {
      const slot = this.#slots[place];
      if (slot) this.#host.metrics.copy(slot, value, age);
    }
  }

  /** The second ends: what came until now gets its time. What was told already is then nothing new. */
  sweep(): void {
    const { metrics, seconds } = this.#host;
    metrics.sweep(seconds + 1);
    this.#own.take(seconds + 1);
  }

  /** What is new of its own since the last call. */
  take(): readonly Sample[] {
    return this.#own.take(this.#host.seconds).map(([k, value, age]) =>
      [this.#ownPlaces[k] ?? 0, value, age] as const
    );
  }
}
