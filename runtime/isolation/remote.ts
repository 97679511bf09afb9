/** A plugin in a process of its own: the side of the program. It does no input and output itself. */
import type { CanFrame, Stop } from "../../hal/mod.ts";
import { FaultElsewhere } from "../vehicle/fault_place.ts";
import { type Call, CommandError } from "../contract/plugin.ts";
import type { AnswerBytes } from "../diagnostics/mod.ts";
import type { AnyContext } from "./any_context.ts";
import { Copier, type Times } from "./copies.ts";
import type { Need } from "../contract/handles.ts";
import { Calls } from "./calls.ts";
import { applySamples, perform } from "./deeds.ts";
import { BadLine } from "./lines.ts";
import {
  type CallKind,
  type FromGuest,
  GATHER,
  type ToGuest,
  type Wishes,
} from "./messages.ts";
import { Requests } from "./requests.ts";

/** What the program does for a guest. */
export interface Surroundings {
  readonly clock: Times & { after(ms: number, work: () => void): Stop };
  /** Counts a fault of the plugin. */
  readonly fault: (where: string, error: Error) => void;
  /** Told that the guest has something to take in, and when it has. */
  readonly hold?: (work: Promise<void>) => void;
  /** Takes a line that the plugin prints. */
  readonly print: (text: string) => void;
}

/** The way to the guest: false where there is no room for that now. */
export type Send = (message: ToGuest) => boolean;

const NOTHING: Wishes = { polls: [], channels: {} };
/** Frames that are gathered at most; what is more is lost to the plugin, and counted. */
const MOST_FRAMES = 1000;

/**
 * Time after which the guest is told the time before anything else, ms. Mostly it is told each second, and its
 * own clock goes on from there; but that one stands still while the machine sleeps.
 */
const TIMELY = 2000;

/** One plugin, as the program sees it. */
export class Remote {
  readonly #own: ReadonlySet<string>;
  readonly #calls = new Calls();
  readonly #idle: (() => void)[] = [];
  readonly #requests: Requests;
  #frames: [place: number, hex: string][] = [];
  #surroundings: Surroundings | undefined;
  #send: Send | undefined;
  #ctx: AnyContext | undefined;
  #copier: Copier | undefined;
  #began = false;
  #started = false;
  #sent = 0;
  #taken = 0;
  /** Which message told the last second. */
  #second = 0;
  /** When the guest was told the time, ms. */
  #timed = 0;
  /** What the guest says when it is asked. */
  wishes: Wishes = NOTHING;
  /** Frames that the guest was too slow for. */
  dropped = 0;
  /** Why it is not there, behind "Command not available: ". */
  absence: string;

