import type { OutboxItem, Store, Stored } from "../../hal/mod.ts";
import { Budget } from "./budget.ts";
import { failureOf, pauseAfter, RETRY_SECONDS } from "./retry.ts";
import { splitSms } from "./sms.ts";
import type { Log } from "../log.ts";
import type {
  NoticeDecl,
  NoticeText,
  Priority,
  Text,
} from "../contract/plugin.ts";
import { msgText, smsText } from "../commands/text.ts";

/** The ways to the owner. */
export type Channel = OutboxItem["channel"];

/** Messages about the vehicle that are due: charge and range, or doors and switches as well. */
export type Update = "state" | "environment";

const ORDER: readonly Priority[] = ["alarm", "charge", "12v", "trunk", "info"];
/** Seconds after which a message says how old it is. */
const OLD = 600;
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
  /** Whether the owner wants notices on this channel: parameter 3 and feature 14. */
  readonly wants: (channel: Channel) => boolean;
  /** Whether a channel is set up at all: a registered phone, a server. */
  readonly exists: (channel: Channel) => boolean;
  /** Whether something can be handed over now. */
  readonly ready: (channel: Channel) => boolean;
  /**
   * Sends one SMS; rejects when the network refuses it.
   * @param to a number, or undefined for the owner's
   */
  readonly sms: (text: string, to?: string) => Promise<void>;
  /** Lets time pass between two SMS of one text. */
  readonly pause: () => Promise<void>;
  /** Sends the messages about the vehicle that changed. */
  readonly update: (kind: Update) => void;
  /** Pushes a text to the server. */
  readonly push: (text: string) => boolean;
  /** Text messages that may go out in an hour. */
  readonly budget: () => number;
  readonly log: Log;
}

/** A notice that waits on one channel. */
interface Mark {
  readonly item: Stored<OutboxItem>;
  readonly priority: Priority;
  /** Second in which it was asked for. */
  readonly since: number;
  /** Makes the text anew; undefined after a restart. */
  readonly render: (() => Promise<Text | undefined>) | undefined;
  /** The text of the first try, which later ones repeat; undefined before. */
  text: string | undefined;
  /** Tries that failed for a while only. */
  tries: number;
  /** SMS of the text that went out already. */
  done: number;
  /** One of its SMS may have gone out without the modem's word for it. */
  unsure: boolean;
}

/** Section of the store with the numbers that answers go to, by the message's id. */
const RECIPIENTS = "sms.recipients";
/** Kind of the answers that could not be sent at once. */
const ANSWER = "alarm:core.answer";

/**
 * Sends what the vehicle has to say unasked: one notice a second, alarms first, the server before
 * SMS. Each is stored before it goes out, so that neither a lost network nor a restart loses it, and
 * delivered once a channel.
 */
export class Notifier {
  #marks: Mark[] = [];
  readonly #updates = new Set<Update>();
  /** Texts that newer ones of their kind pushed out since the start. */
  #dropped = 0;
  #now = 0;
  /** Channels on which something is being sent. */
  readonly #busy = new Set<Channel>();
  /** Until when a channel that failed is left alone, and by which message it was tried. */
  readonly #pauses = new Map<Channel, { until: number; by: Mark }>();
  /** Notices whose first text is being written. */
  readonly #asked = new Set<string>();
  readonly #budget: Budget;
  /** Second of the last summary. */
  #summarised = -Infinity;
  #muted = -1;

