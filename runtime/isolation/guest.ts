/** A plugin in a process of its own: the side of the plugin. It does no input and output itself. */
import { AsyncLocalStorage } from "node:async_hooks";
import * as v from "valibot";
import type { CanFrame } from "../../hal/mod.ts";
import { refusal } from "../commands/refusal.ts";
import type { EventSchema } from "../contract/events.ts";
import type { NoticeText, Priority } from "../contract/notices.ts";
import { required } from "../contract/optional.ts";
import { CommandError, Declined, type Plugin } from "../contract/plugin.ts";
import type { AnySettings } from "../contract/settings.ts";
import { AnswerBytes } from "../diagnostics/mod.ts";
import { identifierOf } from "../frames/identifier.ts";
import type { Log } from "../log.ts";
import type { Slot } from "../metrics/metrics.ts";
import { makeContext } from "../vehicle/context.ts";
import { call, type Loaded } from "../vehicle/loaded.ts";
import { Host } from "../vehicle/host.ts";
import { GateClosed, isGateRefusal } from "../vehicle/gate.ts";
import { type DeclaredFrame, framesOf } from "./declaration.ts";
import { bytesOf, guestHandles } from "./guest_handles.ts";
import {
  type CallKind,
  type Copies,
  type Deed,
  type FromGuest,
  GATHER,
  LONGEST_ANSWER,
  type Memory,
  type Sample,
  type ToGuest,
  type Wishes,
  type Written,
} from "./messages.ts";
import { type AnyReading, Samples } from "./samples.ts";

/** What a guest needs of its process. */
export interface GuestPort {
  send(message: FromGuest): void;
  /** Milliseconds of a clock that never jumps. */
  now(): number;
  /** Runs `work` once after `ms`. */
  after(ms: number, work: () => void): void;
  /** Makes the object that decoders read a frame with. */
  frame(id: number, data: Uint8Array, extended: boolean, bus: number): CanFrame;
}

/** A request that waits for its answer. */
interface Asked {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

const PRIORITIES: readonly Priority[] = [
  "alarm",
  "charge",
  "12v",
  "trunk",
  "info",
];
const NONE: Copies = {
  now: 0,
  monotonic: 0,
  wall: { ms: 0, trusted: false },
};

/** One plugin, and what the program told it. */
export class Guest {
  readonly #frames: readonly DeclaredFrame[];
  readonly #calls = new AsyncLocalStorage<number>();
  readonly #asked = new Map<number, Asked>();
  #asks = 0;
  #host: Host | undefined;
  /** All metrics, those that it reads first, and which of them are its own. */
  #slots: readonly Slot[] = [];
  #ownPlaces: readonly number[] = [];
  #own: Samples | undefined;
  #began = false;
  #copies = NONE;
  #came = 0;
  #taken = 0;
  #gathering = false;
  /** Records of the `together` that runs at present. */
  #records: Written[] | undefined;
  #wishes = "";

  constructor(readonly plugin: Plugin, readonly port: GuestPort) {
    this.#frames = framesOf(plugin);
  }

  /** Takes in one message of the program; what it throws is reported as the plugin's fault. */
  receive(message: ToGuest): void {
    this.#taken++;
    try {
      this.#take(message);
    } catch (error) {
      this.#fault(message.t, error);
    }
  }

  /** Tells what is new, and that all that came was taken in. */
  settle(): void {
    this.#tellMetrics();
    this.#tellWishes();
    this.port.send({ t: "taken", count: this.#taken });
  }

  #take(message: ToGuest): void {
    if (message.t === "second") this.#sweep();
    if ("copies" in message) this.#update(message.copies);
    const loaded = this.#host?.plugins[0];
    switch (message.t) {
      case "begin":
        return this.#begin(message.memory);
      case "start":
        return this.#host?.start();
      case "stop":
        return this.#host?.stop();
      case "second":
        this.#host?.second();
        return void this.#host?.takeNews();
      case "call":
        if (loaded) void this.#call(loaded, message);
        return;
      case "event":
        return this.#host?.events.emitter(message.name, v.unknown())(
          message.payload,
        );
      case "frames":
        for (const [place, hex] of message.frames) this.#frame(place, hex);
        return;
      case "poll":
        if (loaded) this.#poll(loaded, message.place, message.hex);
        return;
      case "done":
        return this.#answered(message.id)?.resolve(message.value);
      case "failed":
        return this.#answered(message.id)?.reject(
          message.gate ? new GateClosed() : new CommandError(message.text),
        );
    }
  }

