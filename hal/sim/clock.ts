import type { Clock, Stop, WallTime } from "../mod.ts";

interface Timer {
  due: number;
  /** Milliseconds between calls, or 0 for a single one. */
  readonly period: number;
  /** Calls that were left out before the next one. */
  missed: number;
  readonly work: (missed: number) => void;
}

/**
 * A clock that only moves when told to.
 *
 * `advance` moves everything together. A scenario player moves its two hands apart: `second` fires
 * periodic work only, `drain` fires only the single timers of commands (pauses, time-outs), so that
 * nothing ages while a command runs.
 */
export class SimClock implements Clock {
  /** Due times on the hand of the seconds. */
  readonly #periodic: Timer[] = [];
  /** Due times on the hand of the commands. */
  readonly #single: Timer[] = [];
  /** What happens outside of this program at present. */
  readonly #held = new Set<Promise<unknown>>();
  #now = 0;
  #halted = 0;
  #commands = 0;
  #wall: { ms: number; trusted: boolean };

  /**
   * A clock that stands.
   * @param wall wall time at the start, ms since 1970
   * @param trusted whether it is known to be right
   */
  constructor(wall = Date.UTC(2026, 0, 1, 12), trusted = true) {
    this.#wall = { ms: wall, trusted };
  }

  monotonic(): number {
    return this.#now;
  }

  /** Whole milliseconds, as the machine's: with parts of one, whoever rounds and whoever does not would read two seconds. */
  wall(): WallTime {
    const { ms, trusted } = this.#wall;
    return { ms: Math.round(ms + this.#now), trusted };
  }

  /** Sets the wall's time, as a network or a GPS receiver would; the monotonic time goes on. */
  setWall(ms: number, trusted: boolean): void {
    this.#wall = { ms: ms - this.#now, trusted };
  }

  every(ms: number, work: (missed: number) => void): Stop {
    return keep(this.#periodic, {
      due: this.#now + ms,
      period: ms,
      missed: 0,
      work,
    });
  }

  after(ms: number, work: () => void): Stop {
    const due = this.#commands + ms;
    return keep(this.#single, { due, period: 0, missed: 0, work });
  }

  /** Time stands still until `work`, which happens outside of this program, has come to its end. */
  hold(work: Promise<unknown>): void {
    const done = () => void this.#held.delete(work);
    this.#held.add(work);
    work.then(done, done);
  }

  async #settled(): Promise<void> {
    await settled();
    while (this.#held.size > 0) {
      await Promise.allSettled(this.#held);
      await settled();
    }
  }

  /** The time that another process tells itself, ms: it stands still while the machine sleeps. */
  awake(): number {
    return this.#now - this.#halted;
  }

  /** The program is halted, as by a slow disk or when it is suspended: what fell due meanwhile is done late, once. */
  halt(ms: number): void {
    this.#halted += ms;
    this.#now += ms;
    this.#commands += ms;
    for (const timer of this.#periodic) {
      const late = Math.floor((this.#now - timer.due) / timer.period);
      if (late <= 0) continue;
      timer.missed += late;
      timer.due += late * timer.period;
    }
  }

  /** Moves both hands on; all work falls due in its order. Promises do not settle in between: see `run`. */
  advance(ms: number): void {
    const end = this.#now + ms;
    while (this.#next(end)) { /* until nothing is due any more */ }
  }

  /** Like `advance`, but lets promises settle after each piece of work. */
  async run(ms: number): Promise<void> {
    const end = this.#now + ms;
    await this.#settled();
    while (this.#next(end)) await this.#settled();
  }

  /** Fires the earliest work of either hand; false, and the time is `end`, when none is due before. */
  #next(end: number): boolean {
    const periodic = first(this.#periodic), single = first(this.#single);
    const toPeriodic = periodic ? periodic.due - this.#now : Infinity;
    const toSingle = single ? single.due - this.#commands : Infinity;
    const wait = Math.max(0, Math.min(toPeriodic, toSingle));
    if (this.#now + wait > end) {
      // Whoever runs it at the same time may have come further: time never goes back
      const rest = Math.max(0, end - this.#now);
      this.#commands += rest;
      this.#now += rest;
      return false;
    }
    this.#now += wait;
    this.#commands += wait;
    if (single && toSingle <= toPeriodic) this.#fireSingle(single);
    else if (periodic) firePeriodic(periodic);
    return true;
  }

  /** One second of periodic work only; the timers of commands stand still. */
  second(): void {
    const end = this.#now + 1000;
    for (
      let timer = first(this.#periodic);
      timer && timer.due <= end;
      timer = first(this.#periodic)
    ) {
      this.#now = timer.due;
      firePeriodic(timer);
    }
    this.#now = end;
  }

  /**
   * Fires the timers of commands one after the other, without letting a second pass, until none is left.
   * @param limit milliseconds of command time that are allowed
   * @param before runs before each of them, as a bus that goes on while a command waits
   * @throws Error when commands take longer
   */
  async drain(limit = 300_000, before?: () => void): Promise<void> {
    const end = this.#commands + limit;
    await this.#settled();
    for (
      let timer = first(this.#single);
      timer;
      timer = first(this.#single)
    ) {
      if (timer.due > end) {
        throw new Error(
          `a command is still busy after ${limit / 1000} s of its own time`,
        );
      }
      this.#commands = Math.max(this.#commands, timer.due);
      before?.();
      this.#fireSingle(timer);
      await this.#settled();
    }
  }

  #fireSingle(timer: Timer): void {
    this.#single.splice(this.#single.indexOf(timer), 1);
    timer.work(0);
  }
}

function firePeriodic(timer: Timer): void {
  const { missed } = timer;
  timer.due += timer.period;
  timer.missed = 0;
  timer.work(missed);
}

function keep(list: Timer[], timer: Timer): Stop {
  list.push(timer);
  return () => {
    const at = list.indexOf(timer);
    if (at >= 0) list.splice(at, 1);
  };
}

/** The timer that is due first; of equals the one that was made first. */
function first(timers: readonly Timer[]): Timer | undefined {
  let best: Timer | undefined;
  for (const timer of timers) if (!best || timer.due < best.due) best = timer;
  return best;
}

/** Resolves when all promises that can settle have: a macrotask later. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
