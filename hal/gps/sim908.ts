import type { Clock, Gps, GpsFix, Gsm, Stop } from "../mod.ts";
import { FixAssembler } from "./assembler.ts";
import { JumpFilter } from "./jump_filter.ts";
import type { Sentence } from "./nmea.ts";

const QUERY = "AT+CGPSINF=2;+CGPSINF=64;+CGPSPWR=1";
/** Seconds between two questions while the car is on, and while it is off. */
const EVERY = { on: 1, off: 60 } as const;
/** The forms of `AT+CGPSINF` and their twins. */
const TWINS: Readonly<Record<string, string>> = { "2": "GGA", "64": "VTG" };

/**
 * Reads `2,<time>,<lat>,...` (twin of GGA) and `64,<course>,T,...` (twin of VTG); undefined for
 * other lines. Some firmwares put `+CGPSINF: ` in front.
 */
export function readCgpsinf(line: string): Sentence | undefined {
  const [form = "", ...fields] = line.replace(/^\+CGPSINF: ?/, "").trim()
    .split(",");
  const type = TWINS[form];
  return type === undefined || fields.length < 4
    ? undefined
    : { talker: "GP", type, fields, checked: false };
}

/** The receiver inside a SIM908 modem. */
export class Sim908Gps implements Gps {
  readonly name: string;
  readonly #assembler = new FixAssembler(["GGA", "VTG"]);
  readonly #filter = new JumpFilter();
  #stop: Stop = () => {};
  #busy = false;
  #seconds = 0;
  #reports = 0;

  /** @param isCarOn decides how often the modem is asked */
  constructor(
    private readonly gsm: Gsm,
    private readonly clock: Clock,
    private readonly isCarOn: () => boolean,
  ) {
    this.name = `${gsm.name} GPS`;
  }

  get counters(): {
    /** Positions, and reports that there is none. */
    readonly reports: number;
    /** Positions that no car could have reached. */
    readonly jumps: number;
  } {
    return { reports: this.#reports, jumps: this.#filter.jumps };
  }

  open(receive: (fix: GpsFix) => void): void {
    this.#stop = this.clock.every(1000, () => this.#second(receive));
  }

  close(): Promise<void> {
    this.#stop();
    return Promise.resolve();
  }

  #second(receive: (fix: GpsFix) => void): void {
    const every = this.isCarOn() ? EVERY.on : EVERY.off;
    if (++this.#seconds < every || this.#busy) return;
    this.#seconds = 0;
    this.#busy = true;
    this.gsm.command(QUERY)
      .then((lines) => this.#lines(lines, receive))
      // A modem that is not ready has no position; the stale counter tells.
      .catch(() => {})
      .finally(() => this.#busy = false);
  }

  #lines(lines: readonly string[], receive: (fix: GpsFix) => void): void {
    for (const line of lines) {
      const sentence = readCgpsinf(line);
      const fix = sentence && this.#assembler.add(sentence);
      if (fix) this.#reports++;
      const passed = fix && this.#filter.pass(fix, this.clock.monotonic());
      if (passed) receive(passed);
    }
  }
}
