/**
 * What another process of this user may use of the machine, and what it uses: through the C library,
 * as for the files below /proc.
 * @module
 */
import { checked, libc } from "./libc.ts";
import { readSystemFile } from "./system_files.ts";

/** Numbers of `setpriority` and `setrlimit`, the same on x86-64 and aarch64. */
const PRIO_PROCESS = 0, RLIMIT_CPU = 0, RLIMIT_DATA = 2;
/** Clock ticks of /proc a second; what Linux tells programs does not depend on the kernel's own. */
const TICKS = 100;
const PAGE = 4096;

/** What a process uses. */
export interface Usage {
  /** Bytes of memory that are really there. */
  readonly memory: number;
  /** Seconds of processor time since its start. */
  readonly cpu: number;
}

/** Whether the program may call what this module needs. */
export function isConfinable(): boolean {
  try {
    libc();
    return true;
  } catch {
    return false;
  }
}

/**
 * What a process uses at present.
 * @throws OsError when it is not there any more
 */
export function usageOf(pid: number): Usage {
  const stat = readSystemFile(`/proc/${pid}/stat`);
  // The name before it may have blanks and brackets of its own.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const field = (number: number) => Number(fields[number - 3] ?? 0);
  return {
    memory: field(24) * PAGE,
    cpu: (field(14) + field(15)) / TICKS,
  };
}

/** Lets all others go first. */
export function makeNice(pid: number): void {
  checked(libc().setpriority(PRIO_PROCESS, pid, 10), `setpriority ${pid}`);
}

/** Bytes of memory that a process can have on top of what it has now; asked for more, the kernel refuses. */
export function limitMemory(pid: number, more: number): void {
  const status = readSystemFile(`/proc/${pid}/status`);
  const [, kilobytes = "0"] = /^VmData:\s*(\d+)/m.exec(status) ?? [];
  setLimit(pid, RLIMIT_DATA, Number(kilobytes) * 1024 + more, -1);
}

/**
 * Seconds of processor time, counted from its start, after which the kernel ends a process, unless they
 * are renewed: so it ends as well when nobody is there any more to end it.
 */
export function lease(pid: number, seconds: number): void {
  setLimit(pid, RLIMIT_CPU, Math.ceil(seconds), -1);
}

/** @param hard -1: as it is, without a limit */
function setLimit(pid: number, what: number, soft: number, hard: number): void {
  const limit = BigInt64Array.of(BigInt(soft), BigInt(hard));
  const nothing = new Uint8Array(16);
  checked(
    libc().prlimit(
      pid,
      what,
      new Uint8Array(limit.buffer),
      nothing,
    ),
    `prlimit ${pid}`,
  );
}
