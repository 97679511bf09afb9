import assert from "node:assert/strict";
import type { HistoryRecord } from "../../../hal/mod.ts";
import { SimClock } from "../../../hal/sim/mod.ts";
import { openStore } from "../../../hal/store/mod.ts";
import {
  type Beside,
  RecordKeeper,
} from "../../../runtime/records/record_keeper.ts";

const row = (number: number): HistoryRecord => ({
  type: "X-Test",
  number,
  lifetime: 60,
  keep: 60,
  data: `row ${number}`,
});

/** A keeper on a store in memory that counts commits and calls. */
function keeping(...beside: readonly Beside[]) {
  const store = openStore({ path: ":memory:", clock: new SimClock() });
  const counts = { commits: 0, queued: 0 };
  const keeper = new RecordKeeper(
    {
      record: (record, queue) => store.record(record, queue),
      atomically: (work) => {
        counts.commits++;
        return store.atomically(work);
      },
    },
    () => counts.queued++,
    () => beside,
  );
  const numbers = () => store.history({}).map(({ number }) => number);
  return { keeper, counts, numbers, store };
}

Deno.test("each record is kept at once, and the server hears of those that are for it", () => {
  const { keeper, counts, numbers } = keeping();
  keeper.add(row(1), false);
  assert.deepEqual([numbers(), counts], [[1], { commits: 1, queued: 0 }]);
  keeper.add(row(2), true);
  assert.deepEqual([numbers(), counts], [[1, 2], { commits: 2, queued: 1 }]);
});

Deno.test("what one piece of work records is one commit, in its order, also within another", () => {
  const { keeper, counts, numbers, store } = keeping();
  keeper.together(() => {
    keeper.add(row(1), false);
    keeper.together(() => keeper.add(row(2), true));
    keeper.add(row(3), true);
    assert.deepEqual(numbers(), []);
  });
  assert.deepEqual([numbers(), counts], [[1, 2, 3], { commits: 1, queued: 1 }]);
  assert.deepEqual(store.unsent(9).map(({ number }) => number), [2, 3]);
});

Deno.test("work that records nothing writes nothing", () => {
  const { keeper, counts } = keeping();
  keeper.together(() => {});
  assert.deepEqual(counts, { commits: 0, queued: 0 });
});

Deno.test("what was recorded before the work threw is kept, and the next record is not held back", () => {
  const { keeper, counts, numbers } = keeping();
  assert.throws(
    () =>
      keeper.together(() => {
        keeper.add(row(1), true);
        throw new Error("on purpose");
      }),
    /on purpose/,
  );
  keeper.add(row(2), false);
  assert.deepEqual([numbers(), counts], [[1, 2], { commits: 2, queued: 1 }]);
});

Deno.test("what stands beside the records is one commit with them; where the disk refuses it they are kept alone", () => {
  const told: string[] = [];
  let refuses = false;
  const { keeper, counts, numbers, store } = keeping({
    save() {
      if (refuses) throw new Error("full");
      store.put("state", { soc: `${counts.commits}` });
    },
    unsaved: () => void told.push("unsaved"),
  });
  keeper.add(row(1), false);
  assert.deepEqual([counts.commits, store.get("state", "soc")], [1, "1"]);
  refuses = true;
  keeper.add(row(2), false);
  assert.deepEqual([numbers(), told], [[1, 2], ["unsaved"]]);
});
