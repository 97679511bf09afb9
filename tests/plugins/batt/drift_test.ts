import assert from "node:assert/strict";
import { dayOf, DriftHistory } from "../../../plugins/batt/drift.ts";

const CELLS = 14;
/** No deviation but that of cell 5 (and of others, by number). */
function day(cell5: number, others: Readonly<Record<number, number>> = {}) {
  return Array.from(
    { length: CELLS },
    (_, i) => i === 4 ? cell5 : others[i + 1] ?? 0,
  );
}
const empty = () => new DriftHistory(new Map(), CELLS);

Deno.test("Drift: days are counted in UTC", () => {
  assert.equal(dayOf(0), 0);
  assert.equal(dayOf(Date.UTC(2026, 0, 1)), 20454);
  assert.equal(dayOf(Date.UTC(2026, 0, 1, 23, 59, 59)), 20454);
});

Deno.test("Drift: a month of driving tells the cells that went furthest, largest first", () => {
  const history = empty();
  for (let n = 0; n <= 30; n++) {
    history.note(1000 + n, day(-20 - Math.round(n * 130 / 30), { 2: n, 9: 5 }));
  }
  assert.deepEqual(history.lines(1030), [
    "C5: -150mV (was -20mV 30 days ago)",
    "C2: +30mV (was +0mV 30 days ago)",
  ]);
});

Deno.test("Drift: what is older than 30 days does not count", () => {
  const history = empty();
  history.note(1000, day(-5));
  history.note(1003, day(-10));
  history.note(1031, day(-25));
  assert.deepEqual(history.lines(1031), ["C5: -25mV (was -10mV 28 days ago)"]);
});

Deno.test("Drift: of one day, each cell's largest deviation counts, with its sign", () => {
  const history = empty();
  history.note(1000, day(0));
  history.note(1001, day(-10, { 1: 5 }));
  history.note(1001, day(25, { 1: -20 }));
  history.note(1001, day(-15, { 1: 20 }));
  assert.deepEqual(history.lines(1001), [
    "C5: +25mV (was +0mV 1 day ago)",
    "C1: -20mV (was +0mV 1 day ago)",
  ]);
});

Deno.test("Drift: at most four cells, equal ones in their order", () => {
  const history = empty();
  history.note(1000, day(0));
  history.note(1001, Array.from({ length: CELLS }, (_, i) => i < 7 ? 10 : 0));
  assert.deepEqual(
    history.lines(1001).map((line) => line.split(":")[0]),
    ["C1", "C2", "C3", "C4"],
  );
});

Deno.test("Drift: says so when there is nothing to tell", () => {
  const history = empty();
  const none = ["No battery history yet: drift needs data of two days"];
  assert.deepEqual(history.lines(1000), none);
  history.note(1000, day(-10));
  assert.deepEqual(history.lines(1000), none);
  history.note(1002, day(-10));
  assert.deepEqual(history.lines(1003), [
    "No cell has drifted since 3 days ago",
  ]);
});

/** A store that a history can be saved to. */
function memory() {
  const entries = new Map<string, string>();
  const writes: number[] = [];
  return {
    entries,
    writes,
    put(changes: Readonly<Record<string, string | undefined>>) {
      writes.push(Object.keys(changes).length);
      for (const [key, text] of Object.entries(changes)) {
        if (text === undefined) entries.delete(key);
        else entries.set(key, text);
      }
    },
  };
}

Deno.test("Drift: survives a restart, writes only what changed, keeps 400 days", () => {
  const { entries, writes, put } = memory(), history = empty();
  for (let n = 1000; n <= 1010; n++) history.note(n, day(-n + 1000));
  history.save(put);
  history.save(put);
  history.note(1010, day(1));
  history.save(put);
  assert.deepEqual(writes, [11], "the smaller deviation changed nothing");
  const again = new DriftHistory(entries, CELLS);
  assert.deepEqual(again.lines(1010), history.lines(1010));
  for (let n = 1011; n <= 1405; n++) again.note(n, day(3));
  again.save(put);
  assert.equal(entries.size, 400);
  assert.equal(entries.has("1005"), false);
  assert.equal(entries.has("1006"), true);
});

Deno.test("Drift: a clock that is years ahead drops no day", () => {
  const { entries, put } = memory(), history = empty();
  history.note(1000, day(-5));
  history.note(1001, day(-6));
  history.save(put);
  history.note(9000, day(-7));
  history.save(put);
  assert.deepEqual([...entries.keys()], ["1000", "1001", "9000"]);
});

Deno.test("Drift: what a full disk refused is written the next time", () => {
  const { entries, put } = memory(), history = empty();
  history.note(1000, day(-5));
  assert.throws(() =>
    history.save(() => {
      throw new Error("disk full");
    })
  );
  history.save(put);
  assert.equal(entries.size, 1);
});

Deno.test("Drift: damaged days and days of another battery are left out", () => {
  const history = new DriftHistory(
    new Map([
      ["1000", JSON.stringify(day(-10))],
      ["1001", "[1,2"],
      ["1002", "[1,2,3]"],
      ["x", JSON.stringify(day(7))],
      ["1003", JSON.stringify(["a"])],
      ["1004", JSON.stringify(day(-30))],
      ["1005", JSON.stringify(Array(96).fill(-90))],
    ]),
    CELLS,
  );
  assert.equal(history.newest, 1004);
  assert.deepEqual(history.lines(1004), ["C5: -30mV (was -10mV 4 days ago)"]);
});
