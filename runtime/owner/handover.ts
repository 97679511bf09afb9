import type { OutboxItem, Stored } from "../../hal/mod.ts";
import type { Delivered } from "../contract/notices.ts";
import type { Log } from "../log.ts";
import { ageText } from "./age.ts";
import type { Budgets } from "./budgets.ts";
import { type Channel, noticeText, type Outgoing } from "./channel.ts";
import type { Channels } from "./channels.ts";
import { ANSWER, type Mark, ORDER, UNCOUNTED } from "./mark.ts";
import type { Outbox } from "./outbox.ts";
import { withoutPaths } from "./reasons.ts";
import { pauseAfter } from "./retry.ts";

/** Seconds for which a notice that waits in memory is written anew when it goes out. */
export const RENEW = 60;

/** What messages are handed over with. */
export interface HandoverParts {
  readonly outbox: Outbox;
  readonly channels: Channels;
  readonly budgets: Budgets;
  /** Seconds since the start. */
  readonly now: () => number;
  readonly log: Log;
}

/** Hands messages over to their channels, one at a time to each; what fails for a while is tried again. */
export class Handover {
  readonly #parts: HandoverParts;
  /** Channels on which something is being sent. */
  readonly #busy = new Set<string>();
  /** What is being handed over. */
  readonly #under = new Set<Promise<void>>();
  /** Until when a channel that failed is left alone, and by which message it was tried. */
  readonly #pauses = new Map<string, { until: number; by: Mark }>();

  constructor(parts: HandoverParts) {
    this.#parts = parts;
  }

  /** Whether something is being sent on one of these channels. */
  isBusy(channels: readonly Channel[]): boolean {
    return channels.some(({ id }) => this.#busy.has(id));
  }

  /** The first channel that has something to send and may, with it. */
  next(channels: readonly Channel[]): Mark | undefined {
    for (const channel of channels) {
      const mark = this.nextOf(channel);
      if (mark) return mark;
    }
    return undefined;
  }

  /** What a channel has to send next, if it may. */
  nextOf(channel: Channel): Mark | undefined {
    if (this.#busy.has(channel.id)) return undefined;
    const mark = this.#parts.outbox.next(
      channel.id,
      (priority) => channel.ready(priority),
    );
    return mark && this.#mayTry(mark) ? mark : undefined;
  }

  /** After a failure the channel is left alone, except by what is more important and was not tried. */
  #mayTry({ item: { channel }, priority, tries }: Mark): boolean {
    const pause = this.#pauses.get(channel);
    if (!pause || this.#parts.now() >= pause.until) return true;
    return tries === 0 &&
      ORDER.indexOf(priority) < ORDER.indexOf(pause.by.priority);
  }

  /** At once; a channel of a plugin sends one at a time all the same. */
  prompt(mark: Mark): void {
    const { channel } = mark.item;
    if (!this.#parts.channels.isOther(channel)) this.#start(mark);
    else if (!this.#busy.has(channel)) this.hand(mark);
  }

  /** Its channel is busy until this is done. */
  hand(mark: Mark): void {
    const { channel } = mark.item;
    this.#busy.add(channel);
    this.#start(mark).finally(() => this.#busy.delete(channel));
  }

  #start(mark: Mark): Promise<void> {
    const work = this.#deliver(mark).catch((error) => {
      this.#parts.log("error", "notice failed", {
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

  async #deliver(mark: Mark): Promise<void> {
    const { outbox, channels, budgets, now } = this.#parts;
    const { item, priority, always, tries } = mark;
    const channel = channels.find(item.channel);
    if (!channel) return;
    outbox.take(mark);
    // What the car has to say is worth hearing later, too; nobody waits for an answer for days.
    const isOver = item.kind === ANSWER
      ? outbox.isLate(item)
      : !channel.exists();
    if (isOver) return outbox.end(item, "expired");
    const isFree = UNCOUNTED.has(item.kind) || tries > 0;
    if (!isFree && !budgets.spend(channel, now())) {
      outbox.end(item, "summarised");
      return budgets.summarise(channel, now());
    }
    mark.text ??= await this.#text(mark, channel);
    if (mark.text === undefined) return outbox.end(item, "expired");
    const delivered = await sent(channel, {
      id: item.id,
      text: mark.text + this.#ageText(mark),
      priority,
      always,
      kind: item.kind.slice(item.kind.indexOf(":") + 1),
      age: outbox.ageOf(item),
      tries,
      to: outbox.recipient(item),
    });
    if (delivered !== "delivered") return this.#failed(mark, delivered);
    this.#pauses.delete(channel.id);
    outbox.end(item, "sent");
  }

  /** What fails for a while is tried again, after longer and longer pauses, in its old place. */
  #failed(mark: Mark, delivered: Exclude<Delivered, "delivered">): void {
    const { outbox, log, now } = this.#parts, { item } = mark;
    const temporary = "later" in delivered;
    const error = withoutPaths(
      temporary ? delivered.later : delivered.refused,
    );
    const isLate = outbox.isLate(item);
    mark.tries++;
    if (temporary) mark.unsure = delivered.perhapsSent ?? mark.unsure;
    outbox.store.attempted(item.id, error);
    log("warning", "message not delivered", {
      channel: item.channel,
      kind: item.kind,
      error,
      again: temporary && !isLate,
    });
    if (!temporary) return outbox.end(item, "failed");
    if (isLate) return outbox.end(item, "expired");
    const until = now() + pauseAfter(mark.tries);
    this.#pauses.set(item.channel, { until, by: mark });
    outbox.putBack(mark);
  }

  // ---- texts -----------------------------------------------------------------

  /** Asked for a moment ago, and not before a restart. */
  #isNew({ since }: Mark): boolean {
    return this.#parts.now() - since < RENEW;
  }

  /** What a message says of its age, and that it may be one that arrived already. */
  #ageText(mark: Mark): string {
    const { outbox } = this.#parts, { item, render, unsure } = mark;
    const isNew = render && this.#isNew(mark);
    return (isNew ? "" : ageText(outbox.ageOf(item))) +
      (unsure ? " (sent again)" : "");
  }

  async #text(mark: Mark, channel: Channel): Promise<string | undefined> {
    const { item, render } = mark;
    if (render && this.#isNew(mark)) {
      try {
        const text = await render();
        return text === undefined ? undefined : noticeText(channel, text);
      } catch (error) {
        // What was stored is still true enough: better than nothing.
        this.#notRenewed(item, error);
      }
    }
    return item.text;
  }

  #notRenewed({ kind }: Stored<OutboxItem>, error: unknown): void {
    const details = { kind, error: String(error) };
    this.#parts.log("error", "notice not written anew", details);
  }
}

/** What became of a message; what a channel throws is a reason to try again. */
async function sent(channel: Channel, message: Outgoing): Promise<Delivered> {
  try {
    return await channel.send(message);
  } catch (error) {
    return { later: String(error) };
  }
}
