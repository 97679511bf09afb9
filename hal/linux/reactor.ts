import { checked, EAGAIN, EINTR, errno, libc, OsError } from "./libc.ts";

const EPOLLIN = 1, EPOLLOUT = 4, EPOLLERR = 8, EPOLLHUP = 16;
const EPOLLONESHOT = 1 << 30;
const ADD = 1, DEL = 2, MOD = 3;
const CLOEXEC = 0o2000000, NONBLOCK = 0o4000;
/** Events fetched by one call. */
const BATCH = 32;

/** The kernel packs `epoll_event` on x86-64 only: u32 events, then u64 data. */
const { size: EVENT_SIZE, data: EVENT_DATA } = eventLayout(Deno.build.arch);

/** Size of an `epoll_event` and the place of its data, by machine. */
export function eventLayout(arch: string): { size: number; data: number } {
  return arch === "x86_64" ? { size: 12, data: 4 } : { size: 16, data: 8 };
}

type Direction = "in" | "out";
const MASK = {
  in: EPOLLIN | EPOLLERR | EPOLLHUP,
  out: EPOLLOUT | EPOLLERR | EPOLLHUP,
} as const;

/** One descriptor with those who wait for it. */
interface Watch {
  readonly fd: number;
  readonly token: number;
  readonly waiting: Map<Direction, (ready: boolean) => void>;
  /** The other side is gone; nothing comes behind what can still be read. */
  hungUp: boolean;
}

/**
 * Waits for any number of descriptors with one thread.
 *
 * While nobody waits no call is pending, so a program whose ports are closed can end.
 */
class Reactor {
  readonly #c = libc();
  readonly #epoll = checked(this.#c.epoll_create1(CLOEXEC), "epoll_create1");
  readonly #wake = checked(
    this.#c.eventfd(0, NONBLOCK | CLOEXEC),
    "eventfd",
  );
  // Buffers that the kernel writes to live as long as the reactor: V8 does not know of a pending call's pointers.
  readonly #event = new Uint8Array(EVENT_SIZE);
  readonly #eventView = new DataView(this.#event.buffer);
  readonly #events = new Uint8Array(EVENT_SIZE * BATCH);
  readonly #eventsView = new DataView(this.#events.buffer);
  readonly #count = new Uint8Array(8);
  readonly #watches = new Map<number, Watch>();
  #tokens = 0;
  #waiting = 0;
  #turn: Promise<number> | undefined;

  constructor() {
    this.#control(ADD, this.#wake, 0, EPOLLIN);
  }

  add(fd: number): Watch {
    // A token is never used twice, so a late event of a closed descriptor cannot reach its number's next owner.
    const token = ++this.#tokens;
    const watch: Watch = { fd, token, waiting: new Map(), hungUp: false };
    this.#control(ADD, fd, watch.token, EPOLLONESHOT);
    this.#watches.set(watch.token, watch);
    return watch;
  }

  /** Resolves true when the descriptor is ready (or broken), false when the wait was cancelled. */
  wait(watch: Watch, direction: Direction): Promise<boolean> {
    this.#settle(watch, direction, true);
    const woken = new Promise<boolean>((resolve) =>
      watch.waiting.set(direction, resolve)
    );
    this.#waiting++;
    try {
      this.#arm(watch);
    } catch (error) {
      this.#settle(watch, direction, false);
      return Promise.reject(error);
    }
    if (!this.#turn) void this.#loop();
    return woken;
  }

  cancel(watch: Watch, direction: Direction): void {
    this.#settle(watch, direction, false);
  }

  /** Forgets a descriptor; resolves when no thread waits for it any more. */
  async remove(watch: Watch): Promise<void> {
    this.#watches.delete(watch.token);
    this.cancel(watch, "in");
    this.cancel(watch, "out");
    this.#control(DEL, watch.fd, 0, 0);
    await this.idle();
  }

  /** Ends the thread if nobody waits. */
  async idle(): Promise<void> {
    if (this.#waiting > 0 || !this.#turn) return;
    this.#count.fill(0);
    this.#count[0] = 1;
    this.#c.write(this.#wake, this.#count, 8n);
    await this.#turn;
  }

  #settle(watch: Watch, direction: Direction, ready: boolean): void {
    const resolve = watch.waiting.get(direction);
    if (!resolve) return;
    watch.waiting.delete(direction);
    this.#waiting--;
    resolve(ready);
  }

  #arm(watch: Watch): void {
    let events = EPOLLONESHOT;
    if (watch.waiting.has("in")) events |= EPOLLIN;
    if (watch.waiting.has("out")) events |= EPOLLOUT;
    this.#control(MOD, watch.fd, watch.token, events);
  }

  #control(operation: number, fd: number, token: number, events: number): void {
    this.#eventView.setUint32(0, events, true);
    this.#eventView.setUint32(EVENT_DATA, token, true);
    checked(
      this.#c.epoll_ctl(this.#epoll, operation, fd, this.#event),
      "epoll_ctl",
    );
  }

  async #loop(): Promise<void> {
    do {
      this.#turn = this.#c.epoll_wait(this.#epoll, this.#events, BATCH, -1);
      const count = await this.#turn;
      // Negative is an interrupted call: with these arguments there is no other reason.
      for (let at = 0; at < count; at++) this.#dispatch(at * EVENT_SIZE);
    } while (this.#waiting > 0);
    this.#turn = undefined;
  }

  #dispatch(at: number): void {
    const events = this.#eventsView.getUint32(at, true);
    const token = this.#eventsView.getUint32(at + EVENT_DATA, true);
    if (token === 0) {
      this.#c.read(this.#wake, this.#count, 8n);
      return;
    }
    const watch = this.#watches.get(token);
    if (!watch) return;
    watch.hungUp = (events & EPOLLHUP) !== 0;
    if (events & MASK.in) this.#settle(watch, "in", true);
    if (events & MASK.out) this.#settle(watch, "out", true);
    if (watch.waiting.size > 0) this.#arm(watch);
  }
}

