import type { Clock, Gps, GpsFix, Stop } from "../mod.ts";
import { below, Mmcli, type RunMmcli, textBelow } from "../modem/mmcli.ts";
import { messageOf } from "../supervisor.ts";
import { JumpFilter } from "./jump_filter.ts";
import { decimalOf } from "./nmea.ts";
import { isPlace } from "./place.ts";

/** Between two questions while the car is on, and while it is off, s. */
const EVERY = { on: 5, off: 60 } as const;

/** The receiver inside a modem that belongs to ModemManager. */
export class MmGps implements Gps {
  readonly name: string;
  readonly #mmcli: Mmcli;
  readonly #filter = new JumpFilter();
  #stop: Stop = () => {};
  #problem: string | undefined;
  #isOn = false;
  #busy = false;
  #seconds = 0;
  #reports = 0;
  /** Time of day of the last report: ModemManager keeps it when no further one comes. */
  #utc = "";

  /**
   * @param modem as `mmcli -m` takes it
   * @param isCarOn decides how often it is asked
   */
  constructor(
    private readonly modem: string,
    private readonly clock: Clock,
    run: RunMmcli,
    private readonly isCarOn: () => boolean,
  ) {
    this.name = `mm:${modem} GPS`;
    this.#mmcli = new Mmcli(run, clock);
  }

  get problem(): string | undefined {
    return this.#problem;
  }

  get counters(): Readonly<Record<string, number>> {
    return { reports: this.#reports, jumps: this.#filter.jumps };
  }

  open(receive: (fix: GpsFix) => void): void {
    this.#stop = this.clock.every(1000, () => {
      const every = this.isCarOn() ? EVERY.on : EVERY.off;
      if (++this.#seconds < every || this.#busy) return;
      this.#seconds = 0;
      this.#busy = true;
      this.#ask(receive).then(
        () => this.#problem = undefined,
        (error) => {
          this.#problem = messageOf(error);
          this.#isOn = false;
        },
      ).finally(() => this.#busy = false);
    });
  }

  close(): Promise<void> {
    this.#stop();
    return Promise.resolve();
  }

  async #ask(receive: (fix: GpsFix) => void): Promise<void> {
    if (!this.#isOn) {
      await this.#mmcli.text("-m", this.modem, "--location-enable-gps-raw");
      this.#isOn = true;
    }
    const answer = await this.#mmcli.json("-m", this.modem, "--location-get");
    const gps = below(answer, "modem", "location", "gps");
    const fix = this.#read(gps);
    this.#reports++;
    const passed = this.#filter.pass(fix, this.clock.monotonic());
    if (passed) receive(passed);
  }

  #read(gps: unknown): GpsFix {
    const number = (name: string) => decimalOf(textBelow(gps, name));
    const latitude = number("latitude"), longitude = number("longitude");
    const altitude = number("altitude"), utc = textBelow(gps, "utc");
    const isFresh = utc !== "" && utc !== this.#utc;
    this.#utc = utc;
    if (
      !isFresh || latitude === undefined || longitude === undefined ||
      !isPlace(latitude, longitude)
    ) return { fix: false };
    return {
      fix: true,
      latitude,
      longitude,
      ...altitude !== undefined && { altitude },
    };
  }
}
