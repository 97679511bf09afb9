/** `--replay`: a recording as the car, its time as the clock. */
import { LogReport, readLogPieces } from "../hal/replay/mod.ts";
import type { SimCan, SimClock } from "../hal/sim/mod.ts";
import { Pace } from "./pace.ts";
import type { Stopping } from "./stopping.ts";

/** Recordings are not always in order: frames that are so much too early count as simultaneous, ms. */
const DISORDER = 1000;
/** A longer gap is the time between two recordings, or a wrong clock; nobody wants to wait it out, ms. */
const GAP = 24 * 3600 * 1000;
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

/**
 * Plays a recording to its end: each frame at its own time, which is the wall's time, too.
 * @returns what was found in it; bad lines are counted, never fatal
 */
export async function replay(
  recording: ReadableStream<Uint8Array>,
  target: ReplayTarget,
): Promise<LogReport> {
  const report = new LogReport();
  const reel = new Reel(target);
  for await (const frames of readLogPieces(recording, report)) {
    for (const { frame, timeMs } of frames) {
      if (!reel.reach(timeMs)) await reel.run(timeMs);
      if (target.stopping.asked) return report;
      target.bus.inject(frame.id, frame.data, frame.extended, frame.bus);
    }
  }
  await target.clock.run(AFTER);
  return report;
}

/** Moves the clock from frame to frame. */
class Reel {
  readonly #target: ReplayTarget;
  /** Time of the recording at which the clock is, ms. */
  #now = 0;
  /** From this time on, others get their turn first. */
  #turn = -Infinity;

  constructor(target: ReplayTarget) {
    this.#target = target;
  }

  /** Moves to a time without a pause; false where others must have their turn. */
  reach(timeMs: number): boolean {
    const passed = timeMs - this.#now;
    if (passed > GAP || passed < -DISORDER) {
      this.#target.clock.setWall(timeMs, true);
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
    while (this.#now < timeMs && !stopping.asked) {
      const step = Math.min(turn, timeMs - this.#now);
      await clock.run(step);
      await pace.keep(clock);
      this.#now += step;
    }
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

/** Sentences about a recording's end. */
export function reportLines(report: LogReport, name: string): string[] {
  const { frames, lines, bad, ignored, firstBad } = report;
  const rest = bad - firstBad.length;
  return [
    `${name}: ${frames} frames in ${lines} lines` +
    (ignored > 0 ? `, ${ignored} of another kind ignored` : "") +
    (bad > 0 ? `, ${bad} bad lines:` : ""),
    ...firstBad.map(({ line, text }) => `  line ${line}: ${text}`),
    ...(rest > 0 ? [`  and ${rest} more`] : []),
  ];
}
