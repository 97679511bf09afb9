/** Frames that put the simulated gateway into situations of a driven Twizy. */
import { type Bench, bench } from "ovms-edge/testing";
import { power } from "../../../plugins/power/mod.ts";
import can from "../../../plugins/twizy/can.ts";
import car from "../../../plugins/twizy/car.ts";
import { chargeMinutes, KNEE } from "../../../plugins/twizy/charge_time.ts";
import { xrt } from "../../../plugins/twizy/metrics.ts";
import { counters } from "../../../plugins/twizy/counters.ts";
import { ca } from "../../../plugins/ca/mod.ts";

const ON = "009521412900013c", OFF = "008521412900013c";
const CHARGING = "20a521412900013c", IDLE = "208521412900013c";
const charge = ca({ chargeMinutes, toppingOffFrom: KNEE, socMax: xrt.socMax });
const hex = (value: number, digits: number) =>
  value.toString(16).padStart(digits, "0");

/** A driver's hands and feet. */
export class Drive {
  /** SOC that the samples carry, 1/400 %. */
  soc = 79 * 400;

  constructor(readonly bench: Bench) {}

  /** The plugin beside those that decode frames and follow the key; the key is off. */
  static async begin(
    params: Record<number, string> = {},
    energy = "guide",
  ): Promise<Drive> {
    return new Drive(
      await bench(power({ prefix: "RT", counters }), {
        with: [can, car, charge],
        params,
        settings: { "power.energy": energy },
      }),
    );
  }

  /** Key on, and the second that takes notice of it. */
  on(): Promise<void> {
    return this.#status(ON);
  }
  off(): Promise<void> {
    return this.#status(OFF);
  }
  charging(): Promise<void> {
    return this.#status(CHARGING);
  }
  /** Plugged in, but no longer charging. */
  charged(): Promise<void> {
    return this.#status(IDLE);
  }

  async #status(frame: string): Promise<void> {
    this.bench.frame(0x597, frame);
    await this.bench.seconds(1);
  }

  /** Two speeds in a row, 1/100 km/h. */
  speeds(before: number, now: number): void {
    for (const speed of [before, now]) {
      this.bench.frame(0x599, `00000d80ff3c${hex(speed, 4)}`);
    }
  }

  /** Distance counter, 1/10 m. */
  counter(tenths: number): void {
    this.bench.frame(0x59e, `${hex(tenths & 0xffff, 4)}0cf229460000`);
  }

  /** Power samples of 10 ms, 16 W units. */
  samples(power: number, count = 1): void {
    const frame = `07${hex(0x9000 | 2000 - power, 4)}54${hex(this.soc, 4)}0073`;
    for (let n = 0; n < count; n++) this.bench.frame(0x155, frame);
  }

  /** Energy in units, in as many samples as it takes. */
  energy(units: number): void {
    const most = units < 0 ? -1839 : 1999;
    const count = Math.trunc(units / most);
    this.samples(most, count);
    if (units % most !== 0) this.samples(units % most);
  }

  /** A position, then a second at this odometer, 10 m. */
  async place(odometer: number, altitude: number): Promise<void> {
    this.bench.frame(0x5d7, `0000${hex(odometer * 16, 8)}00`);
    this.bench.hal.gps.report({ fix: true, altitude });
    await this.bench.seconds(1);
  }
}
