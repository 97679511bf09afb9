import type { Stop } from "../mod.ts";
import { droppedFrames, interfaceDown, openCanSocket } from "./can_socket.ts";
import { tellErrors } from "./can_errors.ts";
import { CanStruct, encodeCanFrame } from "./can_struct.ts";
import { ENETDOWN, ENOBUFS, OsError } from "./libc.ts";
import {
  type CanOptions,
  type CanRequest,
  type CanSession,
  LinuxCan,
} from "./linux_can.ts";
import { pause } from "../pause.ts";
import { Descriptor } from "./reactor.ts";
import { messageOf } from "../supervisor.ts";

/** How a SocketCAN interface is driven. */
export interface SocketCanOptions extends CanOptions {
  /** Opens the socket if not `openCanSocket` does: a non-blocking descriptor that carries one `struct can_frame` a message. */
  readonly socket?: (name: string, ids: readonly number[]) => number;
}

const COALESCE_MS = 5, DROPS_MS = 1000;
/** Frames read in one go before others get their turn. */
const BURST = 512;
/** A full send queue is tried again this often, this far apart. */
const SEND_TRIES = 20, SEND_PAUSE_MS = 5;

/**
 * CAN by an interface of the kernel, such as `can0`. Needs `--allow-ffi=` with the path of `libcPath`.
 *
 * While it listens only, nothing is sent; but the controller still acknowledges the frames of others
 * unless the interface itself was set up with `ip link set can0 type can ... listen-only on`.
 */
export class SocketCanDriver extends LinuxCan {
  /** @param network name of the interface, such as `can0` */
  constructor(network: string, options: SocketCanOptions) {
    super(
      `socketcan:${network}`,
      (request) =>
        Promise.try(() => new SocketSession(network, options, request)),
      options,
    );
  }
}

/** An open CAN socket. */
class SocketSession implements CanSession {
  readonly ended: Promise<string>;
  readonly #socket: Descriptor;
  readonly #struct = new CanStruct();
  readonly #closing = new AbortController();
  readonly #stopDrops: Stop;
  #drops = 0;

  constructor(
    private readonly network: string,
    private readonly options: SocketCanOptions,
    private readonly request: CanRequest,
  ) {
    const open = options.socket ?? openCanSocket;
    this.#socket = new Descriptor(open(network, request.ids), network);
    this.#stopDrops = options.clock.every(DROPS_MS, () => this.#countDrops());
    this.ended = this.#run();
  }

  async send(
    id: number,
    data: Uint8Array,
    allowed: () => void,
  ): Promise<void> {
    const bytes = encodeCanFrame(id, data);
    for (let tries = 0; tries < SEND_TRIES; tries++) {
      allowed();
      if (this.#trySend(bytes)) return;
      await pause(this.options.clock, SEND_PAUSE_MS, this.#closing.signal);
    }
    throw new Error(
      `${this.network}: the send queue stays full; does anybody on the bus acknowledge frames?`,
    );
  }

  /** The interface's own mode needs privileges to change; the refusal to send is the driver's. */
  listenOnly(): void {}

  async close(): Promise<void> {
    this.#stopDrops();
    this.#closing.abort();
    await this.#socket.close();
    await this.ended;
  }

  #trySend(bytes: Uint8Array): boolean {
    try {
      return this.#socket.tryWrite(bytes) !== undefined;
    } catch (error) {
      if (error instanceof OsError && error.code === ENOBUFS) return false;
      throw error;
    }
  }

  async #run(): Promise<string> {
    const { clock, coalesceMs = COALESCE_MS } = this.options;
    try {
      while (await this.#socket.readable()) {
        // The wake-up costs ten times the frame: let some gather first.
        await pause(clock, coalesceMs, this.#closing.signal);
        this.#drain();
        if (this.#socket.hungUp) return `${this.network} hung up`;
      }
      return "closed";
    } catch (error) {
      return error instanceof OsError && error.code === ENETDOWN
        ? interfaceDown(this.network)
        : messageOf(error);
    }
  }

  #drain(): void {
    for (let frames = 0; frames < BURST; frames++) {
      const size = this.#socket.tryRead(this.#struct.buffer);
      // Nothing now, or nothing ever again; which of both, the next wake-up tells.
      if (!size) return;
      this.#take(size);
    }
  }

  #take(size: number): void {
    const { sink } = this.request;
    const taken = this.#struct.take(size);
    if (taken === "frame") sink.frame(this.#struct.frame);
    else if (taken === undefined) sink.error();
    else if (taken !== "remote") tellErrors(sink, taken, this.network);
  }

  #countDrops(): void {
    const drops = droppedFrames(this.#socket.fd);
    if (drops > this.#drops) this.request.sink.overrun(drops - this.#drops);
    this.#drops = drops;
  }
}
