import type { BytePort, OpenPort } from "../byte_port.ts";
import type { Stop } from "../mod.ts";
import {
  begun,
  type CanConnect,
  type CanOptions,
  type CanRequest,
  type CanSession,
  FRAME_WITHDRAWN,
  LinuxCan,
} from "./linux_can.ts";
import { openSerial } from "./open_serial.ts";
import { BIT_RATES, statusOf, transmitCommand } from "./slcan_codec.ts";
import { ARMED, LAWICEL, MUTE, type SlcanDialect } from "./slcan_dialect.ts";
import { noAnswer, SlcanWire } from "./slcan_wire.ts";
import { messageOf } from "../supervisor.ts";

/** How an SLCAN adapter is set up. */
export interface SlcanOptions extends CanOptions {
  /** Bit rate of the bus, bit/s; 500,000 if left out. */
  readonly bitRate?: number;
  /** Bit rate of the serial line; USB adapters ignore it. 115,200 if left out. */
  readonly baudRate?: number;
  /** Asks the adapter for time stamps (`Z1`), see `SlcanDriver.stamp`. */
  readonly timestamps?: boolean;
  /** Opens the line, such as a TCP connection, if `openSerial` does not. */
  readonly port?: OpenPort;
  /** A name for people; `slcan:` and the path if left out. */
  readonly name?: string;
  /** How long an answer may take, ms; 1000 if left out. */
  readonly answerMs?: number;
}

const ANSWER_MS = 1000, STATUS_MS = 1000;
/** Looks without any frame after which the bus counts as asleep, and between two questions from then on. */
const ASLEEP = 10;
/** How long an adapter that answers nothing has to show a frame. */
const PROOF_MS = 4000;
const COALESCE_MS = 5;

/** CAN by a serial adapter that speaks the Lawicel protocol (SLCAN). Needs `--allow-ffi=` with the path of `libcPath`. */
export class SlcanDriver extends LinuxCan {
  readonly #latest: { stamp: number | undefined };

  /** @param path of the serial port, such as `/dev/ttyACM0`, or what stands for it */
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
    super(options.name ?? `slcan:${path}`, connect, options);
    this.#latest = latest;
  }

  /** The adapter's own time of the newest frame, 0 to 59,999 ms; undefined when it sends none. */
  get stamp(): number | undefined {
    return this.#latest.stamp;
  }
}

/** An open adapter. */
class SlcanSession implements CanSession {
  readonly ended: Promise<string>;
  readonly #wire: SlcanWire;
  #dialect: SlcanDialect = LAWICEL;
  /** Frames count; before, they are of whoever had the channel open. */
  #ready = false;
  #listening = true;
  /** Frames since the last look at the status. */
  #frames = 0;
  /** Looks since the last frame in either direction. */
  #silent = 0;
  #proof: () => void = () => {};
  #stopStatus: Stop = () => {};

