import type { OpenPort } from "../byte_port.ts";
import type { Clock, Stop } from "../mod.ts";
import { ByteSession } from "../byte_session.ts";
import {
  type CanConnect,
  type CanOptions,
  type CanRequest,
  type CanSession,
  LinuxCan,
} from "./linux_can.ts";
import { pause } from "../pause.ts";
import { openSerial } from "./open_serial.ts";
import {
  BIT_RATES,
  SlcanParser,
  statusOf,
  transmitCommand,
} from "./slcan_codec.ts";
import { messageOf } from "../supervisor.ts";

/** How an SLCAN adapter is set up. */
export interface SlcanOptions extends CanOptions {
  /** Bit rate of the bus, bit/s; 500,000 if left out. */
  readonly bitRate?: number;
  /** Bit rate of the serial line; USB adapters ignore it. 115,200 if left out. */
  readonly baudRate?: number;
  /** Asks the adapter for time stamps (`Z1`), see `SlcanDriver.stamp`. */
  readonly timestamps?: boolean;
  /** Opens the serial port, if `openSerial` does not. */
  readonly port?: OpenPort;
}

const ANSWER_MS = 1000, STATUS_MS = 1000;
/** How long an adapter may take to empty what it was doing before. */
const SETTLE_MS = 50, FAREWELL_MS = 100;
const COALESCE_MS = 5;

/** CAN by a serial adapter that speaks the Lawicel protocol (SLCAN). Needs `--allow-ffi=` with the path of `libcPath`. */
export class SlcanDriver extends LinuxCan {
  readonly #latest: { stamp: number | undefined };

  /** @param path of the serial port, such as `/dev/ttyACM0` */
  constructor(path: string, options: SlcanOptions) {
    const letters = BIT_RATES.get(options.bitRate ?? 500_000);
    if (letters === undefined) {
      throw new RangeError(
        `${options.bitRate} is not a bit rate of SLCAN adapters: expected one of ${
          [...BIT_RATES.keys()].join(", ")
        }`,
      );
    }
    const {
      clock,
      coalesceMs = COALESCE_MS,
      baudRate = 115_200,
      port = () => openSerial(path, { baudRate }, clock, coalesceMs),
    } = options;
    const latest: { stamp: number | undefined } = { stamp: undefined };
    const connect: CanConnect = (request) =>
      SlcanSession.open(port, letters, options, request, latest);
    super(`slcan:${path}`, connect, options);
    this.#latest = latest;
  }

  /** The adapter's own time of the newest frame, 0 to 59,999 ms; undefined when it sends none. */
  get stamp(): number | undefined {
    return this.#latest.stamp;
  }
}

/** A reply, or undefined for BEL. */
type Reply = string | undefined;

/** Whoever waits for the answer to a command. */
type Waiter = Pick<PromiseWithResolvers<Reply>, "resolve" | "reject">;

/** An open adapter: one command at a time, frames in between. */
class SlcanSession implements CanSession {
  readonly ended: Promise<string>;
  readonly #resolveEnded: (reason: string) => void;
  #over: string | undefined;
  #serial: ByteSession | undefined;
  /** Takes the answer to the command under way. */
  #waiting: Waiter | undefined;
  /** Everything asked so far; the next command comes after it. */
  #queue: Promise<unknown> = Promise.resolve();
  #ready = false;
  #stopStatus: Stop = () => {};
  readonly #parser: SlcanParser;
  readonly #clock: Clock;

  private constructor(
    clock: Clock,
    private readonly request: CanRequest,
    latest: { stamp: number | undefined },
  ) {
    this.#clock = clock;
    const { promise, resolve } = Promise.withResolvers<string>();
    this.ended = promise;
    this.#resolveEnded = resolve;
    this.#parser = new SlcanParser({
      frame: (frame, stamp) => {
        latest.stamp = stamp;
        if (this.#ready) request.sink.frame(frame);
      },
      reply: (reply) => this.#waiting?.resolve(reply),
      garbage: () => {
        if (this.#ready) request.sink.error();
      },
    });
  }

