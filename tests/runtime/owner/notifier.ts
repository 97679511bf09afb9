import type { Store } from "../../../hal/mod.ts";
import { SimClock } from "../../../hal/sim/mod.ts";
import { openStore } from "../../../hal/store/mod.ts";
import {
  serverChannel,
  smsChannel,
} from "../../../runtime/owner/core_channels.ts";
import { Notifier } from "../../../runtime/owner/notify.ts";
import type {
  NoticeDecl,
  NoticeText,
  Text,
} from "../../../runtime/contract/notices.ts";

const notice = (priority: NoticeDecl["priority"]): NoticeDecl => ({
  priority,
  summary: "test",
});

/** A notifier with switches for all that it asks for. */
export class Bench implements Disposable {
  readonly clock: SimClock;
  readonly store: Store;
  readonly notifier: Notifier;
  /** What went out, in order, with its channel. */
  readonly out: string[] = [];
  readonly log: string[] = [];
  readonly ready = { ip: true, sms: true };
  readonly wants = { ip: true, sms: true };
  readonly exists = { ip: true, sms: true };
  refuses = false;
  /** What the next SMS fail with, one after the other. */
  readonly failures: (Error | undefined)[] = [];
  /** What SMS wait for. */
  network: Promise<void> = Promise.resolve();
  status: Text | undefined = ["Charging", "SOC: 50%"];

  constructor({ budget = 20, clock = new SimClock(), store }: {
    budget?: number;
    clock?: SimClock;
    store?: Store;
  } = {}) {
    this.clock = clock;
    this.store = store ?? openStore({ path: ":memory:", clock });
    const wishes = (channel: "ip" | "sms") => ({
      wants: () => this.wants[channel],
      exists: () => this.exists[channel],
      ready: () => this.ready[channel],
    });
    this.notifier = new Notifier({
      store: this.store,
      log: (_level, event) => this.log.push(event),
      answer: () => Promise.resolve(this.status),
      channels: [
        serverChannel({
          ...wishes("ip"),
          push: (text) => {
            if (this.ready.ip) this.out.push(`ip ${text}`);
            return this.ready.ip;
          },
        }),
        smsChannel({
          ...wishes("sms"),
          budget: () => budget,
          maxParts: () => 8,
          send: (_id, text, to) => this.sms(text, to),
          pause: () => Promise.resolve(),
        }),
      ],
      updates: {
        wanted: wishes("ip").wants,
        ready: wishes("ip").ready,
        send: (kind) => this.out.push(`update ${kind}`),
      },
    });
  }

  async sms(text: string, to?: string): Promise<void> {
    await this.network;
    if (this.refuses) throw new Error("refused");
    const failure = this.failures.shift();
    if (failure) throw failure;
    this.out.push(to === undefined ? `sms ${text}` : `sms ${to} ${text}`);
  }

  ask(
    id: string,
    priority: NoticeDecl["priority"],
    text?: NoticeText,
    more: Partial<NoticeDecl> = {},
  ): Promise<void> {
    return this.notifier.request(id, { ...notice(priority), ...more }, text);
  }

  async seconds(n: number): Promise<readonly string[]> {
    const before = this.out.length;
    for (let i = 0; i < n; i++) {
      this.clock.advance(1000);
      this.notifier.second();
      await this.clock.run(0);
    }
    return this.out.slice(before);
  }

  states(): string[] {
    return this.store.outbox(100).map(({ channel, state }) =>
      `${channel} ${state}`
    ).sort();
  }

  [Symbol.dispose](): void {
    this.store.close();
  }
}
