import type { OutboxItem, Stamp, Store, Stored } from "../../hal/mod.ts";
import type { Priority } from "../contract/notices.ts";
import type { Log } from "../log.ts";
import { ANSWER, type Mark, markOf, ORDER } from "./mark.ts";
import { RETRY_SECONDS } from "./retry.ts";

/** Section of the store with the numbers that answers go to, by the message's id. */
const RECIPIENTS = "sms.recipients";

/** What became of a message that no longer waits. */
export type End = "sent" | "failed" | "expired" | "summarised";

/** The messages that wait, each in the store as well, so that neither a lost network nor a restart loses it. */
export class Outbox {
  #marks: Mark[];
  /** Texts that newer ones of their kind pushed out since the start. */
  #dropped = 0;

  constructor(readonly store: Store, readonly log: Log) {
    this.#marks = store.waiting().map((item) =>
      markOf(item, { tries: item.tries })
    );
  }

  /** Stores a message, which waits from now on. */
  add(
    channel: string,
    kind: string,
    text: string,
    more: Partial<Mark> = {},
  ): Mark {
    const mark = markOf(this.store.enqueue({ channel, kind, text }), more);
    this.#marks.push(mark);
    return mark;
  }

  /** What waits of a kind on a channel. */
  find(channel: string, kind: string): Mark | undefined {
    return this.#marks.find(({ item }) =>
      item.kind === kind && item.channel === channel
    );
  }

  /** The first by priority, then by age; undefined where nothing of a priority that is `ready` waits. */
  next(
    channel: string,
    ready: (priority: Priority) => boolean,
  ): Mark | undefined {
    for (const priority of ORDER) {
      const mark = this.#marks.find(({ item, priority: its }) =>
        item.channel === channel && its === priority
      );
      if (mark && ready(priority)) return mark;
    }
    return undefined;
  }

  /** Takes a message out, to hand it over. */
  take(mark: Mark): void {
    this.#marks = this.#marks.filter((other) => other !== mark);
  }

  /** Puts one that could not be handed over back in its old place. */
  putBack(mark: Mark): void {
    const { item } = mark;
    const next = this.#marks.findIndex(({ item: { channel, id } }) =>
      channel === item.channel && id > item.id
    );
    this.#marks.splice(next < 0 ? this.#marks.length : next, 0, mark);
  }

  /** Ends a message's waiting in the store. */
  end({ id, kind }: Stored<OutboxItem>, state: End): void {
    this.store.deliver(id, state);
    if (kind !== ANSWER) return;
    try {
      this.store.put(RECIPIENTS, { [String(id)]: undefined });
    } catch {
      // A full disk keeps a number that nobody needs any more.
    }
  }

  /** Of a kind the `newest` wait at most; older ones are dropped and counted. */
  keepNewest(channel: string, kind: string, newest: number): void {
    const waiting = this.#marks.filter(({ item }) =>
      item.channel === channel && item.kind === kind
    );
    for (const mark of waiting.slice(0, Math.max(0, waiting.length - newest))) {
      this.take(mark);
      this.end(mark.item, "expired");
      this.#dropped++;
      const details = { kind, dropped: this.#dropped };
      this.log("info", "older text dropped", details);
    }
  }

  /** Ends what waited for a day for a channel that nobody brings any more. */
  endOrphans(isKnown: (channel: string) => boolean): void {
    this.#marks = this.#marks.filter(({ item }) => {
      const isOver = !isKnown(item.channel) && this.isLate(item);
      if (isOver) this.end(item, "expired");
      return !isOver;
    });
  }

  // ---- answers ---------------------------------------------------------------

  /** Whether an answer to somebody waits: a later one must not overtake it. */
  answersWait(to: string): boolean {
    return this.#marks.some(({ item }) =>
      item.kind === ANSWER && this.recipient(item) === to
    );
  }

  /** Queues an answer that the network refused for a while. */
  answer(to: string, text: string): void {
    this.store.atomically(() => {
      const { item } = this.add("sms", ANSWER, text);
      this.store.put(RECIPIENTS, { [String(item.id)]: to });
    });
  }

  /** Who gets a message, where it is not the owner. */
  recipient({ id, kind }: Stored<OutboxItem>): string | undefined {
    return kind === ANSWER
      ? this.store.get(RECIPIENTS, String(id)) ?? ""
      : undefined;
  }

  // ---- age -------------------------------------------------------------------

  /** Seconds since a message was stored; undefined where nobody knows. */
  ageOf({ at }: Stored<OutboxItem>): number | undefined {
    return this.#ageBy(this.store.stamp().wall, at);
  }

  /** What is from later than now has a wrong time, now or then. */
  #ageBy(wall: number | undefined, at: Stamp): number | undefined {
    const now = this.store.stamp();
    if (at.run === now.run) return (now.monotonic - at.monotonic) / 1000;
    return at.wall === undefined || wall === undefined || at.wall > wall
      ? undefined
      : (wall - at.wall) / 1000;
  }

  /** Whether it is too old for another try. */
  isLate(item: Stored<OutboxItem>): boolean {
    const age = this.#ageBy(this.store.believed(), item.at);
    return age !== undefined && age >= RETRY_SECONDS;
  }
}
