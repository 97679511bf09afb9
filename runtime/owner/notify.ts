import type { Store } from "../../hal/mod.ts";
import type { ChannelState } from "../contract/links.ts";
import type { NoticeDecl, NoticeText, Text } from "../contract/notices.ts";
import type { Log } from "../log.ts";
import { PRODUCT } from "../version.ts";
import { Budgets } from "./budgets.ts";
import { type Channel, noticeText } from "./channel.ts";
import { Channels } from "./channels.ts";
import { Handover, RENEW } from "./handover.ts";
import { ANSWER, type Mark, TEST } from "./mark.ts";
import { Outbox } from "./outbox.ts";

/** Answers that wait for the network. */
const ANSWERS = 100;

/** Messages about the vehicle that are due: charge and range, or doors and switches as well. */
export type Update = "state" | "environment";

/** Hears of a notice when a plugin, or the core, asks for it; `id` is the plugin and its name for it. */
export type NoticeListener = (
  id: string,
  decl: NoticeDecl,
  text?: NoticeText,
) => void;

/** What the notifier needs of the rest of the runtime. */
export interface NotifierOptions {
  readonly store: Store;
  /** The text of a verb, as the owner would get it. */
  readonly answer: (verb: string) => Promise<Text | undefined>;
  /** Channels of the core, in their order: between them they send one message a second. */
  readonly channels: readonly Channel[];
  /** Messages about the vehicle, which go out between the texts of the server and SMS. */
  readonly updates: {
    readonly wanted: () => boolean;
    readonly ready: () => boolean;
    readonly send: (kind: Update) => void;
  };
  readonly log: Log;
}

/**
 * Sends what the vehicle has to say unasked: alarms first, one message a second, each stored before it
 * goes out, so that neither a lost network nor a restart loses it, and delivered once a channel.
 */
export class Notifier {
  readonly #outbox: Outbox;
  readonly #channels: Channels;
  readonly #budgets: Budgets;
  readonly #handover: Handover;
  readonly #updates = new Set<Update>();
  readonly #listeners = new Set<NoticeListener>();
  /** Notices whose first text is being written. */
  readonly #asked = new Set<string>();
  #now = 0;
  #muted = -1;

  constructor(readonly options: NotifierOptions) {
    const { store, log, channels: core } = options;
    const outbox = this.#outbox = new Outbox(store, log);
    const channels = this.#channels = new Channels(core, store);
    const budgets = this.#budgets = new Budgets(
      outbox,
      (id) => channels.find(id),
    );
    const now = () => this.#now;
    this.#handover = new Handover({ outbox, channels, budgets, now, log });
    for (const channel of core) budgets.watch(channel, this.#now);
  }

  // ---- channels --------------------------------------------------------------

  /**
   * Adds a channel beside those of the core; returns what takes it away again. What waits for a channel
   * that is not there waits for a day.
   * @throws Error when there is one of this name
   */
  open(channel: Channel): () => void {
    const close = this.#channels.open(channel);
    this.#budgets.watch(channel, this.#now);
    return close;
  }

  /** Whether there is any way to the owner. */
  get reaches(): boolean {
    return this.#channels.all.some((channel) => channel.exists());
  }

  /** The channels as they are now, and what became of the last message on each. */
  states(): readonly ChannelState[] {
    return this.#channels.states();
  }

