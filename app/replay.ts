/** `--replay`: a recording as the car, its time as the clock. */
import { LogReport, readLogStream } from "../hal/replay/mod.ts";
import type { SimCanBus, SimClock } from "../hal/sim/mod.ts";
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
  readonly bus: SimCanBus;
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
  { bus, clock, pace, stopping }: ReplayTarget,
): Promise<LogReport> {
  const report = new LogReport();
  let now = 0, turn = -Infinity;
  for await (const { frame, timeMs } of readLogStream(recording, report)) {
    const passed = timeMs - now;
    if (passed > GAP || passed < -DISORDER) {
      clock.setWall(timeMs, true);
      now = timeMs;
    } else if (timeMs >= turn) {
      for (
        ;
        now < timeMs && !stopping.asked;
        now = Math.min(now + TURN, timeMs)
      ) {
        await clock.run(Math.min(TURN, timeMs - now));
        await pace.keep(clock);
      }
      turn = timeMs + (pace.held ? HELD_TURN : TURN);
    } else if (passed > 0) {
      clock.advance(passed);
      now = timeMs;
    }
    if (stopping.asked) return report;
    bus.inject(frame.id, frame.data, frame.extended);
  }
  await clock.run(AFTER);
  return report;
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
