/** When schedules are due. */
import type { WallTime } from "../../hal/mod.ts";

/** Time between two looks that may have passed unseen, ms: what was due in it is still done. */
const LATE = 60_000;

/** One schedule's times. */
export class Timetable {
  /** Day on which it was done last, in local time. */
  #day = "";
  #looked: number | undefined;

  /**
   * Whether a time of the day has just come. A clock that is put forward beyond it leaves it out, one
   * that is put back does not repeat it on the same day; where a day has no such time, as when summer
   * begins, it is the one after.
   * @param at such as `07:30`, local time
   */
  isTime(at: string, { ms, trusted }: WallTime): boolean {
    const before = this.#looked;
    this.#looked = trusted ? ms : undefined;
    const [, hour, minute] = /^(\d{1,2}):(\d{2})$/.exec(at) ?? [];
    if (!trusted || before === undefined || minute === undefined) return false;
    const today = new Date(ms), day = today.toDateString();
    const due = new Date(
      today.getFullYear(),
      today.getMonth(),
      today.getDate(),
      Number(hour),
      Number(minute),
    ).getTime();
    const isNow = before < due && ms >= due && ms - before <= LATE;
    if (!isNow || day === this.#day) return false;
    this.#day = day;
    return true;
  }

  /**
   * Whether so many seconds have passed again.
   * @param now seconds of the vehicle's clock
   */
  static isDue(every: number, now: number): boolean {
    return now % Math.max(1, Math.round(every)) === 0;
  }
}

/** Whether a text is a time of the day. */
export function isTimeOfDay(text: string): boolean {
  const [, hour, minute] = /^(\d{1,2}):(\d{2})$/.exec(text) ?? [];
  return minute !== undefined && Number(hour) < 24 && Number(minute) < 60;
}
