/** Nobody gains by a damaged store: what was taken back stays so. */
import assert from "node:assert/strict";
import { Grants } from "../../../app/isolation/grants.ts";
import { safeValueOf } from "../../../app/safe_value.ts";
import type { Store } from "../../../hal/mod.ts";
import { SimClock } from "../../../hal/sim/mod.ts";
import { Database } from "../../../hal/store/database.ts";
import { openStore } from "../../../hal/store/mod.ts";
import { Tokens } from "../../../runtime/links/http/login/tokens.ts";
import { REVOCABLE } from "../../../runtime/settings/revocable.ts";
import { inFolder } from "../../hal/store/stores.ts";

const safe = safeValueOf([]);

function opened(path: string, work: (store: Store) => void): void {
  const store = openStore({ path, clock: new SimClock(), safe });
  try {
    work(store);
  } finally {
    store.close();
  }
}

/** A store whose owner took everything back after its copy was made. */
function takenBack(path: string): void {
  opened(path, (store) => {
    const tokens = new Tokens(store), grants = new Grants(store);
    tokens.make("lost phone", "tune", "");
    grants.setInside("XX", "file:///x.ts");
    store.put(REVOCABLE.sessions, { a: "{}" });
    store.put(REVOCABLE.browsers, { b: "c" });
    store.put("settings", {
      "ovms.plain-control": "true",
      "mqtt.plain-control": "true",
      "sms.budget": "7",
    });
    store.put("params", { 9: "x" });
    store.snapshot();
    const copy = Deno.readFileSync(`${path}.copy`);
    tokens.revoke("lost phone");
    grants.setInside("XX", undefined);
    store.put(REVOCABLE.sessions, { a: undefined });
    store.put(REVOCABLE.browsers, { b: undefined });
    store.put("settings", {
      "ovms.plain-control": undefined,
      "mqtt.plain-control": undefined,
    });
    store.close();
    Deno.writeFileSync(`${path}.copy`, copy);
  });
}

function isStillTakenBack(store: Store): void {
  for (const section of Object.values(REVOCABLE)) {
    assert.deepEqual([...store.entries(section)], [], section);
  }
  assert.deepEqual([...store.entries("settings")], [["sms.budget", "7"]]);
  assert.equal(store.get("params", "9"), "x");
}

Deno.test("a bit that flips in any value brings no login, right or permission back that was taken back", () =>
  inFolder((path) => {
    takenBack(path);
    const db = new Database(path);
    db.script("UPDATE setting SET value = 'y' WHERE key = '9'");
    db.close();
    opened(path, (store) => {
      assert.match(store.problems.join(), /a stored value was damaged/);
      isStillTakenBack(store);
    });
  }));

Deno.test("nor does a whole copy that takes the place of the store", () =>
  inFolder((path) => {
    takenBack(path);
    Deno.writeFileSync(path, new Uint8Array(50_000).fill(7));
    opened(path, (store) => {
      assert.match(store.problems.join(), /the last good copy is used/);
      isStillTakenBack(store);
    });
  }));
