import type { OutboxItem, Store, Stored } from "../../hal/mod.ts";
import { Budget } from "./budget.ts";
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
  /** Sends an SMS to the owner; rejects when the network refuses it. */
  readonly sms: (text: string) => Promise<void>;
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
}

/**
 * Sends what the vehicle has to say unasked: one notice a second, alarms first, the server before
 * SMS. Each is stored before it goes out, so that neither a lost network nor a restart loses it, and
 * delivered once a channel.
 */
export class Notifier {
  #marks: Mark[] = [];
  readonly #updates = new Set<Update>();
  #now = 0;
  #busy = false;
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
        });
      }
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

  /** Queues a fixed text for a channel, whatever the owner wants there. */
  queue(channel: Channel, kind: string, text: string): void {
    this.#add(channel, kind, priorityOf(kind), text, {
      since: -Infinity,
      render: undefined,
    });
  }

  #add(
    channel: Channel,
    kind: string,
    priority: Priority,
    text: string,
    renewal: Pick<Mark, "since" | "render">,
  ): Mark {
    const item = this.options.store.enqueue({ channel, kind, text });
    const mark = { item, priority, ...renewal };
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
    if (this.#busy) return true;
    const mark = this.#next();
    if (mark?.item.channel !== "ip" && this.#update()) return true;
    if (!mark) return false;
    this.#busy = true;
    this.#start(mark).finally(() => this.#busy = false);
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
      if (!this.options.ready(channel)) continue;
      for (const priority of ORDER) {
        const mark = this.#marks.find((mark) =>
          mark.item.channel === channel && mark.priority === priority
        );
        if (mark) return mark;
      }
    }
    return undefined;
  }

  async #deliver(mark: Mark): Promise<void> {
    const { item } = mark, { store } = this.options;
    this.#marks = this.#marks.filter((other) => other !== mark);
    if (!this.options.exists(item.channel)) {
      store.deliver(item.id, "expired");
      return;
    }
    if (item.channel === "sms" && this.#overBudget(mark)) return;
    const text = await this.#text(mark);
    if (text === undefined) {
      store.deliver(item.id, "expired");
      return;
    }
    if (item.channel === "ip") {
      if (this.options.push(`A${text}`)) store.deliver(item.id, "sent");
      else this.#marks.unshift(mark);
      return;
    }
    try {
      await this.options.sms(text);
      store.deliver(item.id, "sent");
    } catch (error) {
      this.options.log("warning", "SMS refused", {
        kind: item.kind,
        error: String(error),
      });
      store.deliver(item.id, "failed");
    }
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
    return item.text + ageText(this.#ageOf(item));
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
    this.options.store.deliver(item.id, "summarised");
    if (this.#now - this.#summarised >= HOUR) {
      this.#summarised = this.#now;
      const text =
        `Too many messages: more than ${this.options.budget()} within an hour. Further ones are only listed by the program`;
      this.options.sms(text).catch(() => {});
    }
    return true;
  }
}

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
