/** A serial port belongs to one program. */
import { checked, cString, errno, libc, OsError } from "./libc.ts";
import { listFolder, readSystemFile } from "./system_files.ts";

const TIOCEXCL = 0x540cn, TIOCNXCL = 0x540dn;
const LOCK_EX = 2, LOCK_NB = 4, LOCK_UN = 8;
const EAGAIN = 11, EBUSY = 16;
const LONGEST_PATH = 4096;

/**
 * Takes an open port for this program: others cannot open it any more, nor lock it.
 * @throws Error that names the program which has it, where the system tells
 */
export function takePort(fd: number, path: string): void {
  if (libc().flock(fd, LOCK_EX | LOCK_NB) < 0 && errno() === EAGAIN) {
    throw inUse(path);
  }
  try {
    checked(libc().ioctl(fd, TIOCEXCL, new Uint8Array(0)), `TIOCEXCL ${path}`);
  } catch (error) {
    unlock(fd);
    throw error;
  }
}

/** Gives a port back, before it is closed: on a pseudo terminal the mark would outlive the closing. */
export function givePort(fd: number): void {
  libc().ioctl(fd, TIOCNXCL, new Uint8Array(0));
  unlock(fd);
}

/** A process that was just begun has a copy of each descriptor for a moment, which would keep the lock. */
function unlock(fd: number): void {
  libc().flock(fd, LOCK_UN);
}

/** What to throw when a port could not be opened. */
export function openError(error: unknown, path: string): unknown {
  return error instanceof OsError && error.code === EBUSY ? inUse(path) : error;
}

function inUse(path: string): Error {
  const holder = holderOf(path);
  const who = holder === undefined
    ? "another program"
    : `${holder.name} (process ${holder.pid})`;
  return new Error(
    `open ${path}: in use by ${who}; end it, or name another port`,
  );
}

/** The program that has a port open, as far as this user may see. */
function holderOf(
  path: string,
): { readonly name: string; readonly pid: string } | undefined {
  const device = targetOf(path) ?? path;
  for (const pid of foldersOf("/proc").filter((name) => /^\d+$/.test(name))) {
    if (pid === String(Deno.pid)) continue;
    const files = foldersOf(`/proc/${pid}/fd`);
    if (!files.some((fd) => targetOf(`/proc/${pid}/fd/${fd}`) === device)) {
      continue;
    }
    return { name: nameOf(pid), pid };
  }
  return undefined;
}

function nameOf(pid: string): string {
  try {
    return readSystemFile(`/proc/${pid}/comm`).trim();
  } catch {
    return "a program";
  }
}

/** Names in a folder; none where one may not look. */
function foldersOf(path: string): readonly string[] {
  try {
    return listFolder(path);
  } catch {
    return [];
  }
}

/** Where a link leads, or undefined for what is none. */
function targetOf(link: string): string | undefined {
  const bytes = new Uint8Array(LONGEST_PATH);
  const length = libc().readlink(
    cString(link),
    bytes,
    BigInt(bytes.length),
  );
  if (length < 0) return undefined;
  const target = new TextDecoder().decode(bytes.subarray(0, length));
  return target.startsWith("/")
    ? target
    : new URL(target, `file://${link}`).pathname;
}
