import { Budget } from "./budget.ts";
import type { Channel } from "./channel.ts";
import { LOOK_BACK } from "./channels.ts";
import { SUMMARY, UNCOUNTED } from "./mark.ts";
import type { Outbox } from "./outbox.ts";

const HOUR = 3600;
/** What became of messages that went out. */
const WENT_OUT: ReadonlySet<string> = new Set([
  "sent",
  "delivered",
  "undelivered",
]);

/** What the channels may cost: flapping alerts must not cost money without end. */
export class Budgets {
  readonly #budgets = new Map<string, Budget>();
  /** Second of each channel's last summary. */
  readonly #summarised = new Map<string, number>();

  /** @param find the channel of a name, as long as there is one */
  constructor(
    readonly outbox: Outbox,
    readonly find: (id: string) => Channel | undefined,
  ) {}

  /** Begins the budget of a channel, which counts what went out before this start as well. */
  watch({ id }: Channel, now: number): void {
    if (this.#budgets.has(id)) return;
    const { outbox } = this, size = () => this.find(id)?.budget() ?? 0;
    const ages = outbox.store.outbox(LOOK_BACK)
      .filter(({ channel, state, kind }) =>
        channel === id && WENT_OUT.has(state) && !UNCOUNTED.has(kind)
      )
      .map((item) => outbox.ageOf(item) ?? 0)
      .filter((age) => age < HOUR);
    this.#budgets.set(id, new Budget(size, ages.map((age) => age - now)));
  }

  /** Whether there is room for one more, which then counts. */
  spend({ id }: Channel, now: number): boolean {
    return this.#budgets.get(id)?.spend(now) ?? false;
  }

  /** One summary an hour tells that there was no room; the rest is only listed. */
  summarise(channel: Channel, now: number): void {
    const last = this.#summarised.get(channel.id) ?? -Infinity;
    if (now - last < HOUR) return;
    this.#summarised.set(channel.id, now);
    const text =
      `Too many messages: more than ${channel.budget()} within an hour. Further ones are only listed by the program`;
    this.outbox.add(channel.id, SUMMARY, text);
  }
}