  /** Queues a test message for a channel; false where that is not set up. */
  test(id: string): boolean {
    if (this.#channels.find(id)?.exists() !== true) return false;
    this.#outbox.add(id, TEST, `Test message of ${PRODUCT}`);
    return true;
  }

  // ---- answers ---------------------------------------------------------------

  /** Whether an answer to somebody waits: a later one must not overtake it. */
  answersWait(to: string): boolean {
    return this.#outbox.answersWait(to);
  }

  /** Queues an answer that the network refused for a while; so many wait at most, the newest. */
  answer(to: string, text: string): void {
    this.#outbox.answer(to, text);
    this.#outbox.keepNewest("sms", ANSWER, ANSWERS);
  }

  // ---- asking for notices ------------------------------------------------------

  /** Runs `listener` with every notice, whatever the owner wants of it; returns what ends that. */
  listen(listener: NoticeListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Notices of the kind charge are dropped for so many seconds. */
  muteCharge(seconds: number): void {
    this.#muted = this.#now + seconds;
  }

  /**
   * Asks for a notice on every channel that the owner wants it on. One that still waits is not asked
   * for again.
   * @param id plugin and name of the notice
   */
  async request(
    id: string,
    decl: NoticeDecl,
    text?: NoticeText,
  ): Promise<void> {
    for (const listener of this.#listeners) listener(id, decl, text);
    const { priority, always = false, prompt } = decl;
    if (priority === "charge" && this.#now < this.#muted) return;
    const info = { priority, always, kind: id };
    let wanted = prompt !== undefined && prompt !== false;
    for (const channel of this.#channels.all) {
      if (!channel.exists() || !channel.wants(info)) continue;
      const mark = await this.#enqueue(channel, id, decl, text);
      if (!mark || !wanted || !channel.ready(priority)) continue;
      this.#handover.prompt(mark);
      wanted = prompt === true;
    }
  }

  async #enqueue(
    channel: Channel,
    id: string,
    decl: NoticeDecl,
    text?: NoticeText,
  ): Promise<Mark | undefined> {
    const kind = `${decl.priority}:${id}`;
    const since = this.#now;
    const render = () => this.#render(channel.id, decl, text);
    const waiting = this.#outbox.find(channel.id, kind);
    // A notice that is written when it goes out says all by then; a fixed text is a message of its own.
    const renewed = waiting?.render && since - waiting.since < RENEW;
    const asked = `${channel.id} ${kind}`;
    if (
      (renewed || this.#asked.has(asked)) &&
      (text === undefined || typeof text === "function")
    ) return undefined;
    this.#asked.add(asked);
    try {
      const first = await render();
      if (first === undefined) return undefined;
      const { always = false } = decl, formed = noticeText(channel, first);
      return this.#outbox.add(channel.id, kind, formed, {
        since,
        render,
        always,
      });
    } finally {
      this.#asked.delete(asked);
    }
  }

  #render(
    channel: string,
    decl: NoticeDecl,
    text?: NoticeText,
  ): Promise<Text | undefined> {
    if (decl.verb !== undefined) return this.options.answer(decl.verb);
    return Promise.try(() => typeof text === "function" ? text(channel) : text);
  }

  /**
   * Queues a fixed text for a channel, whatever the owner wants there.
   * @param newest of this kind so many wait at most; older ones are dropped and counted
   */
  queue(channel: string, kind: string, text: string, newest = Infinity): void {
    this.#outbox.add(channel, kind, text);
    this.#outbox.keepNewest(channel, kind, newest);
  }

  // ---- time --------------------------------------------------------------------

  /**
   * One second of the vehicle's clock: hands over at most one message of the core's channels, and one
   * of each other channel.
   * @returns whether one of the core's channels has something to do
   */
  second(): boolean {
    this.#now++;
    const channels = this.#channels, { core } = channels;
    if (this.#now % RENEW === 0) {
      this.#outbox.endOrphans((id) => channels.find(id) !== undefined);
    }
    for (const channel of channels.others) {
      const mark = this.#handover.nextOf(channel);
      if (mark) this.#handover.hand(mark);
    }
    const mark = this.#handover.next(core);
    if (mark?.item.channel !== "ip" && this.#update()) return true;
    if (!mark) return this.#handover.isBusy(core);
    this.#handover.hand(mark);
    return true;
  }

  /** Asks for messages about the vehicle, sent like notices: after the texts, before SMS. */
  update(kind: Update): void {
    if (this.options.updates.wanted()) this.#updates.add(kind);
  }

  #update(): boolean {
    if (!this.options.updates.ready()) return false;
    for (const kind of ["state", "environment"] as const) {
      if (!this.#updates.delete(kind)) continue;
      this.options.updates.send(kind);
      return true;
    }
    return false;
  }

  /** Resolves when every channel has answered what it was given. */
  settled(): Promise<void> {
    return this.#handover.settled();
  }
}
