/** How much is taken in from a process: by a clock that is moved by hand. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { Intake } from "../../../app/isolation/intake.ts";
import { SimClock } from "../../../hal/sim/clock.ts";
import { isKept, messageFrom } from "../../../runtime/isolation/mod.ts";

/** Lines that come one after the other, and how long each kept the next one waiting, ms. */
class Flow {
  readonly clock = new SimClock();
  readonly waited: number[] = [];
  readonly #intake = new Intake(this.clock);

  /** @param took how long each takes, ms, where it is written to the disk */
  async lines(count: number, size: number, took?: number) {
    for (let k = 0; k < count; k++) {
      const result = this.#intake.take(size, () => {
        this.clock.advance(took ?? 0);
        return took !== undefined;
      });
      const before = this.clock.monotonic();
      let waits = typeof result !== "string";
      const ended = Promise.resolve(result).finally(() => waits = false);
      while (waits) await this.clock.run(1);
      this.waited.push(this.clock.monotonic() - before);
      if (await ended === "flood") return k + 1;
    }
    return undefined;
  }
}

Deno.test("what is written to the disk gives the others twice its time, and is ended where it does not stop", async () => {
  const flow = new Flow();
  equal(await flow.lines(50, 100, 10), undefined);
  deepEqual(new Set(flow.waited), new Set([20]));
  const last = await flow.lines(1000, 100, 10);
  // A hundred at once, those that were allowed meanwhile, and pauses of three seconds
  ok(last !== undefined && last > 60 && last < 200, `${last}`);
});

Deno.test("ten a second are kept for ever", async () => {
  const flow = new Flow();
  for (let second = 0; second < 120; second++) {
    equal(await flow.lines(10, 100, 5), undefined);
    await flow.clock.run(900);
  }
  deepEqual(new Set(flow.waited), new Set([10]));
});

Deno.test("other lines wait only where there are thousands of them", async () => {
  const flow = new Flow();
  equal(await flow.lines(5000, 100), undefined);
  deepEqual(new Set(flow.waited), new Set([0]));
  equal(typeof await flow.lines(100_000, 100), "number");
});

Deno.test("what the store writes counts, and what is written with the next does not", () => {
  const deed = (deed: unknown) => messageFrom({ t: "do", deed });
  const row = { name: "r", number: 0, row: {}, changed: false };
  for (
    const message of [
      deed({ do: "records", records: [row] }),
      deed({ do: "notify", name: "n", text: null }),
      deed({ do: "feature", name: "f", value: 1, text: "1" }),
      deed({ do: "memory", changes: { a: "b" } }),
      deed({ do: "journal", entry: {} }),
      messageFrom({ t: "ask", id: 1, what: "params.set", args: [] }),
    ]
  ) ok(isKept(message), JSON.stringify(message));
  for (
    const message of [
      deed({ do: "memory", changes: { a: "b" }, later: true }),
      deed({ do: "emit", name: "e", payload: 1 }),
      messageFrom({ t: "metrics", metrics: [] }),
      messageFrom({ t: "ask", id: 1, what: "clock.sleep", args: [] }),
    ]
  ) ok(!isKept(message), JSON.stringify(message));
});
