import { ByteLink } from "../byte_link.ts";
import type { OpenPort } from "../byte_port.ts";
import type { Clock, Gps, GpsFix } from "../mod.ts";
import { FixAssembler } from "./assembler.ts";
import { JumpFilter } from "./jump_filter.ts";
import { type NmeaCounters, NmeaReader } from "./nmea_reader.ts";

/** What a receiver's driver counts. */
export type GpsCounters = Readonly<NmeaCounters> & {
  /** Positions that no car could have reached. */
  readonly jumps: number;
  /** How often the port was opened again. */
  readonly reopened: number;
};

/** Times, ms: a receiver reports each second. */
const TIMES = { retry: 2000, silence: 30_000 } as const;

/** A GPS receiver that writes NMEA 0183 sentences to a serial port. */
export class NmeaGps implements Gps {
  readonly #reader = new NmeaReader();
  readonly #assembler = new FixAssembler();
  readonly #filter = new JumpFilter();
  readonly #link: ByteLink;
  #receive: (fix: GpsFix) => void = () => {};

  /** @param name for people, such as `gps:/dev/ttyACM0` */
  constructor(
    readonly name: string,
    open: OpenPort,
    private readonly clock: Clock,
  ) {
    this.#link = new ByteLink(open, clock, {
      opened: () => this.#reset(),
      bytes: (chunk) => this.#bytes(chunk),
      lost: () => {},
    }, TIMES);
  }

  get counters(): GpsCounters {
    return {
      ...this.#reader.counters,
      jumps: this.#filter.jumps,
      reopened: this.#link.reopened,
    };
  }

  /** Why the port is not open, or undefined while it is. */
  get problem(): string | undefined {
    return this.#link.problem;
  }

  open(receive: (fix: GpsFix) => void): void {
    this.#receive = receive;
    this.#link.start();
  }

  close(): Promise<void> {
    return this.#link.close();
  }

  #reset(): void {
    this.#reader.reset();
    this.#assembler.reset();
  }

  #bytes(chunk: Uint8Array): void {
    for (const sentence of this.#reader.push(chunk)) {
      const fix = this.#assembler.add(sentence);
      const passed = fix && this.#filter.pass(fix, this.clock.monotonic());
      if (passed) this.#receive(passed);
    }
  }
}