let shared: Reactor | undefined;

/** An open, non-blocking file descriptor that can be awaited. */
export class Descriptor {
  readonly #c = libc();
  readonly #reactor = shared ??= new Reactor();
  readonly #watch: Watch;
  readonly #out = new Uint8Array(4096);
  #closed = false;

  /**
   * Takes the descriptor over; `close` closes it.
   * @param fd opened with O_NONBLOCK
   * @param name for errors, such as `/dev/ttyUSB0`
   */
  constructor(readonly fd: number, readonly name: string) {
    this.#watch = this.#reactor.add(fd);
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** The kernel said at the last wake-up that the other side is gone: datagram sockets know no other end. */
  get hungUp(): boolean {
    return this.#watch.hungUp;
  }

  /**
   * Reads what is there.
   * @returns number of bytes, 0 at the end (hang-up, or closed), undefined when there is nothing yet
   * @throws OsError when the device is gone
   */
  tryRead(into: Uint8Array): number | undefined {
    if (this.#closed) return 0;
    const count = this.#c.read(this.fd, into, BigInt(into.byteLength));
    if (count >= 0) return count;
    return this.#unlessAgain("read");
  }

  /**
   * Writes as much as fits.
   * @returns number of bytes, undefined when nothing fits now
   * @throws OsError when the device is gone
   */
  tryWrite(data: Uint8Array): number | undefined {
    if (this.#closed) throw new OsError(`write ${this.name}`, 9);
    const count = this.#c.write(this.fd, data, BigInt(data.byteLength));
    if (count >= 0) return count;
    return this.#unlessAgain("write");
  }

  /** Resolves true when there is something to read or the device is broken, false when cancelled. */
  readable(): Promise<boolean> {
    return this.#wait("in");
  }

  /** Resolves true when something can be written or the device is broken, false when cancelled. */
  writable(): Promise<boolean> {
    return this.#wait("out");
  }

  /** Reads at least one byte; 0 at the end, or when cancelled or closed. */
  async read(into: Uint8Array): Promise<number> {
    for (;;) {
      const count = this.tryRead(into);
      if (count !== undefined) return count;
      if (!await this.readable()) return 0;
    }
  }

  /**
   * Writes everything.
   * @throws OsError when the device is gone, or closed or cancelled meanwhile
   */
  async write(data: Uint8Array): Promise<void> {
    for (let at = 0; at < data.byteLength;) {
      // Copied, so that the kernel never sees memory that its owner may change.
      const part = data.subarray(at, at + this.#out.byteLength);
      this.#out.set(part);
      const count = this.tryWrite(this.#out.subarray(0, part.byteLength));
      if (count !== undefined) at += count;
      else if (!await this.writable()) {
        throw new OsError(`write ${this.name}`, 9);
      }
    }
  }

  /** Ends a pending `readable` or `read`. */
  cancelRead(): Promise<void> {
    return this.#cancel("in");
  }

  /** Ends a pending `writable` or `write`. */
  cancelWrite(): Promise<void> {
    return this.#cancel("out");
  }

  /** Ends all waiting and closes the descriptor; calling it again does nothing. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const removed = this.#reactor.remove(this.#watch);
    this.#c.close(this.fd);
    await removed;
  }

  #wait(direction: Direction): Promise<boolean> {
    return this.#closed
      ? Promise.resolve(false)
      : this.#reactor.wait(this.#watch, direction);
  }

  #cancel(direction: Direction): Promise<void> {
    this.#reactor.cancel(this.#watch, direction);
    return this.#reactor.idle();
  }

  #unlessAgain(call: string): undefined {
    const code = errno();
    if (code === EAGAIN || code === EINTR) return undefined;
    throw new OsError(`${call} ${this.name}`, code);
  }
}
