import type { BytePort } from "../byte_port.ts";
import { ByteSession } from "../byte_session.ts";
import type { CanFrame, Clock } from "../mod.ts";
import { pause } from "../pause.ts";
import { SlcanParser } from "./slcan_codec.ts";
import {
  dialectOf,
  LAWICEL,
  MUTE,
  type SlcanDialect,
} from "./slcan_dialect.ts";

/** A reply, or undefined for BEL, a refusal. */
export type Reply = string | undefined;

/** What comes from an adapter beside the answers to commands. */
export interface SlcanWireEvents {
  /** A frame; the object is filled again after the call. */
  frame(frame: CanFrame, stamp: number | undefined): void;
  /** A line that could not be read. */
  error(): void;
  /** An answer that nobody waits for. */
  unasked(): void;
}

/** Whoever waits for answers. */
interface Waiter {
  take(reply: Reply): void;
  reject(error: Error): void;
}

/** How long the answer to a question for the version is waited for, and how often it is asked: Arduinos start for 2 s when they are opened. */
const VERSION_MS = 600, VERSION_TRIES = 6;
/** An adapter that answers, but never with a version, is asked no more than this. */
const UNVERSIONED_TRIES = 2;
/** How long a line may take for the last command. */
const FAREWELL_MS = 100;

/**
 * The line to an SLCAN adapter: one command at a time, frames in between.
 *
 * An empty line is never sent, though the Lawicel manual advises it: CANable firmwares repeat their last
 * command on it, which may be the frame of another program.
 */
export class SlcanWire {
  /** Resolves with a sentence when the line is gone or `close` was called. */
  readonly ended: Promise<string>;
  readonly #resolveEnded: (reason: string) => void;
  readonly #serial: ByteSession;
  #over: string | undefined;
  #waiting: Waiter | undefined;
  /** A frame went out, and nothing since told that the adapter has taken it: it may wait in the line. */
  #frameUnderWay = false;
  #isCut = false;
  /** Everything asked so far; the next command comes after it. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(
    port: BytePort,
    private readonly clock: Clock,
    private readonly answerMs: number,
    events: SlcanWireEvents,
  ) {
    const { promise, resolve } = Promise.withResolvers<string>();
    this.ended = promise;
    this.#resolveEnded = resolve;
    const parser = new SlcanParser({
      frame: (frame, stamp) => events.frame(frame, stamp),
      reply: (reply) =>
        this.#waiting ? this.#waiting.take(reply) : events.unasked(),
      garbage: (line) => {
        if (dialectOf(line) && this.#waiting) this.#waiting.take(line);
        else events.error();
      },
    });
    this.#serial = new ByteSession(port, (bytes) => parser.push(bytes));
    void this.#serial.ended.then((reason) => this.end(reason));
  }

  /** Whether a command is under way. */
  get busy(): boolean {
    return this.#waiting !== undefined;
  }

  /** Whether a frame may still wait in the line, which an adapter that takes nothing leaves it in. */
  get frameUnderWay(): boolean {
    return this.#frameUnderWay;
  }

  /**
   * Closes the channel, which another program may have left open, and finds out who is there.
   * @param signal ends the waiting
   */
  async identify(signal: AbortSignal): Promise<SlcanDialect> {
    let heard = 0;
    for (let tries = 1; tries <= VERSION_TRIES; tries++) {
      const { dialect, replies } = await this.#version(signal);
      heard += replies > 0 ? 1 : 0;
      if (!dialect && heard < UNVERSIONED_TRIES) continue;
      // Answers to the questions before may still be on their way.
      if (tries > 1) await pause(this.clock, VERSION_MS, signal);
      return dialect ?? LAWICEL;
    }
    return heard > 0 ? LAWICEL : MUTE;
  }

