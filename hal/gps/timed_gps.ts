import type { Gps, GpsFix } from "../mod.ts";

/** A receiver whose fixes tell the time as well. */
export class TimedGps implements Gps {
  readonly #gps: Gps;
  readonly #tell: (ms: number) => void;

  /** @param tell takes the time of each fix, ms since 1970 UTC */
  constructor(gps: Gps, tell: (ms: number) => void) {
    this.#gps = gps;
    this.#tell = tell;
  }

  get name(): string {
    return this.#gps.name;
  }

  get problem(): string | undefined {
    return this.#gps.problem;
  }

  get counters(): Readonly<Record<string, number>> {
    return this.#gps.counters ?? {};
  }

  open(receive: (fix: GpsFix) => void): void {
    this.#gps.open((fix) => {
      if (fix.fix && fix.time !== undefined) this.#tell(fix.time);
      receive(fix);
    });
  }

  close(): Promise<void> {
    return this.#gps.close();
  }
}
