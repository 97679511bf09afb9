import { deepEqual, equal } from "node:assert/strict";
import { settled, SimClock } from "../../../../hal/sim/clock.ts";
import { openStore } from "../../../../hal/store/mod.ts";
import { RecordSender } from "../../../../runtime/links/mqtt/record_sender.ts";

/** A sender on a store that counts how often it is asked what waits. */
class Rig {
  readonly clock = new SimClock(Date.UTC(2026, 2, 1));
  readonly store = openStore({ path: ":memory:", clock: this.clock });
  readonly sent: string[] = [];
  looks = 0;
  /** What becomes of a publication. */
  publish: () => Promise<void> = () => Promise.resolve();
  readonly sender = new RecordSender({
    store: this.#counted(),
    clock: this.clock,
    vehicle: () => "RT",
    topics: {},
    connected: () => true,
    publish: async (topic, text) => {
      await this.publish();
      this.sent.push(`${topic.split("/").at(-2)} ${text}`);
    },
  });

  #counted() {
    const unsent = this.store.unsent.bind(this.store);
    this.store.unsent = (...asked) => {
      this.looks++;
      return unsent(...asked);
    };
    return this.store;
  }

  write(number: number): number {
    const record = { type: "X", number, lifetime: 3600, keep: 3600, data: "d" };
    return this.store.record(record, ["broker"]).id;
  }

  async second(): Promise<void> {
    this.clock.advance(1000);
    await this.sender.second();
  }

  [Symbol.dispose](): void {
    this.store.close();
  }
}

Deno.test("all that waits is sent once, in its order, also more than are read together", async () => {
  using rig = new Rig();
  const ids = Array.from({ length: 50 }, (_, number) => rig.write(number));
  await rig.sender.flush();
  deepEqual(rig.sent, ids.map((id, number) => `${id} X,${number},3600,d`));
  deepEqual(rig.store.unsent(1, "broker"), []);
});

Deno.test("while nothing waits the store is not asked each second", async () => {
  using rig = new Rig();
  await rig.sender.flush();
  const before = rig.looks;
  for (let i = 0; i < 60; i++) await rig.second();
  equal(rig.looks, before);
  rig.write(1);
  await rig.sender.flush();
  equal(rig.sent.length, 1);
});

Deno.test("what a broker refuses is tried again after a minute, and what arises meanwhile waits for it", async () => {
  using rig = new Rig();
  rig.write(1);
  rig.publish = () => Promise.reject(new Error("quota exceeded"));
  await rig.sender.flush();
  rig.publish = () => Promise.resolve();
  rig.write(2);
  await rig.sender.flush();
  for (let i = 0; i < 59; i++) await rig.second();
  deepEqual(rig.sent, []);
  await rig.second();
  equal(rig.sent.length, 2);
});

Deno.test("what arises while another record is under way is sent after it", async () => {
  using rig = new Rig();
  const taken = Promise.withResolvers<void>();
  rig.write(1);
  rig.publish = () => taken.promise;
  const flushed = rig.sender.flush();
  rig.write(2);
  await rig.sender.flush();
  taken.resolve();
  await flushed;
  await settled();
  equal(rig.sent.length, 2);
});