  /** @param names of its metrics, those that it reads first */
  constructor(
    readonly id: string,
    readonly names: readonly string[],
    own: readonly string[],
    needs: readonly Need[] = [],
  ) {
    this.#requests = new Requests({
      plugin: id,
      needs: new Set(needs),
      // A process that came later knows nothing of what the one before asked.
      post: () => {
        const send = this.#send;
        return (message) => void (send === this.#send && this.#post(message));
      },
      changed: () => this.#tell("copies"),
    });
    this.#own = new Set(own);
    this.absence = `plugin ${id} is not there yet`;
  }

  // ---- life ------------------------------------------------------------------

  /** Gives it the program's parts. */
  attach(surroundings: Surroundings): void {
    this.#surroundings = surroundings;
  }

  /** A process is there that has loaded the plugin. */
  connect(send: Send): void {
    this.#send = send;
    this.#began = false;
    this.#sent = this.#taken = this.#second = 0;
    if (this.#ctx) this.#enter(this.#ctx);
    if (this.#started) this.#tell("start");
  }

  /** The process is to make room for another one. */
  leave(): void {
    this.#tell("stop");
    this.#began = false;
  }

  /** The process is gone. */
  lost(why: string): void {
    this.absence = why;
    this.#send = undefined;
    this.#began = false;
    this.#frames = [];
    this.wishes = NOTHING;
    this.#calls.lost(why);
    this.#requests.lost(why);
    this.#free();
  }

  /** Whether a process is there. */
  get isThere(): boolean {
    return this.#send !== undefined;
  }

  /** Messages that the guest has not taken in yet. */
  get behind(): number {
    return this.#sent - this.#taken;
  }

  /** Resolves when the guest has taken in all that it was told. */
  idle(): Promise<void> {
    if (this.behind === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  #free(): void {
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  // ---- what the program tells --------------------------------------------------

  /** The plugin's context, new whenever the vehicle's side is made anew. */
  #enter(ctx: AnyContext): boolean {
    if (ctx !== this.#ctx) this.#began = false;
    this.#ctx = ctx;
    if (this.#began || !this.#surroundings || !this.#send) return this.#began;
    this.#copier = new Copier(
      ctx,
      this.#surroundings.clock,
      this.names,
      this.#own,
    );
    const memory = Object.fromEntries(ctx.hal.memory?.entries?.() ?? []);
    this.#began = this.#post({
      t: "begin",
      copies: this.#copier.first(),
      memory,
    });
    return this.#began;
  }

  #post(message: ToGuest): boolean {
    if ("copies" in message) this.#timed = message.copies.monotonic;
    else if (this.#isLate) this.#tell("copies");
    if (this.#send?.(message) !== true) return false;
    this.#sent++;
    if (this.behind === 1) this.#surroundings?.hold?.(this.idle());
    return true;
  }

  get #isLate(): boolean {
    const now = this.#surroundings?.clock.monotonic() ?? 0;
    return now - this.#timed > TIMELY;
  }

  #tell(t: "start" | "stop" | "second" | "copies"): void {
    if (this.#began && this.#copier) {
      this.#post({ t, copies: this.#copier.next() });
    }
  }

  start(ctx: AnyContext): void {
    this.#started = true;
    if (this.#enter(ctx)) this.#tell("start");
  }

  stop(): void {
    this.#started = false;
    this.#tell("stop");
    this.#began = false;
  }

  /** A second has passed; one that is too slow for seconds misses some. */
  second(ctx: AnyContext): void {
    if (!this.#enter(ctx) || this.#taken < this.#second) return;
    this.#tell("second");
    this.#second = this.#sent;
  }

  /** A metric that the plugin watches has changed. */
  changed(ctx: AnyContext): void {
    if (this.#enter(ctx)) this.#tell("copies");
  }

  event(name: string, payload: unknown, ctx: AnyContext): void {
    if (this.#enter(ctx)) {
      this.#post({ t: "event", name, payload: payload ?? null });
    }
  }

  frame(place: number, { data }: CanFrame, ctx: AnyContext): void {
    if (!this.#enter(ctx)) return;
    if (this.#frames.length >= MOST_FRAMES) {
      this.dropped++;
      return;
    }
    if (this.#frames.push([place, data.toHex()]) > 1) return;
    this.#surroundings?.clock.after(GATHER, () => {
      const frames = this.#frames;
      this.#frames = [];
      if (frames.length > 0 && !this.#post({ t: "frames", frames })) {
        this.dropped += frames.length;
      }
    });
  }

  poll(place: number, answer: AnswerBytes, ctx: AnyContext): void {
    if (!this.#enter(ctx)) return;
    this.#post({ t: "poll", place, hex: answer.data.toHex() });
  }

  /**
   * Runs a command.
   * @throws CommandError with a text for the sender, Declined, or an Error that is the plugin's fault
   */
  call(
    kind: CallKind,
    name: string,
    args: unknown,
    ctx: AnyContext,
    call: Call,
  ): Promise<unknown> {
    if (!this.#enter(ctx) || !this.#copier) {
      throw new CommandError(`Command not available: ${this.absence}`);
    }
    const copier = this.#copier;
    return this.#calls.give(this.id, (id) => {
      const copies = copier.next();
      return this.#post({ t: "call", id, kind, name, args, call, copies });
    });
  }

  // ---- what the guest tells ----------------------------------------------------

  /**
   * Takes in one message of the guest.
   * @throws BadLine when it tells what cannot be
   */
  receive(message: FromGuest): void {
    switch (message.t) {
      case "taken":
        if (message.count > this.#sent || message.count < this.#taken) {
          throw new BadLine("a count that cannot be");
        }
        this.#taken = message.count;
        if (this.behind === 0) this.#free();
        return;
      case "answer":
        return this.#calls.answered(message.id, message.value);
      case "refused":
        return this.#calls.refused(message);
      case "metrics":
        return this.#do(
          "metrics",
          undefined,
          (ctx) => applySamples(ctx, this.names, this.#own, message.metrics),
        );
      case "fault":
        return this.#fault(
          message.where,
          new FaultElsewhere(message.text, message.at),
        );
      case "log":
        return this.#surroundings?.print(message.text);
      case "wishes":
        this.wishes = message.wishes;
        return;
      case "do":
        return this.#do(
          message.deed.do,
          message.by,
          (ctx) => perform(ctx, message.deed),
        );
      case "ask":
        return this.#do(
          message.what,
          message.by,
          (ctx) => this.#requests.answer(message, ctx),
        );
      case "cancel":
        return this.#requests.cancel(message.id);
      case "worked":
        return this.#requests.worked(message.id);
    }
  }

  #fault(where: string, error: Error): void {
    this.#surroundings?.fault(where, error);
  }

  /** Does something on behalf of the command that it belongs to; what fails is the plugin's fault. */
  #do(
    where: string,
    by: number | undefined,
    work: (ctx: AnyContext) => void,
  ): void {
    const ctx = this.#ctx;
    if (!ctx) return;
    this.#calls.within(by, () => {
      try {
        work(ctx);
      } catch (error) {
        this.#fault(where, error instanceof Error ? error : new Error());
      }
    });
  }
}
