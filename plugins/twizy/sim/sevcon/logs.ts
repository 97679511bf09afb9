import type { ObjectDictionary } from "./dictionary.ts";

/** An entry of the fault or system list: code, hour, minutes and seconds, three bytes of data. */
type Entry = readonly [
  code: number,
  hour: number,
  time: number,
  ...data: number[],
];

/** What a controller remembers of faults (twizy-later.md, section 21). */
export interface LogContents {
  readonly faults: readonly Entry[];
  readonly system: readonly Entry[];
  /** Code, first hour and time, last hour and time, count. */
  readonly counts: readonly (readonly number[])[];
  /** By subindex in hexadecimal. */
  readonly minmax: readonly Readonly<Record<string, number>>[];
  /** Texts of 5610.02 by code in hexadecimal. */
  readonly descriptions: Readonly<Record<string, string>>;
}

/** A list behind a selection: how many there are, which one is shown, and where. */
interface List {
  readonly count: readonly [index: number, sub: number];
  readonly select: readonly [index: number, sub: number];
  readonly at: number;
  readonly reset: number;
}
const FAULTS: List = {
  count: [0x4110, 2],
  select: [0x4111, 0],
  at: 0x4112,
  reset: 0x4110,
};
const SYSTEM: List = {
  count: [0x4100, 2],
  select: [0x4101, 0],
  at: 0x4102,
  reset: 0x4100,
};
const COUNTS = { reset: 0x4200, first: 0x4201 };
const MIN_MAX = { reset: 0x4300, first: 0x4300 };
const ACTIVE = { highest: 0x5320, list: 0x5300 };
const DESCRIPTION = 0x5610;
const UNKNOWN = "Unknown fault";

/** Objects that choose what others show; whoever is not logged in may write them, too. */
export function isSelection(index: number, sub: number): boolean {
  return index === DESCRIPTION && sub === 1 ||
    index === ACTIVE.list && sub === 2 ||
    index === FAULTS.select[0] || index === SYSTEM.select[0];
}

/** The lists of faults of a controller, shown by objects of its dictionary. */
export class SevconLogs {
  readonly #objects: ObjectDictionary;
  readonly #descriptions: LogContents["descriptions"];
  readonly #lists: Map<List, readonly Entry[]>;
  #active: readonly number[] = [];

  constructor(objects: ObjectDictionary, contents: LogContents) {
    this.#objects = objects;
    this.#descriptions = contents.descriptions;
    this.#lists = new Map([
      [FAULTS, contents.faults],
      [SYSTEM, contents.system],
    ]);
    for (const list of this.#lists.keys()) this.#show(list, 0);
    contents.counts.forEach((numbers, n) => {
      numbers.forEach((value, at) =>
        objects.set(COUNTS.first + n, at + 1, value)
      );
    });
    contents.minmax.forEach((values, n) => {
      for (const [sub, value] of Object.entries(values)) {
        objects.set(MIN_MAX.first + n, parseInt(sub, 16), value);
      }
    });
  }

  /** The faults that are active now, the highest first. */
  set active(codes: readonly number[]) {
    this.#active = codes;
    this.#objects.set(ACTIVE.highest, 0, codes[0] ?? 0);
    this.#objects.set(ACTIVE.list, 1, codes.length);
    this.#objects.set(ACTIVE.list, 3, codes[0] ?? 0);
  }

  /** What a write does besides storing its value. */
  wrote(index: number, sub: number, value: number): void {
    for (const list of this.#lists.keys()) {
      if (index === list.select[0]) this.#show(list, value);
      if (index === list.reset && sub === 1 && value === 1) {
        this.#lists.set(list, []);
        this.#show(list, 0);
      }
    }
    if (index === ACTIVE.list && sub === 2) {
      this.#objects.set(ACTIVE.list, 3, this.#active[value] ?? 0);
    }
    if (index === COUNTS.reset && value === 1) this.#clear(COUNTS.first, 10, 6);
    if (index === MIN_MAX.reset && sub === 1 && value === 1) {
      this.#clear(MIN_MAX.first, 2, 13);
    }
    if (index === DESCRIPTION) this.#describe(value);
  }

  #show(list: List, n: number): void {
    const entries = this.#lists.get(list) ?? [], entry = entries[n];
    this.#objects.set(...list.count, entries.length);
    for (let sub = 1; sub <= 6; sub++) {
      this.#objects.set(list.at, sub, entry?.[sub - 1] ?? 0);
    }
  }

  #clear(first: number, objects: number, subs: number): void {
    for (let n = 0; n < objects; n++) {
      for (let sub = 1; sub <= subs; sub++) {
        if (first + n === MIN_MAX.reset && sub === 1) continue;
        this.#objects.set(first + n, sub, 0);
      }
    }
  }

  #describe(code: number): void {
    const text = this.#descriptions[code.toString(16).padStart(4, "0")];
    const entry = this.#objects.get(DESCRIPTION, 2);
    if (entry) entry.bytes = new TextEncoder().encode(text ?? UNKNOWN);
  }
}
