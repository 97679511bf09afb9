/** What a connection to SQLite is set to. */
import assert from "node:assert/strict";
import { Database } from "../../../hal/store/database.ts";

Deno.test("SQLite keeps to little memory, whichever file is open", () => {
  const db = new Database(":memory:");
  try {
    const limit = db.number("PRAGMA soft_heap_limit");
    assert.ok(limit > 0 && limit <= 2_000_000, `${limit}`);
  } finally {
    db.close();
  }
});
