import { AtModem, type AtModemOptions } from "../../../hal/modem/mod.ts";
import type { GsmEvents, SmsOrigin } from "../../../hal/mod.ts";
import { SimAtModem } from "../../../hal/sim/at_modem.ts";
import { SimBytePort } from "../../../hal/sim/at_port.ts";
import { SimClock } from "../../../hal/sim/clock.ts";

/** A modem driver in front of a simulated modem, with a clock to advance. */
export class ModemBench {
  readonly clock = new SimClock();
  readonly sim = new SimAtModem(() => this.clock.wall().ms);
  readonly port = new SimBytePort(this.sim);
  readonly received: [from: string, text: string][] = [];
  readonly modem: AtModem;
  /** What is done with each message; none by default. */
  handle: GsmEvents["sms"] = () => Promise.resolve();

  /** Gets what is told of each message beside its text. */
  origin: (origin: SmsOrigin | undefined) => void = () => {};

  constructor(options: Partial<AtModemOptions> = {}) {
    this.modem = new AtModem({
      name: "bench",
      open: this.port.open,
      clock: this.clock,
      ...options,
    });
  }

  open(): void {
    this.modem.open({
      sms: (from, text, origin) => {
        this.received.push([from, text]);
        this.origin(origin);
        return this.handle(from, text);
      },
    });
  }

  /** Opens the modem and waits until it is ready. */
  async ready(): Promise<void> {
    this.open();
    await this.clock.run(30_000);
    if (this.modem.state.number !== 0x20) {
      throw new Error(`state 0x${this.modem.state.number.toString(16)}`);
    }
  }

  /** Lets time pass. */
  async seconds(count: number): Promise<void> {
    await this.clock.run(count * 1000);
  }
}

/** Runs a test with a bench and closes its modem. */
export async function withModem(
  options: Partial<AtModemOptions>,
  test: (bench: ModemBench) => Promise<void>,
): Promise<void> {
  const bench = new ModemBench(options);
  try {
    await test(bench);
  } finally {
    await bench.modem.close();
  }
}