  #answered(id: number): Asked | undefined {
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    return asked;
  }

  // ---- life ------------------------------------------------------------------

  #begin(memory: Memory): void {
    const { plugin } = this;
    const host = new Host([plugin], this.#log, () => this.#copies.wall);
    this.#host = host;
    this.#wishes = "";
    this.#asked.clear();
    const handles = guestHandles({
      copies: () => this.#copies,
      since: () => this.port.now() - this.#came,
      deed: (deed) => this.#deed(deed),
      ask: (what, ...args) => this.#ask(what, args),
    }, memory);
    host.wire((_, state) =>
      makeContext(plugin, {
        metrics: host.metrics,
        handles: () => handles,
        settings: (_, decls) => this.#settings(decls),
        emitter: (name, schema) => this.#emitter(name, schema),
        user: this.#user,
        now: () => this.#copies.now,
        features: (_, name) => this.#feature(name),
        recorder: (_, name) => ({
          write: (number, row) => this.#record(name, number, row, false),
          writeChanged: (number, row) => this.#record(name, number, row, true),
        }),
        together: (work) => this.#together(work),
        notify: (id, _, text) => this.#notify(id, text),
      }, state)
    );
    const refs = Object.entries({ ...plugin.reads, ...plugin.metrics });
    const own = Object.keys(plugin.metrics ?? {});
    this.#slots = refs.map(([, ref]) =>
      host.metrics.claim(required(ref), plugin.id)
    );
    this.#apply(this.#copies.metrics ?? []);
    const readings = refs.map(([, ref]) =>
      host.metrics.handle(required(ref), plugin.id) as AnyReading
    );
    this.#ownPlaces = refs.flatMap(([name], i) =>
      own.includes(name) ? [i] : []
    );
    this.#own = new Samples(
      this.#ownPlaces.flatMap((i) => readings[i] ?? []),
    );
    this.#own.take(host.seconds);
    for (const i of this.#ownPlaces) {
      const slot = this.#slots[i];
      if (slot && slot.spec.is !== "list") {
        host.metrics.watch(slot, () => this.#gather());
      }
    }
    this.#began = true;
  }

  /** The second ends: what came until now gets its time. */
  #sweep(): void {
    const host = this.#host;
    if (!host) return;
    this.#tellMetrics();
    host.metrics.sweep(host.seconds + 1);
    // What was told already has its time now: that is nothing new.
    this.#own?.take(host.seconds + 1);
  }

  readonly #log: Log = (level, event, details = {}) => {
    if (event !== "plugin fault") return;
    const { where, at, error } = details;
    if (level !== "error") return;
    this.port.send({
      t: "fault",
      where: String(where),
      text: String(error).slice(0, 500),
      ...at !== undefined && { at: String(at) },
    });
  };

  #fault(where: string, error: unknown): void {
    const loaded = this.#host?.plugins[0];
    if (loaded) this.#host?.fault(loaded, where, error);
    else this.port.send({ t: "fault", where, text: String(error) });
  }

  // ---- copies ----------------------------------------------------------------

  #update(copies: Copies): void {
    this.#came = this.port.now();
    const before = this.#copies;
    this.#copies = {
      ...before,
      ...copies,
      settings: { ...before.settings, ...copies.settings },
      features: { ...before.features, ...copies.features },
      handles: { ...before.handles, ...copies.handles },
    };
    if (!this.#began) return;
    this.#apply(copies.metrics ?? []);
    if (!mayWrite(before) && mayWrite(this.#copies)) this.#host?.gateOpened();
  }

  #apply(samples: readonly Sample[]): void {
    const metrics = this.#host?.metrics;
    if (!metrics) return;
    for (const [place, value, age] of samples) {
      const slot = this.#slots[place];
      if (slot) metrics.copy(slot, value, age);
    }
  }

  readonly #user = ((guest: () => Copies) => ({
    get units() {
      return guest().units ?? "K";
    },
  }))(() => this.#copies);

  #settings(decls: AnySettings): object {
    const made = {};
    for (
      const [name, { schema, default: otherwise }] of Object.entries(decls)
    ) {
      let input: unknown, value: unknown;
      Object.defineProperty(made, name, {
        enumerable: true,
        get: () => {
          const now = this.#copies.settings?.[name] ?? otherwise;
          if (now !== input) {
            const parsed = v.safeParse(schema, now);
            value = parsed.success ? parsed.output : v.parse(schema, otherwise);
            input = now;
          }
          return value;
        },
      });
    }
    return Object.freeze(made);
  }

  #feature(name: string) {
    const guest = () => this.#copies.features?.[name] ?? 0;
    return {
      get value() {
        return guest();
      },
      set: (value: number, text = String(value)) => {
        this.#copies = {
          ...this.#copies,
          features: { ...this.#copies.features, [name]: value },
        };
        this.#deed({ do: "feature", name, value, text });
      },
    };
  }

  // ---- what the plugin does ----------------------------------------------------

  #deed(deed: Deed): void {
    this.#tellMetrics();
    const by = this.#calls.getStore();
    this.port.send({ t: "do", ...by !== undefined && { by }, deed });
  }

  #ask(what: string, args: readonly unknown[]): Promise<unknown> {
    this.#tellMetrics();
    const id = ++this.#asks, by = this.#calls.getStore();
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      this.port.send({
        t: "ask",
        id,
        ...by !== undefined && { by },
        what,
        args,
      });
    });
  }

  #record(
    name: string,
    number: number,
    row: Written["row"],
    changed: boolean,
  ): void {
    const record = { name, number, row, changed };
    if (this.#records) this.#records.push(record);
    else this.#deed({ do: "records", records: [record] });
  }

  #together(work: () => void): void {
    if (this.#records) return work();
    const records: Written[] = this.#records = [];
    try {
      work();
    } finally {
      this.#records = undefined;
      if (records.length > 0) this.#deed({ do: "records", records });
    }
  }

  /** A text that is made when it is delivered is made now, for each channel. */
  #notify(id: string, text: NoticeText | undefined): void {
    const name = id.slice(this.plugin.id.length + 1);
    this.#deed({
      do: "notify",
      name,
      text: typeof text === "function"
        ? {
          sms: text("sms") ?? null,
          ip: text("ip") ?? null,
          other: text("other") ?? null,
        }
        : text ?? null,
    });
  }

  #emitter(full: string, schema: EventSchema): (payload: unknown) => void {
    const name = full.slice(this.plugin.id.length + 1);
    return (payload) => {
      const { issues } = v.safeParse(schema, payload);
      if (issues) {
        throw new TypeError(`event ${full}: ${issues[0].message}`);
      }
      this.#deed({ do: "emit", name, payload: payload ?? null });
    };
  }

  #gather(): void {
    if (this.#gathering) return;
    this.#gathering = true;
    this.port.after(GATHER, () => {
      this.#gathering = false;
      this.#tellMetrics();
    });
  }

  #tellMetrics(): void {
    if (!this.#host) return;
    const samples = this.#own?.take(this.#host.seconds) ?? [];
    if (samples.length === 0) return;
    this.port.send({
      t: "metrics",
      metrics: samples.map(([k, value, age]) =>
        [this.#ownPlaces[k] ?? 0, value, age] as const
      ),
    });
  }

  // ---- frames, polls, commands ---------------------------------------------------

  #frame(place: number, hex: string): void {
    const frame = this.#frames[place];
    if (!frame || !this.#host) return;
    const { id, extended } = identifierOf(frame.id);
    this.#host.frame(
      this.port.frame(id, bytesOf(hex), extended, frame.bus),
    );
  }

  #poll({ ctx }: Loaded, place: number, hex: string): void {
    const poll = this.plugin.polls?.[place];
    if (!poll || !this.#host) return;
    const put = this.#host.metrics.put(
      this.plugin.metrics ?? {},
      this.plugin.id,
    );
    call(poll.decode, new AnswerBytes(bytesOf(hex)), put, ctx);
  }

  /** What it says when it is asked, told before: whoever asks cannot wait. */
  #tellWishes(): void {
    const { polls = [], channels = {} } = this.plugin;
    const loaded = this.#host?.plugins[0];
    if (!loaded || polls.length + Object.keys(channels).length === 0) return;
    const says = (question: unknown, ...about: unknown[]) =>
      question === undefined || call(question, ...about, loaded.ctx) === true;
    try {
      const wishes: Wishes = {
        polls: polls.map(({ when }) => says(when)),
        channels: Object.fromEntries(
          Object.entries(channels).map(([name, { exists, ready }]) => [name, {
            exists: says(exists),
            ready: PRIORITIES.filter((priority) => says(ready, priority)),
          }]),
        ),
      };
      const text = JSON.stringify(wishes);
      if (text !== this.#wishes) this.port.send({ t: "wishes", wishes });
      this.#wishes = text;
    } catch (error) {
      this.#fault("polls or channels", error);
    }
  }

  async #call(
    { ctx }: Loaded,
    { id, kind, name, args, call: from }: Extract<ToGuest, { t: "call" }>,
  ): Promise<void> {
    try {
      const value = await this.#calls.run(
        id,
        async () => await this.#run(kind, name, args, ctx, from),
      );
      this.#tellMetrics();
      this.port.send({ t: "answer", id, value: checkedAnswer(value) });
    } catch (error) {
      this.#tellMetrics();
      const why = error instanceof Declined
        ? "declined"
        : isGateRefusal(error)
        ? "gate"
        : error instanceof CommandError
        ? "command"
        : "fault";
      this.port.send({ t: "refused", id, why, text: textOf(error) });
    }
  }

  #run(
    kind: CallKind,
    name: string,
    args: unknown,
    ctx: object,
    from: unknown,
  ): unknown {
    const { plugin } = this;
    if (kind === "channel") {
      const channel = plugin.channels?.[name];
      // Who gives it up does not hear the end any more: nothing is there to be cut.
      const message = { ...Object(args), signal: new AbortController().signal };
      if (channel?.wants && call(channel.wants, message, ctx) !== true) {
        return { refused: "the plugin does not want it" };
      }
      return call(channel?.send, message, ctx);
    }
    if (kind === "query") {
      const query = plugin.queries?.[name];
      return call(
        query?.run,
        query?.args ? v.parse(query.args, args) : {},
        ctx,
        from,
      );
    }
    const def = plugin[kind]?.[name];
    if (!def?.args) return call(def?.run, args, ctx, from);
    const parsed = v.safeParse(def.args, args);
    if (!parsed.success) throw new CommandError(refusal(def, parsed.issues));
    return call(def.run, parsed.output, ctx, from);
  }
}

/** Whether the write gate is open, as far as the plugin has to know. */
function mayWrite({ handles = {} }: Copies): boolean {
  const { "can.tx": tx, diag } = handles;
  return Object.values({ ...tx ?? {}, ...diag ?? {} }).includes(true);
}

/** What a handler answered, if it can be sent. */
function checkedAnswer(value: unknown): unknown {
  const size = JSON.stringify(value)?.length ?? 0;
  if (size <= LONGEST_ANSWER) return value;
  throw new TypeError(
    `answered ${size} characters: expected ${LONGEST_ANSWER} at most`,
  );
}

/** What was thrown, as text; a plugin may throw anything. */
function textOf(error: unknown): string {
  try {
    return (error instanceof Error ? error.message : String(error))
      .slice(0, 1000);
  } catch {
    return "something without a text";
  }
}
