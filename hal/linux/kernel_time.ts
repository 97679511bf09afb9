/** What the system says about its time. */
import { libc } from "./libc.ts";
import { readSystemFile } from "./system_files.ts";

/** `struct timex`, the same on x86-64 and aarch64: u32 modes (0 only reads), i32 status, i64 seconds. */
const LENGTH = 208, STATUS = 40, SECONDS = 72;
/** The clock that goes on while the machine sleeps, as the one of `performance.now()` does not. */
const CLOCK_BOOTTIME = 7;
/** `struct timespec`, the same on x86-64 and aarch64, in halves of its two i64: seconds, and nanoseconds of the next. */
const moment = new Int32Array(4), WHOLE = 0, NANO = 2;

/** No program keeps the kernel's clock right, or none did for hours. */
const STA_UNSYNC = 0x40;
/** systemd-timesyncd makes it when it set the time, and removes it at the next start. */
const TIMESYNC = "/run/systemd/timesync/synchronized";
/** Seconds by which the program may see another time than the kernel. */
const SAME = 2;

/**
 * Whether the system knows that its time is right: some program (NTP, PTP, a GPS daemon) keeps the
 * kernel's clock. Where asking the kernel is not permitted, what systemd-timesyncd says. False where
 * the C library may not be called.
 */
export function isSynchronised(): boolean {
  try {
    return ofKernel() ?? ofTimesync();
  } catch {
    return false;
  }
}

/**
 * The time since the start of the system, ms, that of its sleep too: a gateway that slept beside its car
 * finds itself hours later, and all that it knew of the car hours old.
 * @returns what reads it; undefined where the C library may not be called, or the kernel has no such clock
 */
export function bootClock(): (() => number) | undefined {
  try {
    const { clock_gettime } = libc();
    if (clock_gettime(CLOCK_BOOTTIME, moment) < 0) return undefined;
    return () => {
      clock_gettime(CLOCK_BOOTTIME, moment);
      return (moment[WHOLE] as number) * 1000 +
        (moment[NANO] as number) / 1e6;
    };
  } catch {
    return undefined;
  }
}

/** Undefined when it does not answer. */
function ofKernel(): boolean | undefined {
  const bytes = new Uint8Array(LENGTH), view = new DataView(bytes.buffer);
  if (libc().adjtimex(bytes) < 0) return undefined;
  const seconds = Number(view.getBigInt64(SECONDS, true));
  // A program may be shown another time than the kernel has, of which this says nothing.
  return (view.getInt32(STATUS, true) & STA_UNSYNC) === 0 &&
    Math.abs(seconds - Date.now() / 1000) < SAME;
}

function ofTimesync(): boolean {
  readSystemFile(TIMESYNC);
  return true;
}
