/** How the program and its parts are: what is wrong at present, and what drivers and links say. */
import type { Hal } from "../hal/mod.ts";
import type { LinkState } from "./contract/links.ts";
import { devicesOf, type DeviceState } from "./metrics/devices.ts";
import { type DriverMetrics, driverText } from "./metrics/drivers.ts";
import type { Host } from "./vehicle/host.ts";
import type { Poller } from "./vehicle/poller.ts";
import { pollProblems } from "./vehicle/polling.ts";

/** What of the vehicle side can be in trouble. */
export interface SideParts {
  readonly host: Pick<Host, "plugins">;
  readonly poller: Poller;
  readonly drivers: Pick<DriverMetrics, "states">;
}

/** A link that is told of. */
interface Report {
  readonly state: () => LinkState;
  /** Its name in DIAG; undefined where it is not listed there. */
  readonly line: string | undefined;
}

/** Tells how things are, for people. */
export class Health {
  readonly #hal: Hal;
  readonly #side: () => SideParts;
  readonly #core: () => readonly string[];
  /** Links in the order in which they began. */
  readonly #reports = new Set<Report>();

  /**
   * @param side the present vehicle side
   * @param core sentences about what is wrong in the core
   */
  constructor(
    hal: Hal,
    side: () => SideParts,
    core: () => readonly string[],
  ) {
    this.#hal = hal;
    this.#side = side;
    this.#core = core;
  }

  /**
   * Adds a link to those that are told of; returns what takes it away again.
   * @param line its name in DIAG; without one it is not listed there
   */
  report(state: () => LinkState, line?: string): () => void {
    const report = { state, line };
    this.#reports.add(report);
    return () => void this.#reports.delete(report);
  }

  /** Sentences about what is wrong at present. */
  problems(): readonly string[] {
    const { host } = this.#side();
    const aside = host.plugins.filter((loaded) => loaded.aside);
    return [
      ...this.#hal.store.problems,
      ...this.#core(),
      ...aside.map(({ plugin: { id }, faults }) =>
        `Plugin ${id} is set aside after ${faults} faults: it is tried again by itself, and the log tells why`
      ),
      ...this.hints(),
    ];
  }

  /** Those of them that are as the owner has it: nothing is broken, something is missing. */
  hints(): readonly string[] {
    return pollProblems(this.#side().poller);
  }

  /** A line for each driver and link: name, state, counters. */
  drivers(): readonly string[] {
    return [
      ...this.#side().drivers.states().map(driverText),
      ...[...this.#reports].flatMap(({ state, line }) =>
        line === undefined ? [] : [`${line}: ${state().state}`]
      ),
    ];
  }

  /** All devices and parts of the gateway, each with state and counters. */
  devices(): readonly DeviceState[] {
    return devicesOf(this.#hal, this.#side().drivers.states());
  }

  /** The links as they are now. */
  links(): readonly LinkState[] {
    return [...this.#reports].map(({ state }) => state());
  }
}
