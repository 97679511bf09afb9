/** A plugin in a process of its own: the side of the plugin. It does no input and output itself. */
import { AsyncLocalStorage } from "node:async_hooks";
import * as v from "valibot";
import type { CanFrame } from "../../hal/mod.ts";
import { deniedText } from "../contract/denied.ts";
import type { Plugin } from "../contract/plugin.ts";
import { AnswerBytes } from "../diagnostics/mod.ts";
import { identifierOf } from "../frames/identifier.ts";
import type { Log } from "../log.ts";
import { makeContext } from "../vehicle/context.ts";
import { Host } from "../vehicle/host.ts";
import type { Loaded } from "../vehicle/loaded.ts";
import { call } from "../vehicle/plugin_code.ts";
import { type DeclaredFrame, framesOf } from "./declaration.ts";
import {
  type Asked,
  checkedAnswer,
  failureOf,
  runAsked,
} from "./guest_commands.ts";
import { mayWrite, NOTHING, settingsOf, updated } from "./guest_copies.ts";
import { GuestDeeds } from "./guest_deeds.ts";
import { bytesOf, guestHandles } from "./guest_handles.ts";
import { GuestMetrics } from "./guest_metrics.ts";
import { errorOf, GuestWorks } from "./guest_works.ts";
import { wishesOf } from "./guest_wishes.ts";
import {
  type Copies,
  type Deed,
  type FromGuest,
  GATHER,
  type Memory,
  type ToGuest,
} from "./messages.ts";

/** What a guest needs of its process. */
export interface GuestPort {
  send(message: FromGuest): void;
  /** Milliseconds of a clock that never jumps; while the machine sleeps it may stand still. */
  now(): number;
  /** Runs `work` once after `ms`. */
  after(ms: number, work: () => void): void;
  /** Makes the object that decoders read a frame with. */
  frame(id: number, data: Uint8Array, extended: boolean, bus: number): CanFrame;
}

/** A request that waits for its answer. */
interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** One plugin, and what the program told it. */
export class Guest {
  readonly #frames: readonly DeclaredFrame[];
  readonly #calls = new AsyncLocalStorage<number>();
  readonly #asked = new Map<number, Waiting>();
  readonly #deeds: GuestDeeds;
  readonly #works: GuestWorks;
  #asks = 0;
  #host: Host | undefined;
  #metrics: GuestMetrics | undefined;
  #copies = NOTHING;
  #came = 0;
  #taken = 0;
  #gathering = false;
  #wishes = "";

  constructor(readonly plugin: Plugin, readonly port: GuestPort) {
    this.#frames = framesOf(plugin);
    this.#deeds = new GuestDeeds(plugin.id, (deed) => this.#deed(deed));
    this.#works = new GuestWorks({
      ask: (what) => this.#ask(what, []),
      ended: (id) => this.port.send({ t: "worked", id }),
    });
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
        return this.#answered(message.id)?.reject(errorOf(message));
      case "work":
        return this.#works.tell(message);
    }
  }

  #answered(id: number): Waiting | undefined {
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
      ask: (what, ...args) => this.#ask(what, args).answer,
      askUntil: (signal, what, ...args) => this.#ask(what, args, signal).answer,
      work: (run) => this.#works.run(run),
    }, memory);
    host.wire((_, state) =>
      makeContext(plugin, {
        metrics: host.metrics,
        handles: () => handles,
        settings: (_, decls) => settingsOf(decls, () => this.#copies),
        emitter: (name, schema) => this.#deeds.emitter(name, schema),
        user: this.#user,
        now: () => this.#copies.now,
        features: (_, name) => this.#feature(name),
        recorder: (decl, name) => ({
          write: (number, row) =>
            this.#deeds.record(decl, { name, number, row, changed: false }),
          writeChanged: (number, row) =>
            this.#deeds.record(decl, { name, number, row, changed: true }),
          writeChangedOf: (number, _of, row) =>
            this.#deeds.record(decl, {
              name,
              number,
              row: row(),
              changed: true,
            }),
        }),
        together: (work) => this.#deeds.together(work),
        notify: (id, _, text) => this.#deeds.notify(id, text),
      }, state)
    );
    const samples = this.#copies.metrics ?? [];
    const metrics = new GuestMetrics(plugin, host, samples);
    metrics.watch(() => this.#gather());
    this.#metrics = metrics;
  }

  /** The second ends: what came until now gets its time. */
  #sweep(): void {
    this.#tellMetrics();
    this.#metrics?.sweep();
  }

  readonly #log: Log = (level, event, details = {}) => {
    if (event !== "plugin fault") return;
    const { where, at, error } = details;
    if (level !== "error") return;
    this.port.send({
      t: "fault",
      where: String(where),
      text: deniedText(String(error)).slice(0, 500),
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
    this.#copies = updated(before, copies);
    this.#metrics?.apply(copies.metrics ?? []);
    const opened = !mayWrite(before) && mayWrite(this.#copies);
    if (this.#metrics && opened) this.#host?.gateOpened();
  }

  readonly #user = ((guest: () => Copies) => ({
    get units() {
      return guest().units ?? "K";
    },
  }))(() => this.#copies);

  #feature(name: string) {
    const guest = () => this.#copies.features?.[name] ?? 0;
    return {
      get value() {
        return guest();
      },
      set: (value: number, text = String(value)) => {
        if (!Number.isFinite(value)) {
          throw new RangeError(
            `feature ${name} cannot be ${String(value)}: expected a number`,
          );
        }
        const { features } = this.#copies;
        this.#copies = {
          ...this.#copies,
          features: { ...features, [name]: value },
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

  #ask(
    what: string,
    args: readonly unknown[],
    signal?: AbortSignal,
  ): { readonly id: number; readonly answer: Promise<unknown> } {
    this.#tellMetrics();
    const id = ++this.#asks, by = this.#calls.getStore();
    const answer = new Promise((resolve, reject) => {
      if (signal?.aborted) throw signal.reason;
      this.#asked.set(id, { resolve, reject });
      signal?.addEventListener("abort", () => {
        if (this.#asked.has(id)) this.port.send({ t: "cancel", id });
      });
      this.port.send({
        t: "ask",
        id,
        ...by !== undefined && { by },
        what,
        args,
      });
    });
    return { id, answer };
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
    const metrics = this.#metrics?.take() ?? [];
    if (metrics.length > 0) this.port.send({ t: "metrics", metrics });
  }

  #tellWishes(): void {
    const loaded = this.#host?.plugins[0];
    if (!loaded) return;
    try {
      const wishes = wishesOf(loaded);
      if (wishes === undefined) return;
      const text = JSON.stringify(wishes);
      if (text !== this.#wishes) this.port.send({ t: "wishes", wishes });
      this.#wishes = text;
    } catch (error) {
      this.#fault("polls or channels", error);
    }
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

  async #call({ ctx }: Loaded, asked: Asked): Promise<void> {
    const { id } = asked;
    try {
      const value = await this.#calls.run(
        id,
        async () => await runAsked(this.plugin, asked, ctx),
      );
      this.#tellMetrics();
      this.port.send({ t: "answer", id, value: checkedAnswer(value) });
    } catch (error) {
      this.#tellMetrics();
      this.port.send({ t: "refused", id, ...failureOf(error) });
    }
  }
}