  async #version(
    signal: AbortSignal,
  ): Promise<{ readonly dialect?: SlcanDialect; readonly replies: number }> {
    let replies = 0, dialect: SlcanDialect | undefined;
    const found = new AbortController();
    const stop = () => found.abort();
    signal.addEventListener("abort", stop);
    this.#waiting = {
      take(reply) {
        replies++;
        dialect ??= dialectOf(reply ?? "");
        if (dialect) found.abort();
      },
      reject: stop,
    };
    // A line that takes nothing must not hold us.
    this.write("C", "V").catch(stop);
    await pause(this.clock, VERSION_MS, found.signal);
    signal.removeEventListener("abort", stop);
    this.#waiting = undefined;
    if (this.#over !== undefined) throw new Error(this.#over);
    return dialect ? { dialect, replies } : { replies };
  }

  /**
   * Sends a command after all others and waits for its answer.
   * @param allowed throws if the command must not go out any more
   */
  ask(
    command: string,
    answers: SlcanDialect["answers"] = "each",
    allowed: () => void = () => {},
  ): Promise<Reply> {
    const answer = this.#queue.then(async () => {
      allowed();
      if (this.#over !== undefined) throw new Error(this.#over);
      this.#frameUnderWay ||= isFrame(command);
      const reply = await this.#exchange(command, answers);
      // Commands are taken in order.
      this.#frameUnderWay = false;
      return reply;
    });
    this.#queue = answer.catch(() => {});
    return answer;
  }

  async #exchange(
    command: string,
    answers: SlcanDialect["answers"],
  ): Promise<Reply> {
    switch (answers) {
      case "each":
        return await this.#await(command, firstReply(command), command);
      case "version":
        return await this.#await(command, behindVersion(), command, "V");
      case "never":
        await this.write(command);
        return "";
    }
  }

  async #await(
    command: string,
    collect: (reply: Reply) => { readonly answer: Reply } | undefined,
    ...commands: readonly string[]
  ): Promise<Reply> {
    const { promise, resolve, reject } = Promise.withResolvers<Reply>();
    const stop = this.clock.after(
      this.answerMs,
      () => reject(new Error(noAnswer(command, this.answerMs))),
    );
    this.#waiting = {
      take(reply) {
        const collected = collect(reply);
        if (collected) resolve(collected.answer);
      },
      reject,
    };
    try {
      const [reply] = await Promise.all([promise, this.write(...commands)]);
      return reply;
    } finally {
      this.#waiting = undefined;
      stop();
    }
  }

  /** Sends commands without waiting for an answer. */
  write(...commands: readonly string[]): Promise<void> {
    const lines = commands.map((command) => command + "\r").join("");
    return this.#serial.write(new TextEncoder().encode(lines));
  }

  /** Marks the line as over and fails whoever waits. */
  end(reason: string): void {
    this.#over ??= reason;
    this.#waiting?.reject(new Error(reason));
    this.#resolveEnded(reason);
  }

  /** Ends it, and what waits in the line goes nowhere. */
  cut(reason: string): void {
    this.#isCut = true;
    this.end(reason);
  }

  /** Closes channel and line. */
  async close(): Promise<void> {
    this.end("closed");
    if (!this.#isCut) await this.#farewell();
    await this.#serial.close();
  }

  async #farewell(): Promise<void> {
    // Without it the adapter would go on sending to nobody; but a line that takes nothing must not hold us.
    const farewell = new AbortController();
    await Promise.race([
      this.write("C").catch(() => {}),
      pause(this.clock, FAREWELL_MS, farewell.signal),
    ]);
    farewell.abort();
  }
}

function isFrame(command: string): boolean {
  return /^t/i.test(command);
}

/** First letters of answers that only the command behind them gets. */
const OWNERS: Readonly<Record<string, string>> = {
  z: "t",
  Z: "T",
  F: "F",
  V: "V",
};

/** The next reply, unless it is the late one to another command. */
function firstReply(command: string) {
  return (reply: Reply) => {
    const owner = OWNERS[reply?.[0] ?? ""];
    return owner === undefined || owner === command[0]
      ? { answer: reply }
      : undefined;
  };
}

/** A refusal if there was one before the version. */
function behindVersion() {
  let refused = false;
  return (reply: Reply) => {
    refused ||= reply === undefined;
    return reply !== undefined && dialectOf(reply)
      ? { answer: refused ? undefined : "" }
      : undefined;
  };
}

/** The sentence for a command that stays without an answer. */
export function noAnswer(command: string, ms: number): string {
  return `the adapter did not answer ${command[0]} within ${
    ms / 1000
  } s; expected an SLCAN adapter at this baud rate`;
}