  private constructor(
    port: BytePort,
    private readonly bitRate: string,
    private readonly options: SlcanOptions,
    private readonly request: CanRequest,
    latest: { stamp: number | undefined },
  ) {
    const { clock, answerMs = ANSWER_MS } = options;
    this.#wire = new SlcanWire(port, clock, answerMs, {
      frame: (frame, stamp) => {
        latest.stamp = stamp;
        if (!this.#ready) return;
        this.#frames++;
        this.#proof();
        request.sink.frame(frame);
      },
      error: () => {
        if (this.#ready) request.sink.error();
      },
      unasked: () => {
        if (this.#dialect === MUTE) this.#wire.end(NOT_MUTE);
      },
    });
    this.ended = this.#wire.ended;
  }

  static async open(
    port: OpenPort,
    bitRate: string,
    options: SlcanOptions,
    request: CanRequest,
    latest: { stamp: number | undefined },
  ): Promise<SlcanSession> {
    const opened = await port(request.signal);
    const session = new SlcanSession(opened, bitRate, options, request, latest);
    return await begun(session, request, {
      setUp: () => session.#setUp(),
      end: (reason) => session.#wire.end(reason),
    });
  }

  async send(
    id: number,
    data: Uint8Array,
    allowed: () => void,
  ): Promise<void> {
    const { answers } = this.#dialect;
    const command = transmitCommand(id, data);
    this.#silent = 0;
    if (await this.#wire.ask(command, answers, allowed) === undefined) {
      throw new Error(
        "the adapter refused the frame: its send queue is full or the bus is off",
      );
    }
  }

  listenOnly(on: boolean): void {
    this.#listening = on;
    // The command to listen would come behind the frame, however late an adapter takes both.
    if (on && this.#wire.frameUnderWay) return this.#wire.cut(FRAME_WITHDRAWN);
    this.#reopen().catch((error) => this.#wire.end(messageOf(error)));
  }

  async close(): Promise<void> {
    this.#stopStatus();
    this.#ready = false;
    await this.#wire.close();
  }

  async #setUp(): Promise<void> {
    this.#dialect = await this.#wire.identify(this.request.signal);
    await this.#demand(this.bitRate);
    // Adapters without time stamps refuse this; their frames are as good.
    if (this.options.timestamps) {
      await this.#wire.ask("Z1", this.#dialect.answers);
    }
    // From here on: the first frames come together with the answer.
    this.#ready = true;
    for (const command of this.#dialect.listen) await this.#demand(command);
    if (this.#dialect === MUTE) return await this.#awaitProof();
    if (this.#dialect === LAWICEL && !await this.#hasStatus()) return;
    this.#stopStatus = this.options.clock.every(
      STATUS_MS,
      () => this.#look(),
    );
  }

  /**
   * Whether the adapter knows the question for its status. Only a closed channel has no status and
   * takes a bit rate: then `L` did not open it, and this does.
   */
  async #hasStatus(): Promise<boolean> {
    if (await this.#wire.ask("F") !== undefined) return true;
    if (await this.#wire.ask(this.bitRate) === undefined) return false;
    this.#dialect = ARMED;
    await this.#demand("O");
    return true;
  }

  /** Who answers nothing is an adapter if a frame comes, and nothing else does. */
  async #awaitProof(): Promise<void> {
    const { clock, answerMs = ANSWER_MS } = this.options;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const stop = clock.after(
      PROOF_MS,
      () => reject(new Error(noAnswer("V", answerMs))),
    );
    this.#proof = resolve;
    void this.ended.then((reason) => reject(new Error(reason)));
    try {
      await promise;
    } finally {
      this.#proof = () => {};
      stop();
    }
  }

  /** Closes the channel and opens it in the mode that is wanted. */
  async #reopen(): Promise<void> {
    const { answers, listen, normal } = this.#dialect;
    const listening = this.#listening;
    const wanted = () => {
      if (!listening && this.#listening) throw new Superseded();
    };
    try {
      // All at once, so that no other command comes in between.
      await Promise.all([
        this.#wire.ask("C", answers),
        ...(listening ? listen : normal).map((one) =>
          this.#demand(one, wanted)
        ),
      ]);
    } catch (error) {
      if (!(error instanceof Superseded)) throw error;
    }
  }

  /** Asks for the status each time, but seldom while nothing happens: a question wakes up the machine. */
  #look(): void {
    this.#silent = this.#frames > 0 ? 0 : this.#silent + 1;
    if (this.#silent <= ASLEEP || this.#silent % ASLEEP === 0) {
      void this.#askStatus();
    }
  }

  async #askStatus(): Promise<void> {
    const { answers } = this.#dialect;
    // A command under way longer than a second tells enough.
    if (this.#wire.busy) return;
    try {
      if (answers === "version") await this.#wire.ask("V");
      else await this.#show(await this.#wire.ask("F"));
    } catch (error) {
      this.#wire.end(messageOf(error));
    }
  }

  async #show(reply: string | undefined): Promise<void> {
    const { sink } = this.request;
    // Some adapters do not know the question, or answer it with nothing.
    if (reply === undefined) return this.#stopStatus();
    if (reply === "") return;
    const status = statusOf(reply), silent = this.#frames === 0;
    this.#frames = 0;
    if (!status || status.error) sink.error();
    if (status?.overrun) sink.overrun(1);
    const off = silent && status?.busError ? BUS_OFF : undefined;
    sink.trouble(status?.trouble ?? off);
    // A controller that has left the bus comes back by closing and opening.
    if (off !== undefined) await this.#reopen();
  }

  /** Asks, and rejects when the answer is a refusal. */
  async #demand(command: string, wanted: () => void = () => {}): Promise<void> {
    const { answers } = this.#dialect;
    if (await this.#wire.ask(command, answers, wanted) === undefined) {
      throw new Error(
        `the adapter refused ${command}; expected an SLCAN adapter that knows it`,
      );
    }
  }
}

/** The adapter is to listen only already, for which other commands follow. */
class Superseded extends Error {}

const NOT_MUTE = "the adapter answers after all: it is set up again";
const BUS_OFF =
  "the adapter has left the bus after errors (bus-off) and was opened again: check bit rate, wiring and termination";
