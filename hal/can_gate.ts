import { Frame } from "./can_frame.ts";
import type { Candidate } from "./places.ts";
import { UP } from "./supervisor.ts";
import type {
  CanBuses,
  CanBusReport,
  CanDriver,
  CanFrame,
  CanIds,
  Stop,
} from "./mod.ts";

/** A frame was to be sent while the write gate is closed. */
export class CanReadOnlyError extends Error {
  override readonly name = "CanReadOnlyError";
  constructor() {
    super(
      "The CAN bus is in read only mode: set feature 15 to 1 to allow writing",
    );
  }
}

/** What the buses were opened for. */
interface Opening {
  readonly receive: (frame: CanFrame) => void;
  readonly ids: CanIds;
}

/**
 * The drivers of all buses behind one write gate. It starts closed, and it is the only way to the
 * buses: the drivers themselves are not handed out.
 */
export class GatedCan implements CanBuses {
  #writable = false;
  readonly #drivers = new Map<number, CanDriver>();
  readonly #taps = new Set<(frame: CanFrame) => void>();
  #opening: Opening | undefined;

  /** @param drivers by the numbers of their buses, from 1 */
  constructor(drivers: Iterable<readonly [number, CanDriver]> = []) {
    for (const [number, driver] of drivers) this.add(number, driver);
  }

  /** Adds a bus, also while the others are open. */
  add(number: number, driver: CanDriver): void {
    this.#drivers.set(number, driver);
    driver.listenOnly(!this.#writable);
    this.#open(number, driver);
  }

  /** A device for a bus, open beside the one that the bus has: it only listens, and nobody hears it, until it is put there. */
  candidate(number: number, driver: CanDriver): Candidate {
    driver.listenOnly(true);
    if (this.#opening) {
      driver.open(() => {}, this.#opening.ids.get(number) ?? []);
    }
    return {
      works: () => driver.state === UP,
      why: () => driver.state,
      put: async () => {
        const before = this.#drivers.get(number);
        this.add(number, driver);
        await before?.close();
      },
      drop: () => driver.close(),
    };
  }

  /** Closes the device of a bus, which has none from then on. */
  async remove(number: number): Promise<void> {
    const before = this.#drivers.get(number);
    this.#drivers.delete(number);
    await before?.close();
  }

  get buses(): readonly CanBusReport[] {
    const wanted = this.#opening?.ids.keys() ?? [];
    const numbers = new Set([...this.#drivers.keys(), ...wanted]);
    return [...numbers].sort((a, b) => a - b)
      .map((number) => reportOf(number, this.#drivers.get(number)));
  }

  get writable(): boolean {
    return this.#writable;
  }
  set writable(on: boolean) {
    if (on === this.#writable) return;
    // From here on it holds, on every bus and whatever the devices make of it.
    this.#writable = on;
    for (const driver of this.#drivers.values()) tell(driver, !on);
  }

  open(receive: (frame: CanFrame) => void, ids: CanIds): void {
    this.#opening = { receive, ids };
    for (const [number, driver] of this.#drivers) this.#open(number, driver);
  }

  #open(number: number, driver: CanDriver): void {
    if (!this.#opening) return;
    const { receive, ids } = this.#opening;
    const numbered = new Frame(0, new Uint8Array(), false, number);
    driver.open(({ id, data, extended }) => {
      numbered.id = id;
      // Drivers fill the same few arrays, and to keep an object takes longer than to compare it
      if (numbered.data !== data) numbered.data = data;
      numbered.extended = extended;
      receive(numbered);
      this.#show(numbered);
    }, ids.get(number) ?? []);
  }

  async send(id: number, data: Uint8Array, bus = 1): Promise<void> {
    if (!this.#writable) throw new CanReadOnlyError();
    const driver = this.#drivers.get(bus);
    if (!driver) throw new Error(`CAN bus ${bus} is ${notSetUp(bus)}`);
    await driver.send(id, data);
    if (this.#taps.size > 0) this.#show(new Frame(id, data, id > 0x7ff, bus));
  }

  tap(look: (frame: CanFrame) => void): Stop {
    this.#taps.add(look);
    return () => void this.#taps.delete(look);
  }

  /** Whoever only looks on gets the frame last. */
  #show(frame: CanFrame): void {
    if (this.#taps.size === 0) return;
    for (const look of this.#taps) look(frame);
  }

  async close(): Promise<void> {
    await Promise.all(
      this.#drivers.values().map((driver) => driver.close()),
    );
  }
}

/** A device that cannot even be told must not keep the others from being told. */
function tell(driver: CanDriver, listenOnly: boolean): void {
  try {
    driver.listenOnly(listenOnly);
  } catch {
    // Its state says what it lacks; the gate does not depend on it.
  }
}

function reportOf(
  number: number,
  driver: CanDriver | undefined,
): CanBusReport {
  if (!driver) return { number, ...absentCan(number) };
  const { name, state, counters } = driver;
  return { number, name, state, counters };
}

/** The report of a bus without an interface. */
function absentCan(number: number): Omit<CanBusReport, "number"> {
  const counters = {
    received: 0,
    sent: 0,
    errors: 0,
    overruns: 0,
    reopened: 0,
  };
  return { name: "none", state: notSetUp(number), counters };
}

function notSetUp(number: number): string {
  const flag = number === 1 ? "--can" : `--can ${number}=`;
  return `not set up: name its interface with ${flag}`;
}
