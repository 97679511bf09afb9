import type { OutboxItem, Store, Stored } from "../../hal/mod.ts";
import { ageText } from "./age.ts";
import type { ChannelState } from "../contract/links.ts";
import { PRODUCT } from "../version.ts";
import { Budget } from "./budget.ts";
import type { Channel, Outgoing } from "./channel.ts";
import type {
  Delivered,
  NoticeDecl,
  NoticeText,
  Priority,
  Text,
} from "../contract/notices.ts";
import type { Log } from "../log.ts";
import { pauseAfter, RETRY_SECONDS } from "./retry.ts";
import { withoutPaths } from "./reasons.ts";

/** Messages about the vehicle that are due: charge and range, or doors and switches as well. */
export type Update = "state" | "environment";

const ORDER: readonly Priority[] = ["alarm", "charge", "12v", "trunk", "info"];
/** Seconds for which a notice that waits in memory is written anew when it goes out. */
const RENEW = 60;
const HOUR = 3600;
/** Messages that are looked at after a restart for what they cost. */
const LOOK_BACK = 200;

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

/** A notice that waits on one channel. */
interface Mark {
  readonly item: Stored<OutboxItem>;
  readonly priority: Priority;
  readonly always: boolean;
  /** Second in which it was asked for. */
  readonly since: number;
  /** Makes the text anew; undefined after a restart. */
  readonly render: (() => Promise<Text | undefined>) | undefined;
  /** The text of the first try, which later ones repeat; undefined before. */
  text: string | undefined;
  /** Tries that failed for a while only. */
  tries: number;
  /** It, or a part of it, may have arrived without anybody's word for it. */
  unsure: boolean;
}

/** Section of the store with the numbers that answers go to, by the message's id. */
const RECIPIENTS = "sms.recipients";
/** Kind of the answers that could not be sent at once. */
const ANSWER = "alarm:core.answer";
/** Kind of what is told when the budget is spent. */
const SUMMARY = "alarm:core.budget";
/** Kind of a test message. */
const TEST = "info:core.test";
/** Kinds that go out whatever they cost. */
const UNCOUNTED: ReadonlySet<string> = new Set([ANSWER, SUMMARY]);

/**
 * Sends what the vehicle has to say unasked: alarms first, one message a second, each stored before it
 * goes out, so that neither a lost network nor a restart loses it, and delivered once a channel.
 */
export class Notifier {
  #marks: Mark[] = [];
  readonly #updates = new Set<Update>();
  /** Channels of plugins and links. */
  readonly #open = new Map<string, Channel>();
  /** Texts that newer ones of their kind pushed out since the start. */
  #dropped = 0;
  #now = 0;
  /** Channels on which something is being sent. */
  readonly #busy = new Set<string>();
  /** What is being handed over. */
  readonly #under = new Set<Promise<void>>();
  /** Until when a channel that failed is left alone, and by which message it was tried. */
  readonly #pauses = new Map<string, { until: number; by: Mark }>();
  /** Notices whose first text is being written. */
  readonly #asked = new Set<string>();
  readonly #budgets = new Map<string, Budget>();
  /** Second of each channel's last summary. */
  readonly #summarised = new Map<string, number>();
  #muted = -1;

