/** The C library's functions that the drivers call. Needs `--allow-ffi` for the path of `libcPath` and nothing else. */

const SYMBOLS = {
  open: { parameters: ["buffer", "i32"], result: "i32" },
  close: { parameters: ["i32"], result: "i32" },
  // Results are read as 32 bits: no call here moves more than a few kilobytes, and 64 bits would be BigInt.
  read: { parameters: ["i32", "buffer", "usize"], result: "i32" },
  write: { parameters: ["i32", "buffer", "usize"], result: "i32" },
  ioctl: { parameters: ["i32", "usize", "buffer"], result: "i32" },
  flock: { parameters: ["i32", "i32"], result: "i32" },
  tcgetattr: { parameters: ["i32", "buffer"], result: "i32" },
  tcsetattr: { parameters: ["i32", "i32", "buffer"], result: "i32" },
  tcflush: { parameters: ["i32", "i32"], result: "i32" },
  cfmakeraw: { parameters: ["buffer"], result: "void" },
  cfsetspeed: { parameters: ["buffer", "u32"], result: "i32" },
  socket: { parameters: ["i32", "i32", "i32"], result: "i32" },
  bind: { parameters: ["i32", "buffer", "u32"], result: "i32" },
  setsockopt: {
    parameters: ["i32", "i32", "i32", "buffer", "u32"],
    result: "i32",
  },
  getsockopt: {
    parameters: ["i32", "i32", "i32", "buffer", "buffer"],
    result: "i32",
  },
  sendto: {
    parameters: ["i32", "buffer", "usize", "i32", "buffer", "u32"],
    result: "i32",
  },
  opendir: { parameters: ["buffer"], result: "pointer" },
  readdir: { parameters: ["pointer"], result: "pointer" },
  closedir: { parameters: ["pointer"], result: "i32" },
  readlink: { parameters: ["buffer", "buffer", "usize"], result: "i32" },
  epoll_create1: { parameters: ["i32"], result: "i32" },
  epoll_ctl: { parameters: ["i32", "i32", "i32", "buffer"], result: "i32" },
  // The only call that blocks, and so the only one on another thread, where errno could not be read.
  epoll_wait: {
    parameters: ["i32", "buffer", "i32", "i32"],
    result: "i32",
    nonblocking: true,
  },
  kill: { parameters: ["i32", "i32"], result: "i32" },
  setpriority: { parameters: ["i32", "i32", "i32"], result: "i32" },
  prlimit: { parameters: ["i32", "i32", "buffer", "buffer"], result: "i32" },
  getpgid: { parameters: ["i32"], result: "i32" },
  getsid: { parameters: ["i32"], result: "i32" },
  clock_gettime: { parameters: ["i32", "buffer"], result: "i32" },
  adjtimex: { parameters: ["buffer"], result: "i32" },
  eventfd: { parameters: ["u32", "i32"], result: "i32" },
  memcpy: { parameters: ["buffer", "pointer", "usize"], result: "void" },
  __errno_location: { parameters: [], result: "pointer" },
} as const satisfies Deno.ForeignLibraryInterface;

/** The C library's functions by their names. */
export type Libc = Deno.DynamicLibrary<typeof SYMBOLS>["symbols"];

const PATHS: Readonly<Record<string, string>> = {
  x86_64: "/lib/x86_64-linux-gnu/libc.so.6",
  aarch64: "/lib/aarch64-linux-gnu/libc.so.6",
};

/**
 * Where the C library is, as `--allow-ffi=` has to name it.
 * @throws Error on a system whose layouts are not known here
 */
export function libcPath(
  os: string = Deno.build.os,
  arch: string = Deno.build.arch,
): string {
  const path = os === "linux" ? PATHS[arch] : undefined;
  if (path === undefined) {
    throw new Error(
      `serial ports and SocketCAN are not available on ${os} ${arch}: expected Linux on x86_64 or aarch64 with glibc; ` +
        "run with simulated devices, or with candump as the CAN driver",
    );
  }
  return path;
}

let loaded: Libc | undefined;

/**
 * The C library, loaded at the first call and kept until the program ends.
 * @throws Error when it cannot be loaded; the sentence names the missing permission or path
 */
export function libc(): Libc {
  if (loaded) return loaded;
  const path = libcPath();
  try {
    return loaded = Deno.dlopen(path, SYMBOLS).symbols;
  } catch (cause) {
    const why = cause instanceof Deno.errors.NotCapable
      ? `run with --allow-ffi=${path}`
      : "expected glibc there, as on Debian and Raspberry Pi OS";
    throw new Error(`cannot load the C library ${path}: ${why}`, { cause });
  }
}

const code = new Int32Array(1);

/** The error number of the call just made. Copied by the same library: a pointer view would need `--allow-ffi` without a path. */
export function errno(): number {
  const c = libc();
  c.memcpy(code, c.__errno_location(), 4n);
  return code[0] as number;
}

/** Error numbers that drivers act on; the same on x86-64 and aarch64. */
export const EINTR = 4, EAGAIN = 11, ENETDOWN = 100, ENOBUFS = 105;

const MEANING: Readonly<Record<number, readonly [name: string, text: string]>> =
  {
    1: ["EPERM", "not permitted"],
    2: ["ENOENT", "no such device; is it plugged in?"],
    5: ["EIO", "the device is gone"],
    6: ["ENXIO", "no such device or address"],
    9: ["EBADF", "already closed"],
    12: ["ENOMEM", "out of memory"],
    13: ["EACCES", "permission denied; is the user in the group dialout?"],
    16: ["EBUSY", "in use by another program"],
    19: ["ENODEV", "no such device"],
    22: ["EINVAL", "not possible with this device"],
    24: ["EMFILE", "too many open files"],
    25: ["ENOTTY", "not a serial port"],
    32: ["EPIPE", "the other side is closed"],
    97: ["EAFNOSUPPORT", "not supported by this kernel"],
    100: ["ENETDOWN", "the interface is down"],
    104: ["ECONNRESET", "the other side is gone"],
    105: ["ENOBUFS", "the send queue is full"],
    111: ["ECONNREFUSED", "nobody is on the other side"],
  };

/** A call of the C library that failed. */
export class OsError extends Error {
  override readonly name = "OsError";

  /**
   * @param what the call and its object, such as `open /dev/ttyUSB0`
   * @param code error number
   */
  constructor(what: string, readonly code: number) {
    const [name, text] = MEANING[code] ?? [`error ${code}`, "see errno(3)"];
    super(`${what}: ${text} (${name})`);
  }
}

/**
 * The result of a call, if it is not negative.
 * @throws OsError otherwise
 */
export function checked(result: number, what: string): number {
  if (result < 0) throw new OsError(what, errno());
  return result;
}

/** A path or name as C wants it. */
export function cString(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text + "\0");
}
