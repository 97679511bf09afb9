/** Places of devices: another device takes the place of one while the program runs, and whoever uses the place does not notice. */
import type {
  DriverReport,
  Gps,
  GpsFix,
  Gsm,
  GsmEvents,
  GsmLeds,
  GsmState,
  Sent,
  Stop,
  Supply,
} from "./mod.ts";

/** A device that is open beside the one in a place, to see whether it works. */
export interface Candidate {
  /** Whether it answered as what it is to be. */
  works(): boolean;
  /** What is missing, a sentence. */
  why(): string;
  /** It takes the place; the device before is closed. */
  put(): Promise<void>;
  /** Closes it; the place keeps its device. */
  drop(): Promise<void>;
}

/** State of a modem that is not there. */
const NO_STATE: GsmState = {
  number: 0,
  registered: false,
  signal: 0,
  operator: "",
};
const NO_LEDS: GsmLeds = { green: 0, red: 2 };
/** What the dialogue of a modem shows that answered: it is set up, or looks for its network. */
const ANSWERED: readonly number[] = [2, 6, 7, 8, 9];

/** A message for a modem that is not there; it may be tried again. */
class NoModemError extends Error {
  override readonly name = "NoModemError";
  readonly temporary = true;
  readonly perhapsSent = false;
}

/** A modem or a receiver. */
type Device = DriverReport & { close(): Promise<void> };

/** The place of a device that is opened and closed. */
abstract class Place<D extends Device> {
  constructor(protected device: D | undefined) {}

  /** Whether there is one. */
  get taken(): boolean {
    return this.device !== undefined;
  }
  get name(): string {
    return this.device?.name ?? "none";
  }
  get problem(): string | undefined {
    return this.device?.problem;
  }
  get counters(): Readonly<Record<string, number>> {
    return this.device?.counters ?? {};
  }

  /** Closes the device; there is none from then on. */
  clear(): Promise<void> {
    return this.put(undefined);
  }

  protected async put(device: D | undefined): Promise<void> {
    const before = this.device;
    this.device = device;
    await before?.close();
  }

  async close(): Promise<void> {
    await this.device?.close();
  }
}

/** The place of the modem. */
export class GsmPlace extends Place<Gsm> implements Gsm {
  #events: GsmEvents | undefined;

  get notes(): readonly string[] {
    return this.device?.notes ?? [];
  }
  get state(): GsmState {
    return this.device?.state ?? NO_STATE;
  }
  get leds(): GsmLeds {
    return this.device?.leds ?? NO_LEDS;
  }

  open(events: GsmEvents): void {
    this.#events = events;
    this.device?.open(events);
  }

  /** What comes to it counts at once: a message that a modem gave must not get lost. */
  candidate(device: Gsm): Candidate {
    if (this.#events) device.open(this.#events);
    return {
      works: () =>
        device.problem === undefined && ANSWERED.includes(device.leds.green),
      why: () => device.problem ?? "no modem answers",
      put: () => this.put(device),
      drop: () => device.close(),
    };
  }

  #present(): Gsm {
    if (this.device) return this.device;
    throw new NoModemError("There is no modem at present");
  }

  async send(to: string, text: string, reported?: boolean): Promise<Sent> {
    return await this.#present().send(to, text, reported);
  }
  async ussd(code: string): Promise<string> {
    return await this.#present().ussd(code);
  }
  async command(at: string): Promise<readonly string[]> {
    return await this.#present().command(at);
  }
  restart(): void {
    this.device?.restart();
  }
}

/** The place of the GPS receiver. */
export class GpsPlace extends Place<Gps> implements Gps {
  #receive: ((fix: GpsFix) => void) | undefined;
  readonly #opened = new WeakSet<Gps>();

  open(receive: (fix: GpsFix) => void): void {
    this.#receive = receive;
    if (this.device) this.#open(this.device);
  }

  /** It works when it reports, with a position or without; what it reports before it has the place counts for nothing. */
  candidate(device: Gps): Candidate {
    let reports = false;
    this.#open(device, () => reports = true);
    return {
      works: () => reports && device.problem === undefined,
      why: () => device.problem ?? "no receiver reports",
      put: () => this.put(device),
      drop: () => device.close(),
    };
  }

  #open(device: Gps, heard: () => void = () => {}): void {
    if (this.#opened.has(device)) return;
    this.#opened.add(device);
    device.open((fix) => {
      heard();
      if (this.device === device) this.#receive?.(fix);
    });
  }
}

/** A supply that somebody measures until it is closed. */
export type MeasuredSupply = Supply & { readonly close: Stop };

/** The place of what measures the 12 V supply. */
export class SupplyPlace implements Supply {
  #device: MeasuredSupply | undefined;

  constructor(device: MeasuredSupply | undefined) {
    this.#device = device;
  }

  volts(): number | undefined {
    return this.#device?.volts();
  }

  candidate(device: MeasuredSupply): Candidate {
    return {
      works: () => device.volts() !== undefined,
      why: () => "it measures nothing",
      put: () => this.#put(device),
      drop: () => Promise.resolve(device.close()),
    };
  }

  /** Ends the measuring; the supply is not known from then on. */
  clear(): Promise<void> {
    return this.#put(undefined);
  }

  #put(device: MeasuredSupply | undefined): Promise<void> {
    this.#device?.close();
    this.#device = device;
    return Promise.resolve();
  }

  close(): void {
    this.#device?.close();
  }
}
