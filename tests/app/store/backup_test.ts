import assert from "node:assert/strict";
import {
  type Backup,
  backupText,
  parseBackup,
  previewRestore,
  restoreBackup,
  takeBackup,
} from "../../../app/store/backup.ts";
import { secretsOf } from "../../../runtime/settings/secrets.ts";
import type { Store } from "../../../hal/mod.ts";
import { SimClock } from "../../../hal/sim/mod.ts";
import { openStore } from "../../../hal/store/mod.ts";
import { Registry } from "../../../runtime/commands/registry.ts";
import { setting, v } from "../../../runtime/mod.ts";
import { Settings } from "../../../runtime/settings/settings.ts";
import { Params } from "../../../runtime/settings/params.ts";

const { settings: claims } = new Registry([{
  id: "hill",
  settings: {
    reserve: setting({ schema: v.number(), default: 5, summary: "Reserve" }),
    key: setting({
      schema: v.string(),
      default: "",
      summary: "Key",
      secret: true,
    }),
  },
}]);

function newStore(): Store {
  const clock = new SimClock(Date.UTC(2026, 4, 1, 8));
  return openStore({ path: ":memory:", clock });
}

/** A store as an owner has set it up. */
function usedStore(): Store {
  const store = newStore(), params = new Params(store);
  const values = [[0, "+491701234567"], [1, "MyPass"], [2, "M"], [8, "TWIZY"]];
  params.set(
    new Map([...values.map(([k, v]) => [Number(k), String(v)] as const)]),
    "sms owner",
  );
  params.set(new Map([[25, "20"]]), "sms owner");
  return store;
}

const text = (backup: Backup) => JSON.stringify(backup);

Deno.test("a backup has no secrets unless they are asked for", () => {
  const store = usedStore();
  assert.doesNotMatch(text(takeBackup(store, false)), /MyPass|4917/);
  assert.deepEqual(takeBackup(store, true).parameters[1], "MyPass");
  store.close();
});

Deno.test("a backup put into a new store makes it like the old one", () => {
  const old = usedStore(), fresh = newStore();
  const backup = parseBackup(text(takeBackup(old, true)), "x.json");
  const said = restoreBackup({ store: fresh, claims }, backup);
  assert.match(
    said,
    /^Restored 24 parameters, 8 features and 0 settings .*; 5 journal/,
  );
  const [before, after] = [new Params(old), new Params(fresh)];
  for (let n = 0; n < 32; n++) assert.equal(after.get(n), before.get(n));
  const [first] = fresh.journalled();
  assert.equal(first?.who, "2026-05-01T08:00:00Z sms owner");
  assert.equal(fresh.journalled().at(-1)?.who, "console restore");
  old.close();
  fresh.close();
});

Deno.test("what was changed since then goes back, secrets that the backup lacks stay", () => {
  const store = usedStore(), backup = takeBackup(store, false);
  const params = new Params(store);
  params.set(new Map([[1, "Newer"], [2, "K"], [25, "30"], [4, "a.b"]]), "x");
  const said = restoreBackup({ store, claims }, backup);
  assert.match(said, /the journal that is there goes on/);
  const now = new Params(store);
  assert.deepEqual([1, 2, 25, 4].map((n) => now.get(n)), [
    "Newer",
    "M",
    "20",
    "",
  ]);
  store.close();
});

Deno.test("what is no backup is refused in one sentence, and changes nothing", () => {
  const store = usedStore(), good = takeBackup(store, false);
  const cases: readonly (readonly [string, RegExp])[] = [
    ["{", /^x is no backup: it is not JSON$/],
    ["[]", /^x is no backup: format/],
    ['{"format":"other"}', /^x is no backup: format/],
    [JSON.stringify({ ...good, version: 2 }), /version 2.*reads version 1/],
    [
      JSON.stringify({ ...good, parameters: { 99: "x" } }),
      /parameters.*expected 0 to 23/,
    ],
    [
      JSON.stringify({ ...good, extra: 1 }),
      /^x has "extra", which this program does not know: use the one that wrote it, or a newer one$/,
    ],
  ];
  for (const [text, message] of cases) {
    assert.throws(() => parseBackup(text, "x"), { message }, text);
  }
  for (
    const wrong of [
      { ...good, features: { 9: "300" } },
      { ...good, parameters: { 2: "furlong" } },
      { ...good, parameters: { 14: "ZZ" } },
    ]
  ) {
    assert.throws(
      () => restoreBackup({ store, claims, types: ["RT"] }, wrong),
      /Nothing was restored: Parameter \d+ .* cannot be that/,
    );
  }
  const tooLong = { ...good, parameters: { 2: "K", 8: "x".repeat(40) } };
  const before = store.journalled().length;
  assert.throws(
    () => restoreBackup({ store, claims }, tooLong),
    /Nothing was restored/,
  );
  assert.equal(new Params(store).get(2), "M");
  assert.equal(store.journalled().length, before);
  store.close();
});

