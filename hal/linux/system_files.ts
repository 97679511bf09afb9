import { checked, cString, errno, libc, OsError } from "./libc.ts";

/**
 * Files below /dev and /sys, for which Deno's own file API asks for all permissions. Through the C
 * library they need what the serial ports need: `--allow-ffi=` with the path of `libcPath`.
 * @module
 */

const O_RDONLY = 0, O_NONBLOCK = 0o4000, O_CLOEXEC = 0o2000000;
/** The kernel hands out the values of /sys in one piece of at most a page. */
const PAGE = 4096, LONGEST_PATH = 4096;
/** `struct dirent`: u64 inode, i64 offset, u16 length of the entry, u8 type, then the name; the same on x86-64 and aarch64. */
const ENTRY_LENGTH = 16, ENTRY_NAME = 19;

/**
 * Reads a small file, such as a value in /sys.
 * @throws OsError when it cannot be read
 */
export function readSystemFile(path: string): string {
  const c = libc(), bytes = new Uint8Array(PAGE);
  const flags = O_RDONLY | O_NONBLOCK | O_CLOEXEC;
  const fd = checked(c.open(cString(path), flags), `open ${path}`);
  try {
    const count = checked(c.read(fd, bytes, BigInt(PAGE)), `read ${path}`);
    return new TextDecoder().decode(bytes.subarray(0, count));
  } finally {
    c.close(fd);
  }
}

/**
 * Names in a folder, in order, without `.` and `..`.
 * @throws OsError when it cannot be read
 */
export function listFolder(path: string): readonly string[] {
  const c = libc(), folder = c.opendir(cString(path));
  if (folder === null) throw new OsError(`open ${path}`, errno());
  const names: string[] = [];
  try {
    for (;;) {
      const entry = c.readdir(folder);
      if (entry === null) break;
      names.push(nameOf(entry));
    }
  } finally {
    c.closedir(folder);
  }
  return names.filter((name) => name !== "." && name !== "..").sort();
}

/** Copied in its own length: behind it the C library's memory may end. */
function nameOf(entry: Deno.PointerObject): string {
  const c = libc(), head = new Uint8Array(ENTRY_NAME);
  c.memcpy(head, entry, BigInt(head.length));
  const length = new DataView(head.buffer).getUint16(ENTRY_LENGTH, true);
  const bytes = new Uint8Array(length);
  c.memcpy(bytes, entry, BigInt(length));
  const name = bytes.subarray(ENTRY_NAME);
  return new TextDecoder().decode(name.subarray(0, name.indexOf(0)));
}

/** Where a symbolic link leads, as it is written; undefined when it is none. */
export function linkTarget(path: string): string | undefined {
  const bytes = new Uint8Array(LONGEST_PATH);
  const count = libc().readlink(cString(path), bytes, BigInt(LONGEST_PATH));
  return count < 0
    ? undefined
    : new TextDecoder().decode(bytes.subarray(0, count));
}
