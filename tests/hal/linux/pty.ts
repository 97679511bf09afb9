import { Descriptor } from "../../../hal/linux/reactor.ts";
import { checked, cString, libc, libcPath } from "../../../hal/linux/libc.ts";

const { symbols: c } = Deno.dlopen(libcPath(), {
  posix_openpt: { parameters: ["i32"], result: "i32" },
  grantpt: { parameters: ["i32"], result: "i32" },
  unlockpt: { parameters: ["i32"], result: "i32" },
  ptsname_r: { parameters: ["i32", "buffer", "usize"], result: "i32" },
  socketpair: { parameters: ["i32", "i32", "i32", "buffer"], result: "i32" },
  connect: { parameters: ["i32", "buffer", "u32"], result: "i32" },
  listen: { parameters: ["i32", "i32"], result: "i32" },
  accept4: { parameters: ["i32", "pointer", "pointer", "i32"], result: "i32" },
  shutdown: { parameters: ["i32", "i32"], result: "i32" },
  dup: { parameters: ["i32"], result: "i32" },
  readlink: { parameters: ["buffer", "buffer", "usize"], result: "isize" },
});
// Loaded here, outside of every test: it stays for good, and a test would count it as its own leak.
libc();

const O_RDWR = 2, O_NOCTTY = 0o400, O_NONBLOCK = 0o4000, O_CLOEXEC = 0o2000000;
const FLAGS = O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC;
const FIONREAD = 0x541bn;
const AF_UNIX = 1, SOCK_DGRAM = 2, SOCK_SEQPACKET = 5, SHUT_RDWR = 2;

/** A pseudo terminal: what is written to `master` comes out of the serial port at `path`, and the other way round. */
export class Pty {
  readonly master: Descriptor;
  /**
   * A name of its own: the kernel gives numbers again, and a driver that looks for its device after the
   * end of one test would find that of another.
   */
  readonly path: string;
  /** Held open, because a master without any slave fails instead of waiting. */
  readonly #slave: number;
  readonly #folder: string;

  constructor() {
    const fd = checked(c.posix_openpt(FLAGS), "posix_openpt");
    checked(c.grantpt(fd), "grantpt");
    checked(c.unlockpt(fd), "unlockpt");
    const name = new Uint8Array(64);
    checked(c.ptsname_r(fd, name, 64n), "ptsname_r");
    const device = new TextDecoder().decode(name.subarray(0, name.indexOf(0)));
    this.#slave = checked(
      libc().open(cString(device), FLAGS),
      `open ${device}`,
    );
    this.#folder = Deno.makeTempDirSync({ prefix: "pty-" });
    this.path = `${this.#folder}/tty`;
    Deno.symlinkSync(device, this.path);
    this.master = new Descriptor(fd, "pty");
  }

  /** Number of bytes that the port has not read yet. */
  unread(): number {
    const count = new Int32Array(1);
    checked(libc().ioctl(this.#slave, FIONREAD, count), "FIONREAD");
    return count[0] as number;
  }

  /** As if the device was pulled out. */
  async close(): Promise<void> {
    if (this.master.closed) return;
    Deno.removeSync(this.#folder, { recursive: true });
    await this.master.close();
    libc().close(this.#slave);
  }
}

/** Two connected, non-blocking UNIX datagram sockets. */
export function socketPair(): [number, number] {
  const fds = new Int32Array(2);
  checked(
    c.socketpair(AF_UNIX, SOCK_DGRAM | O_NONBLOCK | O_CLOEXEC, 0, fds),
    "socketpair",
  );
  return [fds[0] as number, fds[1] as number];
}

/**
 * A UNIX socket that another process connects to; it keeps messages apart like a datagram socket, but
 * without that one's limit of ten waiting messages.
 * @returns accepts the connection, as a non-blocking descriptor; throws while there is none
 */
export function listenSocket(path: string): () => number {
  const address = unixAddress(path);
  const fd = checked(
    libc().socket(AF_UNIX, SOCK_SEQPACKET | O_NONBLOCK | O_CLOEXEC, 0),
    "socket",
  );
  checked(libc().bind(fd, address, address.length), `bind ${path}`);
  checked(c.listen(fd, 1), `listen ${path}`);
  return () =>
    checked(c.accept4(fd, null, null, O_NONBLOCK | O_CLOEXEC), "accept");
}

/** Connects to `listenSocket`. */
export function connectSocket(path: string): number {
  const address = unixAddress(path);
  const fd = checked(
    libc().socket(AF_UNIX, SOCK_SEQPACKET | O_CLOEXEC | O_NONBLOCK, 0),
    "socket",
  );
  checked(c.connect(fd, address, address.length), `connect ${path}`);
  return fd;
}

/** A UNIX datagram socket, as systemd has one; `next` gives a message if there is one. */
export function datagramSocket(
  path: string,
): { next(): string | undefined; close(): void } {
  const address = path.startsWith("@")
    ? Uint8Array.of(AF_UNIX, 0, 0, ...new TextEncoder().encode(path.slice(1)))
    : unixAddress(path);
  const fd = checked(
    libc().socket(AF_UNIX, SOCK_DGRAM | O_NONBLOCK | O_CLOEXEC, 0),
    "socket",
  );
  checked(libc().bind(fd, address, address.length), `bind ${path}`);
  const bytes = new Uint8Array(4096);
  return {
    next() {
      const count = libc().read(fd, bytes, BigInt(bytes.length));
      return count < 0
        ? undefined
        : new TextDecoder().decode(bytes.subarray(0, count));
    },
    close: () => void libc().close(fd),
  };
}

/** `struct sockaddr_un`: u16 family, 108 bytes of path. */
function unixAddress(path: string): Uint8Array {
  const address = new Uint8Array(110);
  address[0] = AF_UNIX;
  address.set(new TextEncoder().encode(path), 2);
  return address;
}

/** Makes a socket look as if its other side had hung up. */
export function hangUp(fd: number): void {
  checked(c.shutdown(fd, SHUT_RDWR), "shutdown");
}

/**
 * Keeps copies of a file that this process has open, as a process that begins does for a moment.
 * @returns gives them up
 */
export function heldCopy(path: string): () => void {
  const real = Deno.realPathSync(path), name = new Uint8Array(real.length + 1);
  const copies: number[] = [], end = lowestDescriptor() + 64;
  for (let open = 0; open < end; open++) {
    const link = cString(`/proc/self/fd/${open}`);
    const length = c.readlink(link, name, BigInt(name.length));
    if (Number(length) !== real.length) continue;
    if (new TextDecoder().decode(name.subarray(0, real.length)) !== real) {
      continue;
    }
    copies.push(checked(c.dup(open), "dup"));
  }
  if (copies.length === 0) throw new Error(`${path} is not open here`);
  return () => copies.forEach((fd) => libc().close(fd));
}

/** The lowest free descriptor of this process: it rises with each that is never closed. */
export function lowestDescriptor(): number {
  const fd = checked(c.dup(0), "dup");
  libc().close(fd);
  return fd;
}