  constructor(readonly options: NotifierOptions) {
    this.#budget = new Budget(options.budget, this.#spent());
    for (const channel of ["ip", "sms"] as const) {
      for (const item of options.store.waiting(channel)) {
        this.#marks.push({
          item,
          priority: priorityOf(item.kind),
          since: -Infinity,
          render: undefined,
          ...UNTRIED,
        });
      }
    }
  }

  /** Whether an answer to somebody waits: a later one must not overtake it. */
  answersWait(to: string): boolean {
    return this.#marks.some(({ item }) =>
      item.kind === ANSWER && this.#recipient(item) === to
    );
  }

  /** Queues an answer that the network refused for a while. */
  answer(to: string, text: string): void {
    this.options.store.atomically(() => {
      const { item } = this.#add("sms", ANSWER, "alarm", text, {
        since: -Infinity,
        render: undefined,
      });
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

  /** Ages in seconds of the text messages that earlier runs sent within the last hour. */
  #spent(): number[] {
    return this.options.store.outbox(LOOK_BACK)
      .filter(({ channel, state }) => channel === "sms" && state === "sent")
      .map((item) => this.#ageOf(item) ?? 0)
      .filter((age) => age < HOUR);
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
    if (decl.priority === "charge" && this.#now < this.#muted) return;
    for (const channel of ["ip", "sms"] as const) {
      const { exists, wants } = this.options;
      if (!exists(channel) || !(decl.always || wants(channel))) continue;
      const mark = await this.#enqueue(
        channel,
        `${decl.priority}:${id}`,
        decl,
        text,
      );
      if (mark && decl.prompt && this.options.ready(channel)) {
        this.#start(mark);
      }
    }
  }

  async #enqueue(
    channel: Channel,
    kind: string,
    decl: NoticeDecl,
    text?: NoticeText,
  ): Promise<Mark | undefined> {
    const since = this.#now;
    const render = () => this.#render(channel, decl, text);
    const waiting = this.#marks.find(({ item }) =>
      item.kind === kind && item.channel === channel
    );
    // A notice that is written when it goes out says all by then; a fixed text is a message of its own.
    const renewed = waiting?.render && since - waiting.since < RENEW;
    const asked = `${channel} ${kind}`;
    if (
      (renewed || this.#asked.has(asked)) &&
      (text === undefined || typeof text === "function")
    ) return undefined;
    this.#asked.add(asked);
    try {
      const first = await render();
      if (first === undefined) return undefined;
      return this.#add(channel, kind, decl.priority, formed(channel, first), {
        since,
        render,
      });
    } finally {
      this.#asked.delete(asked);
    }
  }

  /**
   * Queues a fixed text for a channel, whatever the owner wants there.
   * @param newest of this kind so many wait at most; older ones are dropped and counted
   */
  queue(
    channel: Channel,
    kind: string,
    text: string,
    newest = Infinity,
  ): void {
    this.#add(channel, kind, priorityOf(kind), text, {
      since: -Infinity,
      render: undefined,
    });
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
    channel: Channel,
    kind: string,
    priority: Priority,
    text: string,
    renewal: Pick<Mark, "since" | "render">,
  ): Mark {
    const item = this.options.store.enqueue({ channel, kind, text });
    const mark = { item, priority, ...renewal, ...UNTRIED };
    this.#marks.push(mark);
    return mark;
  }

  #render(
    channel: Channel,
    decl: NoticeDecl,
    text?: NoticeText,
  ): Promise<Text | undefined> {
    if (decl.verb !== undefined) return this.options.answer(decl.verb);
    return Promise.try(() => typeof text === "function" ? text(channel) : text);
  }

  /**
   * One second of the vehicle's clock: hands over at most one notice.
   * @returns whether there was one
   */
  second(): boolean {
    this.#now++;
    const mark = this.#next();
    if (mark?.item.channel !== "ip" && this.#update()) return true;
    if (!mark) return this.#busy.size > 0;
    const { channel } = mark.item;
    this.#busy.add(channel);
    this.#start(mark).finally(() => this.#busy.delete(channel));
    return true;
  }

  /** Asks for messages about the vehicle, sent like notices: after the texts, before SMS. */
  update(kind: Update): void {
    if (this.options.wants("ip")) this.#updates.add(kind);
  }

  #update(): boolean {
    if (!this.options.ready("ip")) return false;
    for (const kind of ["state", "environment"] as const) {
      if (!this.#updates.delete(kind)) continue;
      this.options.update(kind);
      return true;
    }
    return false;
  }

  #start(mark: Mark): Promise<void> {
    return this.#deliver(mark).catch((error) => {
      this.options.log("error", "notice failed", {
        kind: mark.item.kind,
        error: String(error),
      });
    });
  }

  /** The server before SMS, then by priority, then by age. */
  #next(): Mark | undefined {
    for (const channel of ["ip", "sms"] as const) {
      if (!this.options.ready(channel) || this.#busy.has(channel)) continue;
      for (const priority of ORDER) {
        const mark = this.#marks.find((mark) =>
          mark.item.channel === channel && mark.priority === priority
        );
        if (mark) {
          if (this.#mayTry(mark)) return mark;
          break;
        }
      }
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
    const { item } = mark;
    this.#marks = this.#marks.filter((other) => other !== mark);
    const isAnswer = item.kind === ANSWER;
    if (!isAnswer && !this.options.exists(item.channel)) {
      return this.#end(item, "expired");
    }
    if (item.channel === "sms" && mark.tries === 0 && !isAnswer) {
      if (this.#overBudget(mark)) return;
    }
    mark.text ??= await this.#text(mark);
    if (mark.text === undefined) return this.#end(item, "expired");
    const text = mark.text + this.#ageText(mark);
    if (item.channel === "sms") return await this.#deliverSms(mark, text);
    if (this.options.push(`A${text}`)) this.#end(item, "sent");
    else this.#marks.unshift(mark);
  }

  async #deliverSms(mark: Mark, text: string): Promise<void> {
    const to = this.#recipient(mark.item);
    try {
      for (const part of splitSms(text).slice(mark.done)) {
        if (mark.done > 0) await this.options.pause();
        await this.options.sms(part, to);
        mark.done++;
        mark.unsure = false;
      }
      this.#pauses.delete("sms");
      this.#end(mark.item, "sent");
    } catch (error) {
      this.#failed(mark, error);
    }
  }

  /** What fails for a while is tried again, after longer and longer pauses, in its old place. */
  #failed(mark: Mark, error: unknown): void {
    const { item } = mark, { log } = this.options;
    const { temporary, perhapsSent } = failureOf(error);
    const age = this.#ageOf(item);
    const isLate = age !== undefined && age >= RETRY_SECONDS;
    mark.tries++;
    mark.unsure ||= perhapsSent;
    log("warning", "SMS refused", {
      kind: item.kind,
      error: String(error),
      again: temporary && !isLate,
    });
    if (!temporary) return this.#end(item, "failed");
    if (isLate) return this.#end(item, "expired");
    this.#pauses.set("sms", {
      until: this.#now + pauseAfter(mark.tries),
      by: mark,
    });
    const next = this.#marks.findIndex(({ item: { channel, id } }) =>
      channel === "sms" && id > item.id
    );
    this.#marks.splice(next < 0 ? this.#marks.length : next, 0, mark);
  }

  /** What a message says of its age, and that it may be one that arrived already. */
  #ageText({ item, since, render, unsure }: Mark): string {
    const again = unsure ? " (sent again)" : "";
    const isNew = render && this.#now - since < RENEW;
    return (isNew ? "" : ageText(this.#ageOf(item))) + again;
  }

  async #text({ item, since, render }: Mark): Promise<string | undefined> {
    if (render && this.#now - since < RENEW) {
      try {
        const text = await render();
        return text === undefined ? undefined : formed(item.channel, text);
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

  /** Flapping alerts must not cost money without end: one summary an hour, the rest is only listed. */
  #overBudget({ item }: Mark): boolean {
    if (this.#budget.spend(this.#now)) return false;
    this.#end(item, "summarised");
    if (this.#now - this.#summarised >= HOUR) {
      this.#summarised = this.#now;
      const text =
        `Too many messages: more than ${this.options.budget()} within an hour. Further ones are only listed by the program`;
      this.options.sms(text).catch(() => {});
    }
    return true;
  }
}

/** A message that was not tried yet. */
const UNTRIED = { text: undefined, tries: 0, done: 0, unsure: false } as const;

function formed(channel: Channel, text: Text): string {
  return channel === "sms" ? smsText(text) : msgText(text);
}

function priorityOf(kind: string): Priority {
  const name = kind.split(":", 1)[0];
  return ORDER.find((priority) => priority === name) ?? "info";
}

/** What a message says of its age: nothing while it is young. */
function ageText(seconds: number | undefined): string {
  if (seconds === undefined) return " (from before a restart)";
  if (seconds <= OLD) return "";
  const minutes = Math.round(seconds / 60);
  return minutes < 120
    ? ` (${minutes} min ago)`
    : ` (${Math.round(minutes / 60)} h ago)`;
}
