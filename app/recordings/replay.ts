/** `--replay`: a recording as the car, its time as the clock. */
import {
  type LogFormat,
  LogReport,
  readLogPieces,
} from "../../hal/replay/mod.ts";
import type { SimCan, SimCanBus, SimClock } from "../../hal/sim/mod.ts";
import { type BusChoice, routeOf } from "./bus_choice.ts";
import { Pace } from "./pace.ts";
import type { Stopping } from "../stopping.ts";

/** Recordings are not always in order: frames that are so much too early count as simultaneous, ms. */
const DISORDER = 1000;
/** A longer gap is the time between two recordings, or a wrong clock; nobody wants to wait it out, ms. */
const GAP = 24 * 3600 * 1000;
/** Time without frames that is longer passes at once, second by second, but nobody waits for it, ms. */
const LONG = 60_000;
/** Earlier times are not of the calendar: 2000-01-01. */
const CALENDAR = Date.UTC(2000);
/** Commands and notices get their turn after so much time of the recording, ms. */
const TURN = 1000;
/** The same where the recording is held to real time, so that it does not come in bursts, ms. */
const HELD_TURN = 50;
/** After the last frame, the regular work of one more second is done, ms. */
const AFTER = 1000;

/** What a recording is played to. */
export interface ReplayTarget {
  readonly bus: SimCan;
  readonly clock: SimClock;
  /** Holds the recording back, or lets it run as fast as it can. */
  readonly pace: Pace;
  readonly stopping: Stopping;
}

/** How a recording is played; everything has a default. */
export interface ReplayOptions {
  /** Its format; found out from its content where it is left out. */
  readonly format?: LogFormat | undefined;
  /** Which of its buses are played, and as which of the vehicle's. */
  readonly buses?: BusChoice | undefined;
  /** Buses that the vehicle listens to; default: one. */
  readonly vehicle?: readonly number[];
  /** Whether time without frames is waited for, however long; default false. */
  readonly keepGaps?: boolean;
}

/**
 * Plays a recording to its end: each frame at its own time, which is the wall's time, too.
 * @returns what was found in it; bad lines are counted, never fatal
 */
export async function replay(
  recording: ReadableStream<Uint8Array>,
  target: ReplayTarget,
  options: ReplayOptions = {},
): Promise<ReplayReport> {
  const { format, buses, vehicle = [1], keepGaps = false } = options;
  const report = new ReplayReport();
  const reel = new Reel(target, keepGaps);
  const pieces = readLogPieces(recording, report, {
    ...(format ? { format } : {}),
    ...(buses ? { interfaces: buses.interfaces } : {}),
  });
  let from = 0, bus: SimCanBus | undefined;
  for await (const frames of pieces) {
    for (const { frame, timeMs } of frames) {
      // Most frames are of the bus of the one before
      if (frame.bus !== from) {
        const route = report.route ??= routeOf(report.first, vehicle, buses);
        const number = route.get(from = frame.bus);
        bus = number === undefined ? undefined : target.bus.bus(number);
      }
      if (bus === undefined) continue;
      if (!reel.reach(timeMs)) await reel.run(timeMs);
      if (target.stopping.asked) return report;
      report.played++;
      bus.inject(frame.id, frame.data, frame.extended);
    }
  }
  await target.clock.run(AFTER);
  return report;
}

/** What was found in a recording, and what became of it. */
export class ReplayReport extends LogReport {
  /** Frames that reached the vehicle. */
  played = 0;
  /** The vehicle's buses by those of the recording; what is not in it is left out. */
  route: ReadonlyMap<number, number> | undefined;
}

/** Moves the clock from frame to frame. */
class Reel {
  readonly #target: ReplayTarget;
  readonly #keepGaps: boolean;
  /** Time of the recording at which the clock is, ms; undefined before its first frame. */
  #now: number | undefined;
  /** From this time on, others get their turn first. */
  #turn = -Infinity;

  constructor(target: ReplayTarget, keepGaps: boolean) {
    this.#target = target;
    this.#keepGaps = keepGaps;
  }

  /** Moves to a time without a pause; false where others must have their turn. */
  reach(timeMs: number): boolean {
    const passed = timeMs - (this.#now ?? -Infinity);
    if (passed > GAP || passed < -DISORDER) {
      // Times that count from the start of a recording tell nothing of the day.
      this.#target.clock.setWall(timeMs, timeMs > CALENDAR);
      this.#now = timeMs;
      this.#turn = timeMs;
    } else if (timeMs >= this.#turn) {
      return false;
    } else if (passed > 0) {
      this.#target.clock.advance(passed);
      this.#now = timeMs;
    }
    return true;
  }

  /** Moves to a time with pauses, in which promises settle and real time catches up. */
  async run(timeMs: number): Promise<void> {
    const { clock, pace, stopping } = this.#target;
    const turn = pace.held ? HELD_TURN : TURN;
    let now = this.#now ?? timeMs;
    const held = this.#keepGaps || timeMs - now <= LONG;
    while (now < timeMs && !stopping.asked) {
      const step = Math.min(held ? turn : TURN, timeMs - now);
      await clock.run(step);
      if (held) await pace.keep(clock);
      else pace.passed(step);
      now += step;
    }
    this.#now = now;
    this.#turn = timeMs + turn;
  }
}

/** Lets the clock go on in real time after the end, until the program is to stop. */
export async function goOn(
  clock: SimClock,
  stopping: Stopping,
): Promise<void> {
  const pace = new Pace(1, clock);
  while (!stopping.asked) {
    await clock.run(HELD_TURN);
    await pace.keep(clock);
  }
}
