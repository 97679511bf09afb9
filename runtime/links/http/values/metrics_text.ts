/** All metrics as JSON text, written piece by piece: this is what is asked for most. */
import type {
  MetricStore,
  Slot,
  Snapshot,
  Value,
} from "../../../metrics/metrics.ts";

/** A metric as the API shows it: what was never received is null, also where it begins as something. */
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
  return { name, unit, value: age === null ? null : value, freshness, age };
}

/** Writes the metrics of one store; what did not change since the last time is not written anew. */
export class MetricsText {
  #store: MetricStore | undefined;
  #pieces: readonly Piece[] = [];
  #text = "";

  /**
   * @param store the present one: a change of vehicle type makes another
   * @returns a JSON array in the order of the names; what is not ASCII is escaped, as that is sent fastest
   */
  write(store: MetricStore): string {
    if (this.#store !== store || store.size !== this.#pieces.length) {
      this.#store = store;
      this.#text = "";
      this.#pieces = store.slots().map((slot) => new Piece(store, slot));
    }
    let changed = this.#text === "";
    for (const piece of this.#pieces) changed = piece.renew() || changed;
    if (changed) this.#text = `[${this.#pieces.map(textOf).join()}]`;
    return this.#text;
  }
}

/** One metric's text. */
class Piece {
  /** Name and unit, up to the value. */
  readonly #head: string;
  text = "";
  #value: Value | undefined;
  #freshness: Snapshot["freshness"] | undefined;
  #age: number | undefined;

  constructor(readonly store: MetricStore, readonly slot: Slot) {
    const { name, unit } = slot.spec;
    this.#head = `{"name":${ascii(name)},"unit":${ascii(unit)},"value":`;
  }

  /** Brings the text up to date; whether it changed. */
  renew(): boolean {
    const { store, slot } = this;
    const value = store.received(slot), age = store.age(slot);
    const freshness = store.freshness(slot);
    if (
      this.text !== "" && age === this.#age &&
      freshness === this.#freshness && same(value, this.#value)
    ) return false;
    this.#value = value;
    this.#age = age;
    this.#freshness = freshness;
    const state = `"freshness":"${freshness}","age":${age ?? null}`;
    this.text = `${this.#head}${ascii(value ?? null)},${state}}`;
    return true;
  }
}

const textOf = ({ text }: Piece) => text;

/** JSON in ASCII. */
function ascii(value: Value | null): string {
  return JSON.stringify(value).replaceAll(
    /[^ -~]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function same(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  return typeof a === "object" && typeof b === "object" &&
    a.length === b.length && a.every((x, i) => x === b[i]);
}
