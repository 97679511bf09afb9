/** All metrics as JSON text, written piece by piece: this is what is asked for most. */
import type { MetricStore, Slot, Snapshot, Value } from "../../metrics.ts";

/** A metric as the API shows it: unknown is null. */
export interface MetricView {
  readonly name: string;
  readonly unit: string;
  readonly value: Value | null;
  readonly freshness: Snapshot["freshness"];
  readonly age: number | null;
}

/** One metric. */
export function metricView(snapshot: Snapshot): MetricView {
  const { name, unit, value = null, freshness, age = null } = snapshot;
  return { name, unit, value, freshness, age };
}

interface Entry {
  readonly slot: Slot;
  /** What never changes: name and unit, up to the value. */
  readonly head: string;
}

/** Writes the metrics of one store; what does not change is kept. */
export class MetricsText {
  #store: MetricStore | undefined;
  #entries: readonly Entry[] = [];

  /**
   * @param store the present one: a change of vehicle type makes another
   * @returns a JSON array in the order of the names
   */
  write(store: MetricStore): string {
    if (this.#store !== store || store.size !== this.#entries.length) {
      this.#store = store;
      this.#entries = store.slots().map((slot) => ({ slot, head: head(slot) }));
    }
    let text = "[";
    for (const { slot, head } of this.#entries) {
      if (text.length > 1) text += ",";
      const value = store.read(slot), age = store.age(slot);
      text += head + valueText(value) + tail(store.freshness(slot), age);
    }
    return text + "]";
  }
}

function head({ spec: { name, unit } }: Slot): string {
  return `{"name":${JSON.stringify(name)},"unit":${
    JSON.stringify(unit)
  },"value":`;
}

function tail(freshness: string, age: number | undefined): string {
  return `,"freshness":"${freshness}","age":${
    age === undefined || !Number.isFinite(age) ? "null" : age
  }}`;
}

function valueText(value: Snapshot["value"]): string {
  if (value === undefined) return "null";
  if (typeof value === "number") {
    return Number.isFinite(value) ? String(value) : "null";
  }
  return typeof value === "boolean" ? String(value) : JSON.stringify(value);
}
