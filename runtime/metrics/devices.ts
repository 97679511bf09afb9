/** All devices and parts of the gateway as people look at them: state, counters, what is wrong. */
import type { Gsm, Hal } from "../../hal/mod.ts";
import type { DriverState } from "./drivers.ts";

/** One device or part. */
export interface DeviceState extends Omit<DriverState, "part"> {
  /** Such as `can`, `can2`, `gsm`, `gps`, `clock`, `store`, `supply`. */
  readonly part: string;
  /** Whether it works. */
  readonly fine: boolean;
}

/** What a driver without any fault says. */
const UP = "up";
/** Of a part that counts nothing. */
const NO_COUNTERS = { notes: [], counters: {} } as const;

/**
 * All of them.
 * @param drivers those that tell counters
 */
export function devicesOf(
  hal: Hal,
  drivers: readonly DriverState[],
): readonly DeviceState[] {
  const { gsm, gps } = hal;
  const told = new Set<string>(drivers.map(({ part }) => part));
  return [
    ...drivers.map((driver) =>
      driver.part === "gsm" && gsm ? modem(gsm, driver) : {
        ...driver,
        fine: driver.state === UP || driver.part === "polls",
      }
    ),
    // Simulated ones count nothing
    ...gsm && !told.has("gsm")
      ? [modem(gsm, { ...NO_COUNTERS, part: "gsm", name: gsm.name, state: UP })]
      : [],
    ...gps && !told.has("gps")
      ? [{ ...NO_COUNTERS, part: "gps", name: gps.name, state: UP, fine: true }]
      : [],
    ...supply(hal),
    clock(hal),
    store(hal),
  ];
}

/** A modem that works has a network, too, or not. */
function modem(gsm: Gsm, driver: DriverState): DeviceState {
  const { registered, operator, technology = "", signal } = gsm.state;
  if (driver.state !== UP) return { ...driver, fine: false };
  return {
    ...driver,
    state: registered
      ? ["registered", operator && `at ${operator}`, technology]
        .filter((text) => text !== "").join(" ")
      : "not registered",
    fine: registered,
    counters: { ...driver.counters, signal },
  };
}

function supply({ supply }: Hal): readonly DeviceState[] {
  const volts = supply.volts();
  return [{
    ...NO_COUNTERS,
    part: "supply",
    name: "",
    state: volts === undefined ? "not measured" : `${volts.toFixed(1)} V`,
    fine: true,
  }];
}

function clock({ clock }: Hal): DeviceState {
  const { trusted } = clock.wall();
  return {
    ...NO_COUNTERS,
    part: "clock",
    name: "",
    state: trusted
      ? "known to be right"
      : "not to be trusted: neither the system, the GPS receiver nor the mobile network told the time",
    fine: trusted,
  };
}

function store({ store, series }: Hal): DeviceState {
  const problems = [
    ...store.problems,
    ...series?.problem === undefined ? [] : [series.problem],
  ];
  return {
    part: "store",
    name: store.name,
    state: problems[0] ?? "writes",
    fine: problems.length === 0,
    notes: problems.slice(1),
    counters: {
      starts: store.run,
      ...series ? { "bytes of courses": series.bytes } : {},
    },
  };
}
