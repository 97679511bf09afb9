import type { BytePort } from "../byte_port.ts";
import { ByteSession } from "../byte_session.ts";
import type { Network, Stop } from "../mod.ts";
import { messageOf } from "../supervisor.ts";
import { type TcpAddress, tcpPort } from "../tcp_port.ts";
import { errorsOf, tellErrors } from "./can_errors.ts";
import {
  begun,
  type CanOptions,
  type CanRequest,
  type CanSession,
  LinuxCan,
} from "./linux_can.ts";
import {
  errorClasses,
  sendElement,
  SocketcandParser,
} from "./socketcand_codec.ts";

/** A bus that a socketcand server offers. */
export interface SocketcandAddress extends TcpAddress {
  /** The interface's name on the server, such as `can0`. */
  readonly network: string;
}

/** How long an answer may take, and how often a silent server is asked whether it is there, ms. */
const ANSWER_MS = 5000, ECHO_MS = 5000;

/**
 * CAN by a socketcand server on another machine. Needs `--allow-net=` with its address.
 *
 * While it listens only, nothing is sent; but the server's controller still acknowledges the frames of
 * others unless it was set up listen-only there.
 */
export class SocketcandDriver extends LinuxCan {
  constructor(
    address: SocketcandAddress,
    network: Network,
    options: CanOptions,
  ) {
    const { host, port, network: bus } = address;
    const open = tcpPort(address, network, options.clock);
    super(
      `socketcand:${host}:${port}/${bus}`,
      async (request) =>
        await SocketcandSession.open(
          await open(request.signal),
          bus,
          options,
          request,
        ),
      options,
    );
  }
}

/** An open bus of a server. */
class SocketcandSession implements CanSession {
  readonly ended: Promise<string>;
  readonly #resolveEnded: (reason: string) => void;
  readonly #serial: ByteSession;
  #ready = false;
  /** Takes what the server says while the bus is opened. */
  #waiting: ((words: string) => void) | undefined;
  /** All frames so far: one that waits is asked about again when it is its turn. */
  #queue: Promise<unknown> = Promise.resolve();
  #heard = true;
  #stopEcho: Stop = () => {};

  private constructor(
    port: BytePort,
    private readonly bus: string,
    private readonly options: CanOptions,
    private readonly request: CanRequest,
  ) {
    const { promise, resolve } = Promise.withResolvers<string>();
    this.ended = promise;
    this.#resolveEnded = resolve;
    const parser = new SocketcandParser({
      frame: (frame) => {
        if (this.#ready) request.sink.frame(frame);
      },
      said: (words) => this.#waiting ? this.#waiting(words) : this.#said(words),
      garbage: () => request.sink.error(),
    });
    this.#serial = new ByteSession(port, (bytes) => {
      this.#heard = true;
      parser.push(bytes);
    });
    void this.#serial.ended.then((reason) => this.#end(reason));
  }

  static async open(
    port: BytePort,
    bus: string,
    options: CanOptions,
    request: CanRequest,
  ): Promise<SocketcandSession> {
    const session = new SocketcandSession(port, bus, options, request);
    return await begun(session, request, {
      setUp: () => session.#setUp(),
      end: (reason) => session.#end(reason),
    });
  }

  send(id: number, data: Uint8Array, allowed: () => void): Promise<void> {
    const sent = this.#queue.then(() => {
      allowed();
      return this.#write(sendElement(id, data));
    });
    this.#queue = sent.catch(() => {});
    return sent;
  }

  /** The controller's mode is the server's; the refusal to send is the driver's. */
  listenOnly(): void {}

  async close(): Promise<void> {
    this.#stopEcho();
    this.#ready = false;
    this.#end("closed");
    await this.#serial.close();
  }

  async #setUp(): Promise<void> {
    await this.#answer("hi", undefined);
    await this.#answer("ok", `< open ${this.bus} >`);
    // From here on: the first frames come together with the answer.
    this.#ready = true;
    await this.#answer("ok", "< rawmode >");
    this.#stopEcho = this.options.clock.every(ECHO_MS, () => this.#echo());
  }

  /** Says something, and waits until the server says what is expected. */
  async #answer(expected: string, element: string | undefined): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const fail = (reason: string) => reject(new Error(reason));
    const stop = this.options.clock.after(
      ANSWER_MS,
      () =>
        fail(
          `no answer within ${
            ANSWER_MS / 1000
          } s; expected a socketcand server at this address`,
        ),
    );
    this.#waiting = (words) => {
      if (words === expected) resolve();
      else if (words.startsWith("error")) {
        fail(`socketcand refuses ${this.bus}: ${words}`);
      }
    };
    void this.ended.then(fail);
    try {
      if (element !== undefined) this.#write(element).catch(() => {});
      await promise;
    } finally {
      this.#waiting = undefined;
      stop();
    }
  }

  /** Some servers do not know the question, but whatever they answer tells that they are there. */
  #echo(): void {
    if (!this.#heard) return this.#end("the socketcand server is silent");
    this.#heard = false;
    this.#write("< echo >").catch((error) => this.#end(messageOf(error)));
  }

  #said(words: string): void {
    const classes = errorClasses(words);
    if (classes === undefined) return;
    const errors = errorsOf(classes, new Uint8Array());
    tellErrors(this.request.sink, errors, this.bus);
  }

  #end(reason: string): void {
    this.#resolveEnded(reason);
  }

  #write(element: string): Promise<void> {
    return this.#serial.write(new TextEncoder().encode(element));
  }
}