  constructor(readonly options: NotifierOptions) {
    for (const channel of options.channels) this.#watchBudget(channel);
    for (const item of options.store.waiting()) {
      this.#marks.push({
        ...UNTRIED,
        item,
        priority: priorityOf(item.kind),
        since: -Infinity,
        render: undefined,
        tries: item.tries,
      });
    }
  }

  // ---- channels --------------------------------------------------------------

  /**
   * Adds a channel beside those of the core; returns what takes it away again. What waits for a channel
   * that is not there waits for a day.
   * @throws Error when there is one of this name
   */
  open(channel: Channel): () => void {
    const { id } = channel;
    if (this.#find(id)) throw new Error(`there is a channel ${id} already`);
    this.#open.set(id, channel);
    this.#watchBudget(channel);
    return () => {
      if (this.#open.get(id) === channel) this.#open.delete(id);
    };
  }

  /** Whether there is any way to the owner. */
  get reaches(): boolean {
    return this.#all().some((channel) => channel.exists());
  }

  /** The channels as they are now, and what became of the last message on each. */
  states(): readonly ChannelState[] {
    const newest = this.options.store.outbox(LOOK_BACK).toReversed();
    return this.#all().map((channel) => {
      const own = newest.filter((item) => item.channel === channel.id);
      const failed = own.find(({ error }) => error !== "");
      return {
        id: channel.id,
        exists: channel.exists(),
        ready: channel.ready("info"),
        waiting: own.filter(({ state }) => state === "waiting").length,
        last: own[0]?.state ?? "",
        error: failed?.error ?? "",
      };
    });
  }

  /** Queues a test message for a channel; false where that is not set up. */
  test(id: string): boolean {
    if (this.#find(id)?.exists() !== true) return false;
    this.#add(id, TEST, `Test message of ${PRODUCT}`);
    return true;
  }

  #all(): readonly Channel[] {
    return [...this.options.channels, ...this.#open.values()];
  }

  #find(id: string): Channel | undefined {
    return this.options.channels.find((channel) => channel.id === id) ??
      this.#open.get(id);
  }

  // ---- answers ---------------------------------------------------------------

  /** Whether an answer to somebody waits: a later one must not overtake it. */
  answersWait(to: string): boolean {
    return this.#marks.some(({ item }) =>
      item.kind === ANSWER && this.#recipient(item) === to
    );
  }

  /** Queues an answer that the network refused for a while. */
  answer(to: string, text: string): void {
    this.options.store.atomically(() => {
      const { item } = this.#add("sms", ANSWER, text);
      this.options.store.put(RECIPIENTS, { [String(item.id)]: to });
    });
  }

  #recipient({ id, kind }: Stored<OutboxItem>): string | undefined {
    return kind === ANSWER
      ? this.options.store.get(RECIPIENTS, String(id)) ?? ""
      : undefined;
  }

  /** Ends a message's waiting. */
  #end(
    { id, kind }: Stored<OutboxItem>,
    state: "sent" | "failed" | "expired" | "summarised",
  ): void {
    this.options.store.deliver(id, state);
    if (kind !== ANSWER) return;
    try {
      this.options.store.put(RECIPIENTS, { [String(id)]: undefined });
    } catch {
      // A full disk keeps a number that nobody needs any more.
    }
  }

  // ---- asking for notices ------------------------------------------------------

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
    const { priority, always = false, prompt } = decl;
    if (priority === "charge" && this.#now < this.#muted) return;
    const info = { priority, always, kind: id };
    let wanted = prompt !== undefined && prompt !== false;
    for (const channel of this.#all()) {
      if (!channel.exists() || !channel.wants(info)) continue;
      const mark = await this.#enqueue(channel, id, decl, text);
      if (!mark || !wanted || !channel.ready(priority)) continue;
      this.#prompt(mark);
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
    const waiting = this.#marks.find(({ item }) =>
      item.kind === kind && item.channel === channel.id
    );
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
      const { always = false } = decl;
      const formed = channel.form(first);
      return this.#add(channel.id, kind, formed, { since, render, always });
    } finally {
      this.#asked.delete(asked);
    }
  }

  /**
   * Queues a fixed text for a channel, whatever the owner wants there.
   * @param newest of this kind so many wait at most; older ones are dropped and counted
   */
  queue(channel: string, kind: string, text: string, newest = Infinity): void {
    this.#add(channel, kind, text);
    const waiting = this.#marks.filter(({ item }) =>
      item.channel === channel && item.kind === kind
    );
    for (const mark of waiting.slice(0, Math.max(0, waiting.length - newest))) {
      this.#marks.splice(this.#marks.indexOf(mark), 1);
      this.#end(mark.item, "expired");
      this.#dropped++;
      this.options.log("info", "older text dropped", {
        kind,
        dropped: this.#dropped,
      });
    }
  }

  #add(
    channel: string,
    kind: string,
    text: string,
    more: Partial<Mark> = {},
  ): Mark {
    const item = this.options.store.enqueue({ channel, kind, text });
    const mark = { ...UNTRIED, item, priority: priorityOf(kind), ...more };
    this.#marks.push(mark);
    return mark;
  }

  #render(
    channel: string,
    decl: NoticeDecl,
    text?: NoticeText,
  ): Promise<Text | undefined> {
    if (decl.verb !== undefined) return this.options.answer(decl.verb);
    return Promise.try(() => typeof text === "function" ? text(channel) : text);
  }

  // ---- handing over ------------------------------------------------------------

  /**
   * One second of the vehicle's clock: hands over at most one message of the core's channels, and one
   * of each other channel.
   * @returns whether one of the core's channels has something to do
   */
  second(): boolean {
    this.#now++;
    if (this.#now % RENEW === 0) this.#endOrphans();
    for (const channel of this.#open.values()) {
      const mark = this.#nextOf(channel);
      if (mark) this.#hand(mark);
    }
    const { channels } = this.options;
    const mark = this.#next(channels);
    if (mark?.item.channel !== "ip" && this.#update()) return true;
    if (!mark) return channels.some(({ id }) => this.#busy.has(id));
    this.#hand(mark);
    return true;
  }

  /** At once; a channel of a plugin sends one at a time all the same. */
  #prompt(mark: Mark): void {
    const { channel } = mark.item;
    if (!this.#open.has(channel)) this.#start(mark);
    else if (!this.#busy.has(channel)) this.#hand(mark);
  }

  #hand(mark: Mark): void {
    const { channel } = mark.item;
    this.#busy.add(channel);
    this.#start(mark).finally(() => this.#busy.delete(channel));
  }

  /** Ends what waited for a day for a channel that nobody brings any more. */
  #endOrphans(): void {
    this.#marks = this.#marks.filter(({ item }) => {
      const isOver = !this.#find(item.channel) && this.#isLate(item);
      if (isOver) this.#end(item, "expired");
      return !isOver;
    });
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

  #start(mark: Mark): Promise<void> {
    const work = this.#deliver(mark).catch((error) => {
      this.options.log("error", "notice failed", {
        kind: mark.item.kind,
        error: String(error),
      });
    });
    this.#under.add(work);
    return work.finally(() => this.#under.delete(work));
  }

  /** Resolves when every channel has answered what it was given. */
  async settled(): Promise<void> {
    while (this.#under.size > 0) await Promise.all(this.#under);
  }

  /** The first channel that has something to send, with it. */
  #next(channels: readonly Channel[]): Mark | undefined {
    for (const channel of channels) {
      const mark = this.#nextOf(channel);
      if (mark) return mark;
    }
    return undefined;
  }

  /** By priority, then by age. */
  #nextOf(channel: Channel): Mark | undefined {
    const { id } = channel;
    if (this.#busy.has(id)) return undefined;
    for (const priority of ORDER) {
      const mark = this.#marks.find(({ item, priority: its }) =>
        item.channel === id && its === priority
      );
      if (!mark || !channel.ready(priority)) continue;
      return this.#mayTry(mark) ? mark : undefined;
    }
    return undefined;
  }

  /** After a failure the channel is left alone, except by what is more important and was not tried. */
  #mayTry({ item: { channel }, priority, tries }: Mark): boolean {
    const pause = this.#pauses.get(channel);
    if (!pause || this.#now >= pause.until) return true;
    return tries === 0 &&
      ORDER.indexOf(priority) < ORDER.indexOf(pause.by.priority);
  }

  async #deliver(mark: Mark): Promise<void> {
    const { item, priority, always, tries } = mark;
    const channel = this.#find(item.channel);
    if (!channel) return;
    this.#marks = this.#marks.filter((other) => other !== mark);
    const isAnswer = item.kind === ANSWER;
    if (!isAnswer && !channel.exists()) return this.#end(item, "expired");
    const isFree = UNCOUNTED.has(item.kind) || tries > 0;
    if (!isFree && !this.#budgets.get(channel.id)?.spend(this.#now)) {
      return this.#summarise(channel, item);
    }
    mark.text ??= await this.#text(mark, channel);
    if (mark.text === undefined) return this.#end(item, "expired");
    const delivered = await this.#send(channel, {
      id: item.id,
      text: mark.text + this.#ageText(mark),
      priority,
      always,
      kind: item.kind.slice(item.kind.indexOf(":") + 1),
      age: this.#ageOf(item),
      tries,
      to: this.#recipient(item),
    });
    if (delivered !== "delivered") return this.#failed(mark, delivered);
    this.#pauses.delete(channel.id);
    this.#end(item, "sent");
  }

  async #send(
    channel: Channel,
    message: Outgoing,
  ): Promise<Delivered> {
    try {
      return await channel.send(message);
    } catch (error) {
      return { later: String(error) };
    }
  }

  /** What fails for a while is tried again, after longer and longer pauses, in its old place. */
  #failed(mark: Mark, delivered: Exclude<Delivered, "delivered">): void {
    const { item } = mark, { log, store } = this.options;
    const temporary = "later" in delivered;
    const error = withoutPaths(
      temporary ? delivered.later : delivered.refused,
    );
    const isLate = this.#isLate(item);
    mark.tries++;
    if (temporary) mark.unsure = delivered.perhapsSent ?? mark.unsure;
    store.attempted(item.id, error);
    log("warning", "message not delivered", {
      channel: item.channel,
      kind: item.kind,
      error,
      again: temporary && !isLate,
    });
    if (!temporary) return this.#end(item, "failed");
    if (isLate) return this.#end(item, "expired");
    this.#pauses.set(item.channel, {
      until: this.#now + pauseAfter(mark.tries),
      by: mark,
    });
    const next = this.#marks.findIndex(({ item: { channel, id } }) =>
      channel === item.channel && id > item.id
    );
    this.#marks.splice(next < 0 ? this.#marks.length : next, 0, mark);
  }

  #isLate(item: Stored<OutboxItem>): boolean {
    const age = this.#ageOf(item);
    return age !== undefined && age >= RETRY_SECONDS;
  }

  // ---- texts -------------------------------------------------------------------

  /** What a message says of its age, and that it may be one that arrived already. */
  #ageText({ item, since, render, unsure }: Mark): string {
    const again = unsure ? " (sent again)" : "";
    const isNew = render && this.#now - since < RENEW;
    return (isNew ? "" : ageText(this.#ageOf(item))) + again;
  }

  async #text(
    { item, since, render }: Mark,
    channel: Channel,
  ): Promise<string | undefined> {
    if (render && this.#now - since < RENEW) {
      try {
        const text = await render();
        return text === undefined ? undefined : channel.form(text);
      } catch (error) {
        // What was stored is still true enough: better than nothing.
        this.options.log("error", "notice not written anew", {
          kind: item.kind,
          error: String(error),
        });
      }
    }
    return item.text;
  }

  /** Seconds since a message was stored; undefined where nobody knows. */
  #ageOf({ at }: Stored<OutboxItem>): number | undefined {
    const now = this.options.store.stamp();
    if (at.run === now.run) return (now.monotonic - at.monotonic) / 1000;
    return at.wall === undefined || now.wall === undefined
      ? undefined
      : (now.wall - at.wall) / 1000;
  }

  // ---- budget ------------------------------------------------------------------

  /** A budget that counts what went out before this start as well. */
  #watchBudget({ id }: Channel): void {
    if (this.#budgets.has(id)) return;
    const size = () => this.#find(id)?.budget() ?? 0;
    const ages = this.options.store.outbox(LOOK_BACK)
      .filter(({ channel, state, kind }) =>
        channel === id && WENT_OUT.has(state) && !UNCOUNTED.has(kind)
      )
      .map((item) => this.#ageOf(item) ?? 0)
      .filter((age) => age < HOUR);
    this.#budgets.set(id, new Budget(size, ages.map((age) => age - this.#now)));
  }

  /** Flapping alerts must not cost money without end: one summary an hour, the rest is only listed. */
  #summarise(channel: Channel, item: Stored<OutboxItem>): void {
    this.#end(item, "summarised");
    const last = this.#summarised.get(channel.id) ?? -Infinity;
    if (this.#now - last < HOUR) return;
    this.#summarised.set(channel.id, this.#now);
    const text =
      `Too many messages: more than ${channel.budget()} within an hour. Further ones are only listed by the program`;
    this.#add(channel.id, SUMMARY, text);
  }
}

/** What became of messages that went out. */
const WENT_OUT: ReadonlySet<string> = new Set([
  "sent",
  "delivered",
  "undelivered",
]);

/** A message that was not tried yet, as it was stored. */
const UNTRIED = {
  since: -Infinity,
  render: undefined,
  always: false,
  text: undefined,
  tries: 0,
  unsure: false,
} as const;

function priorityOf(kind: string): Priority {
  const name = kind.split(":", 1)[0];
  return ORDER.find((priority) => priority === name) ?? "info";
}
