/** Reports of deliveries: which message of the outbox each is about. */
import type { DeliveryReport, Sent, Store } from "../../hal/mod.ts";
import * as v from "valibot";

/** Section of the store with the messages that a report is awaited for, by the reference. */
const SECTION = "sms.reports";
/** Digits by which a number is recognised, however the network writes it. */
const DIGITS = 7;

/** A part of a message, as it waits for its report. */
const part = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({
    /** Number of the message in the outbox. */
    id: v.number(),
    /** Last digits of the number that it went to. */
    to: v.string(),
    delivered: v.boolean(),
  }),
);
type Part = v.InferOutput<typeof part>;

/** Brings reports, which may come days later, to the messages that they are about. */
export class DeliveryReports {
  readonly #store: Pick<Store, "entries" | "get" | "put" | "reported">;

  constructor(store: Pick<Store, "entries" | "get" | "put" | "reported">) {
    this.#store = store;
  }

  /** A part of a message went out; a reference that is used again is of the newer one. */
  sent(id: number, to: string, references: Sent): void {
    const waiting = references.map((reference) =>
      [
        String(reference),
        JSON.stringify({ id, to: lastDigits(to), delivered: false }),
      ] as const
    );
    if (waiting.length > 0) this.#put(Object.fromEntries(waiting));
  }

  /** A report came: of a message in several parts the last one counts, of a failure the first one. */
  received({ reference, to, state }: DeliveryReport): void {
    const key = String(reference), found = this.#at(key);
    if (!found || state === "trying" || found.to !== lastDigits(to)) return;
    const parts = this.#partsOf(found.id);
    if (state === "undelivered") return this.#end(found.id, state, parts);
    const rest = parts.filter(([other, { delivered }]) =>
      other !== key && !delivered
    );
    if (rest.length === 0) return this.#end(found.id, state, parts);
    this.#put({ [key]: JSON.stringify({ ...found, delivered: true }) });
  }

  #end(
    id: number,
    state: "delivered" | "undelivered",
    parts: readonly (readonly [string, Part])[],
  ): void {
    this.#store.reported(id, state);
    this.#put(Object.fromEntries(parts.map(([key]) => [key, undefined])));
  }

  #at(key: string): Part | undefined {
    return partOf(this.#store.get(SECTION, key));
  }

  #partsOf(id: number): readonly (readonly [string, Part])[] {
    return [...this.#store.entries(SECTION)].flatMap(([key, text]) => {
      const part = partOf(text);
      return part?.id === id ? [[key, part] as const] : [];
    });
  }

  #put(changes: Readonly<Record<string, string | undefined>>): void {
    try {
      this.#store.put(SECTION, changes);
    } catch {
      // A full disk: the message stays listed as sent, which it was.
    }
  }
}

function partOf(text: string | undefined): Part | undefined {
  const read = v.safeParse(part, text);
  return read.success ? read.output : undefined;
}

/** The end of a number, which is the same with and without the country in front. */
function lastDigits(number: string): string {
  return number.replace(/\D/g, "").slice(-DIGITS);
}
