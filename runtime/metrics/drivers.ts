import type { DriverReport, Hal } from "../../hal/mod.ts";
import type { MetricStore, Value } from "./metrics.ts";

const OWNER = "core";
/** What a driver without any fault says. */
const UP = "up";

/** One driver at work, in the form that all of them share. */
export interface DriverState {
  /** Part of the gateway; `can` is bus 1. */
  readonly part: "can" | `can${number}` | "gsm" | "gps" | "polls" | "frames";
  /** A name for people, such as `slcan:/dev/ttyACM0`. */
  readonly name: string;
  /** `up`, or a sentence that says what is missing. */
  readonly state: string;
  readonly notes: readonly string[];
  readonly counters: Readonly<Record<string, number>>;
}

/** Whether a metric is one of those that `DriverMetrics` writes, whatever the drivers count. */
export function isDriverMetric(name: string): boolean {
  return /^x\.(can\d*|gsm|gps|polls)\./.test(name);
}

/** The drivers of a gateway as they are now; parts that it lacks or that count nothing are left out. */
export function driversOf({ can, gsm, gps }: Hal): readonly DriverState[] {
  return [
    ...can.buses.map(({ number, name, state, counters }) => ({
      part: number === 1 ? "can" as const : `can${number}` as const,
      name,
      state,
      notes: [],
      counters: { ...counters },
    })),
    ...reported("gsm", gsm),
    ...reported("gps", gps),
  ];
}

/** Frames that failed a check which their table declares; nothing where all were sound. */
export function damagedFrames(damaged: number): readonly DriverState[] {
  if (damaged === 0) return [];
  return [{
    part: "frames",
    name: "checked",
    state: "some were left out",
    notes: [],
    counters: { damaged },
  }];
}

function reported(
  part: DriverState["part"],
  driver: DriverReport | undefined,
): readonly DriverState[] {
  if (!driver?.counters) return [];
  const { name, problem = UP, notes = [], counters } = driver;
  return [{ part, name, state: problem, notes, counters }];
}

/** A driver as a line of DIAG. */
export function driverText(driver: DriverState): string {
  const { part, name, state, notes, counters } = driver;
  const counts = Object.entries(counters).map(([what, n]) => `${n} ${what}`);
  return `${part.toUpperCase()}: ${
    [name, state, ...notes, ...counts].join(", ")
  }`;
}

/** Seconds between two looks at what the drivers count. */
const EVERY = 10;

/**
 * Writes state and counters of the drivers into metrics: `x.can.state`, `x.can2.received`,
 * `x.gsm.reopened` and so on, a metric for each thing that a driver counts.
 */
export class DriverMetrics {
  readonly #drivers: () => readonly DriverState[];
  readonly #metrics: MetricStore;
  readonly #setters = new Map<string, (value: Value) => void>();

  constructor(drivers: () => readonly DriverState[], metrics: MetricStore) {
    this.#drivers = drivers;
    this.#metrics = metrics;
    this.#publish();
  }

  /** The drivers as they are now. */
  states(): readonly DriverState[] {
    return this.#drivers();
  }

  /** One second since the start, in some of which the drivers are looked at. */
  second(now: number): void {
    if (now % EVERY === 0) this.#publish();
  }

  #publish(): void {
    for (const { part, state, counters } of this.#drivers()) {
      this.#set(`x.${part}.state`, state);
      for (const [what, count] of Object.entries(counters)) {
        this.#set(`x.${part}.${what}`, count);
      }
    }
  }

  #set(name: string, value: Value): void {
    let set = this.#setters.get(name);
    if (!set) {
      const text = typeof value === "string" ? { is: "text" } as const : {};
      const spec = { name, unit: "", fresh: Infinity, ...text } as const;
      set = this.#metrics.setter(this.#metrics.claim(spec, OWNER));
      this.#setters.set(name, set);
    }
    set(value);
  }
}
