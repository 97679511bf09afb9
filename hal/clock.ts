import type { Clock, Stop, TimeSource, WallTime } from "./mod.ts";
import { inPresentRound, isPossible } from "./time.ts";

/** Readings of one source that differ by less than this, apart from the time between them, agree, ms. */
const AGREEING = 2000;

/** So far apart at least, or a receiver whose time stands still would be believed each second anew, ms. */
const APART = 5000;

/** A source is preferred to another one as long as it was heard in this time, ms. */
const LASTING = 3_600_000;

const YEAR = 366 * 86_400_000;

/** What is to happen every so many whole seconds shares its wake-ups, ms. */
const RASTER = 1000;

/** Who is believed rather: the receiver's time has no zone that could be wrong. */
const RANK: Readonly<Record<TimeSource, number>> = { network: 0, gps: 1 };

/** What a source said last, as wall minus monotonic time, ms. */
interface Reading {
  readonly offset: number;
  readonly at: number;
}

/**
 * The clock of the machine.
 *
 * A gateway without a clock chip starts with the time of its last shutdown, or with 1970, until
 * something sets it. So the machine's time is only trusted while the system says that it is
 * synchronised; else what the GPS receiver or the mobile network told counts, told twice alike, some seconds apart. What
 * was once known to be right goes on by the monotonic time, whatever the machine's clock does then.
 */
export class SystemClock implements Clock {
  readonly #elapsed: () => number;
  readonly #start: number;
  readonly #isSynchronised: () => boolean;
  readonly #readings = new Map<TimeSource, Reading>();
  /** Wall minus monotonic time as it was last known to be right, ms. */
  #known: number | undefined;
  /** The source that is believed while the system is not synchronised. */
  #believed: TimeSource | undefined;

  /**
   * @param isSynchronised whether the system knows that its time is right; default: it always does
   * @param elapsed ms since whenever, which go on while the machine sleeps; default: those of Deno, which
   * stand still then, so that what was heard before would count as just heard
   */
  constructor(
    isSynchronised: () => boolean = () => true,
    elapsed: () => number = () => performance.now(),
  ) {
    this.#isSynchronised = isSynchronised;
    this.#elapsed = elapsed;
    this.#start = elapsed();
  }

  monotonic(): number {
    return this.#elapsed() - this.#start;
  }

  wall(): WallTime {
    const now = Date.now(), monotonic = this.monotonic();
    if (isPossible(now) && this.#isSynchronised()) {
      this.#known = now - monotonic;
      this.#believed = undefined;
      return { ms: now, trusted: true };
    }
    return this.#known === undefined
      ? { ms: now, trusted: false }
      : { ms: Math.round(this.#known + monotonic), trusted: true };
  }

  /**
   * A source says what time it is: it is believed when it does so twice alike and the system does not
   * know better.
   * @param ms since 1970-01-01 UTC
   */
  tell(source: TimeSource, ms: number): void {
    const told = source === "gps" ? inPresentRound(ms) : ms;
    if (!isPossible(told) || told !== ms && !fitsMachine(told)) return;
    const at = this.monotonic(), offset = told - at;
    const before = this.#readings.get(source);
    const isAlike = before && agree(before.offset, offset);
    if (isAlike && at - before.at < APART) return;
    this.#readings.set(source, { offset, at });
    if (isAlike) this.#believe(source, offset);
  }

  /** Small differences are the way of the message, not the time: the clock does not follow them. */
  #believe(source: TimeSource, offset: number): void {
    const other = this.#believed && this.#readings.get(this.#believed);
    const isLasting = other && this.monotonic() - other.at < LASTING;
    if (
      this.#believed && isLasting && RANK[this.#believed] > RANK[source]
    ) return;
    this.#believed = source;
    if (this.#known !== undefined && agree(this.#known, offset)) return;
    this.#known = offset;
  }

  /**
   * Keeps its raster: work that came late does not delay the next. Whole seconds begin together, so
   * that a machine which lives on a battery wakes up once for all of them; the first time is up to a
   * second longer.
   */
  every(ms: number, work: (missed: number) => void): Stop {
    let due = this.monotonic() + ms;
    if (ms % RASTER === 0) due = Math.ceil(due / RASTER) * RASTER;
    const wait = () => Math.max(0, due - this.monotonic());
    let timer = setTimeout(tick, wait());
    const steps = () => Math.max(1, Math.ceil((this.monotonic() - due) / ms));
    function tick() {
      const count = steps();
      due += ms * count;
      timer = setTimeout(tick, wait());
      work(count - 1);
    }
    return () => clearTimeout(timer);
  }

  after(ms: number, work: () => void): Stop {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  }
}

/**
 * A receiver's old date may come from a round of weeks before, or from a recording: the machine's own
 * clock, which mostly is not years behind, tells which.
 */
function fitsMachine(ms: number): boolean {
  const now = Date.now();
  return !isPossible(now) || Math.abs(now - ms) < YEAR;
}

function agree(a: number, b: number): boolean {
  return Math.abs(a - b) < AGREEING;
}