Deno.test("a backup's file is UTF-8, with or without a mark in front", () => {
  const bytes = new TextEncoder().encode('{"1": "ältlich"}');
  assert.equal(backupText(bytes, "x"), '{"1": "ältlich"}');
  assert.equal(
    backupText(Uint8Array.of(0xef, 0xbb, 0xbf, ...bytes), "x"),
    '{"1": "ältlich"}',
  );
  assert.throws(
    () => backupText(Uint8Array.of(0x22, 0xe4, 0x22), "x"),
    { message: "x is no backup: it is not text in UTF-8" },
  );
});

Deno.test("the log's secrets are those of the store, without the default that everybody knows", () => {
  const store = usedStore(), fresh = newStore();
  assert.deepEqual(secretsOf(store), ["+491701234567", "MyPass"]);
  new Params(fresh).set(new Map([[1, "OVMS"], [9, "Shared"]]), "x");
  assert.deepEqual(secretsOf(fresh), ["Shared"]);
  store.close();
  fresh.close();
});

Deno.test("settings come back, checked where their plugin is loaded, secrets only where asked for", () => {
  const old = newStore(), settings = new Settings(old);
  settings.use(claims);
  settings.set("hill.reserve", "7", "sms owner");
  settings.set("hill.key", "geheim42", "sms owner");
  // What is no setting is left out, and keeps nothing else from being saved
  old.put("settings", { "gone.limit": "3", "gone.broken": "{" });
  assert.doesNotMatch(text(takeBackup(old, false)), /geheim42/);
  const fresh = newStore();
  const backup = parseBackup(text(takeBackup(old, true)), "x.json");
  assert.match(
    restoreBackup({ store: fresh, claims }, backup),
    /and 3 settings of/,
  );
  const restored = new Settings(fresh);
  restored.use(claims);
  assert.deepEqual(
    restored.list().map(({ name, value }) => [name, value]),
    [["hill.reserve", 7], ["hill.key", "geheim42"]],
  );
  assert.equal(fresh.get("settings", "gone.limit"), "3");
  assert.equal(secretsOf(fresh).includes("geheim42"), true);
  const broken = { ...backup, settings: { "hill.reserve": "much" } };
  assert.throws(
    () => restoreBackup({ store: fresh, claims }, broken),
    /Nothing was restored: Setting hill.reserve cannot be that: expected a number/,
  );
  old.close();
  fresh.close();
});

Deno.test("what plugins from outside keep is part of it, and nothing of the program's own", () => {
  const store = usedStore();
  store.put("plugin.guest", { a: "1", b: "two" });
  store.put("plugin.cfg", { old: "7" });
  const backup = takeBackup(store, false, ["guest"]);
  assert.deepEqual(backup.memory, { guest: { a: "1", b: "two" } });
  const text = JSON.stringify({
    ...backup,
    memory: { ...backup.memory, cfg: { old: "9" } },
  });
  const other = newStore();
  restoreBackup(
    { store: other, claims, own: new Set(["cfg"]) },
    parseBackup(text, "f"),
  );
  assert.deepEqual([...other.entries("plugin.guest")], [["a", "1"], [
    "b",
    "two",
  ]]);
  assert.equal(other.get("plugin.cfg", "old"), undefined);
  const large = { ...backup, memory: { guest: { a: "x".repeat(70_000) } } };
  assert.throws(
    () => restoreBackup({ store: newStore(), claims }, large),
    /Nothing was restored: There is no room/,
  );
});

Deno.test("a preview tells what would change, without secrets, and changes nothing", () => {
  const old = usedStore(), fresh = newStore();
  const hill = new Settings(old);
  hill.use(claims);
  hill.put("hill.reserve", 7, "x");
  hill.put("hill.key", "Sesame", "x");
  const backup = takeBackup(old, true);
  const to = { store: fresh, claims };
  const changes = previewRestore(to, backup);
  assert.deepEqual(changes, [
    { kind: "parameter", key: "0", old: "***", new: "***" },
    { kind: "parameter", key: "1", old: "***", new: "***" },
    { kind: "parameter", key: "2", old: "K", new: "M" },
    { kind: "parameter", key: "8", old: changes[3]?.old, new: "TWIZY" },
    { kind: "feature", key: "9", old: "", new: "20" },
    { kind: "setting", key: "hill.reserve", old: "5", new: "7" },
    { kind: "setting", key: "hill.key", old: "(none)", new: "***" },
  ]);
  assert.equal(new Params(fresh).get(2), "K");
  assert.equal(fresh.entries("secrets").size, 0);
  assert.equal(fresh.journalled().length, 0);
  restoreBackup(to, backup);
  assert.deepEqual(previewRestore(to, backup), []);
  const wrong = { ...backup, settings: { "hill.reserve": "furlong" } };
  assert.throws(
    () => previewRestore(to, wrong),
    /Nothing was restored: Setting hill.reserve cannot be that/,
  );
  old.close();
  fresh.close();
});
