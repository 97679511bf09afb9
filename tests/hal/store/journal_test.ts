import assert from "node:assert/strict";
import { SimClock } from "../../../hal/sim/clock.ts";
import { entry, inFolder, inMemory, using } from "./stores.ts";

Deno.test("the journal lists its newest entries in order", () => {
  const { store } = inMemory();
  for (const key of ["1", "2", "3"]) store.journal(entry(key));
  assert.deepEqual(store.journalled().map(({ key }) => key), ["1", "2", "3"]);
  assert.deepEqual(store.journalled(2).map(({ key }) => key), ["2", "3"]);
  store.close();
});

Deno.test("an entry comes back as it was given, over a restart", () =>
  inFolder((path) => {
    const given = using(path, (store) => store.journal(entry("7")));
    assert.deepEqual(using(path, (store) => store.journalled()), [given]);
  }));

Deno.test("the database refuses to change or remove an entry", () => {
  const { store, db } = inMemory();
  store.journal(entry("1"));
  for (
    const sql of [
      "UPDATE journal SET new = 'y'",
      "UPDATE journal SET wall = 0",
      "UPDATE journal SET id = 7",
      "DELETE FROM journal",
    ]
  ) {
    assert.throws(() => db.run(sql), /journal cannot be changed/, sql);
  }
  assert.equal(store.journalled().length, 1);
  store.close();
});

Deno.test("an entry without a date gets one, once", () => {
  const { store, clock } = inMemory(new SimClock(0, false));
  clock.advance(5000);
  store.journal(entry("1"));
  clock.advance(5000);
  clock.setWall(1_800_000_000_000, true);
  store.date();
  const dated = store.journalled()[0]?.at;
  assert.deepEqual(dated, {
    wall: 1_799_999_995_000,
    run: 1,
    monotonic: 5000,
  });
  clock.setWall(1_900_000_000_000, true);
  store.date();
  assert.deepEqual(store.journalled()[0]?.at, dated);
  store.close();
});