  static async open(
    port: OpenPort,
    bitRate: string,
    options: SlcanOptions,
    request: CanRequest,
    latest: { stamp: number | undefined },
  ): Promise<SlcanSession> {
    const session = new SlcanSession(options.clock, request, latest);
    session.#serial = new ByteSession(
      await port(),
      (bytes) => session.#parser.push(bytes),
    );
    void session.#serial.ended.then((reason) => session.#end(reason));
    const closed = () => session.#end("closed");
    request.signal.addEventListener("abort", closed);
    void session.ended.then(() =>
      request.signal.removeEventListener("abort", closed)
    );
    try {
      await session.#setUp(bitRate, options.timestamps ?? false);
      return session;
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  async send(
    id: number,
    data: Uint8Array,
    allowed: () => void,
  ): Promise<void> {
    const command = transmitCommand(id, data);
    const reply = await this.#ask(command, allowed);
    if (reply === undefined) {
      throw new Error(
        "the adapter refused the frame: its send queue is full or the bus is off",
      );
    }
  }

  listenOnly(on: boolean): void {
    this.#switch(on).catch((error) => this.#end(messageOf(error)));
  }

  async close(): Promise<void> {
    this.#stopStatus();
    this.#ready = false;
    this.#end("closed");
    const serial = this.#serial;
    if (!serial) return;
    // Without it the adapter would go on sending to nobody; but a line that takes nothing must not hold us.
    const farewell = new AbortController();
    await Promise.race([
      this.#write("C").catch(() => {}),
      pause(this.#clock, FAREWELL_MS, farewell.signal),
    ]);
    farewell.abort();
    await serial.close();
  }

  async #setUp(bitRate: string, timestamps: boolean): Promise<void> {
    const { signal } = this.request;
    // The protocol asks for empty commands first: they end what a predecessor left half typed.
    await this.#write("\r\r\rC");
    await pause(this.#clock, SETTLE_MS, signal);
    this.#parser.reset();
    await this.#demand(bitRate);
    // Adapters without time stamps refuse this; their frames are as good.
    await this.#ask(timestamps ? "Z1" : "Z0");
    // From here on: the first frames come together with the answer.
    this.#ready = true;
    await this.#demand("L");
    this.#stopStatus = this.#clock.every(
      STATUS_MS,
      () => void this.#askStatus(),
    );
  }

  async #switch(listenOnly: boolean): Promise<void> {
    // Both at once, so that no other command comes in between.
    await Promise.all([
      this.#ask("C"),
      this.#demand(listenOnly ? "L" : "O"),
    ]);
  }

  async #askStatus(): Promise<void> {
    // A command under way longer than a second tells enough.
    if (this.#waiting) return;
    try {
      this.#show(await this.#ask("F"));
    } catch (error) {
      this.#end(messageOf(error));
    }
  }

  #show(reply: Reply): void {
    const { sink } = this.request;
    // Some adapters do not know the question.
    if (reply === undefined) return this.#stopStatus();
    const status = statusOf(reply);
    if (!status || status.error) sink.error();
    if (status?.overrun) sink.overrun(1);
    sink.trouble(status?.trouble);
  }

  /** Asks, and rejects when the answer is a refusal. */
  async #demand(command: string): Promise<void> {
    if (await this.#ask(command) === undefined) {
      throw new Error(
        `the adapter refused ${command}; expected an SLCAN adapter that knows it`,
      );
    }
  }

  /**
   * Sends a command after all others and waits for its answer.
   * @param allowed throws if the command must not go out any more
   */
  #ask(command: string, allowed: () => void = () => {}): Promise<Reply> {
    const answer = this.#queue.then(() => {
      allowed();
      return this.#askNow(command);
    });
    this.#queue = answer.catch(() => {});
    return answer;
  }

  async #askNow(command: string): Promise<Reply> {
    if (this.#over !== undefined) throw new Error(this.#over);
    const answer = Promise.withResolvers<Reply>();
    const stop = this.#clock.after(
      ANSWER_MS,
      () => answer.reject(new Error(noAnswer(command))),
    );
    this.#waiting = answer;
    try {
      const [reply] = await Promise.all([
        answer.promise,
        this.#write(command),
      ]);
      return reply;
    } finally {
      this.#waiting = undefined;
      stop();
    }
  }

  /** Marks the session as over and fails whoever waits. */
  #end(reason: string): void {
    this.#over ??= reason;
    this.#waiting?.reject(new Error(reason));
    this.#resolveEnded(reason);
  }

  async #write(command: string): Promise<void> {
    await this.#serial?.write(new TextEncoder().encode(command + "\r"));
  }
}

function noAnswer(command: string): string {
  return `the adapter did not answer ${command[0]} within ${
    ANSWER_MS / 1000
  } s; expected an SLCAN adapter at this baud rate`;
}
