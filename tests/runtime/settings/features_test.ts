import { deepEqual, equal, throws } from "node:assert/strict";
import { SimClock } from "../../../hal/sim/mod.ts";
import { openStore } from "../../../hal/store/mod.ts";
import { featureNumber, Features } from "../../../runtime/settings/features.ts";
import { Params } from "../../../runtime/settings/params.ts";
import { CommandError } from "../../../runtime/contract/plugin.ts";

function open() {
  const store = openStore({ path: ":memory:", clock: new SimClock() });
  const params = new Params(store);
  return { store, params, features: new Features(params) };
}

Deno.test("sign and leading digits are a feature's number", () => {
  const numbers = { "60%": 60, "abc": 0, "": 0, "-5": -5, "+7": 7, " 8": 8 };
  for (const [text, number] of Object.entries(numbers)) {
    equal(featureNumber(text), number, text);
  }
});

Deno.test("0 to 7 are forgotten at a restart, 8 to 15 are kept", () => {
  const { store, params, features } = open();
  for (let slot = 0; slot < 16; slot++) features.set(slot, `${slot + 1}`, "x");
  const all = (of: Features) => Array.from({ length: 16 }, (_, n) => of.get(n));
  deepEqual(all(features), Array.from({ length: 16 }, (_, n) => n + 1));
  deepEqual(
    all(new Features(new Params(store))),
    Array.from({ length: 16 }, (_, n) => n < 8 ? 0 : n + 1),
  );
  equal(params.get(24), "9");
  store.close();
});

Deno.test("the parameter has the text as it was written", () => {
  const { store, params, features } = open();
  features.set(9, "60%", "sms owner");
  equal(features.get(9), 60);
  equal(params.get(25), "60%");
  features.set(9, "0", "sms owner");
  equal(params.get(25), "0");
  store.close();
});

Deno.test("0 to 255 in the slots 0 to 15, nothing else", () => {
  const { store, features } = open();
  features.set(12, "255", "x");
  equal(features.get(12), 255);
  const wrong: readonly (readonly [number, string])[] = [
    [12, "256"],
    [12, "-1"],
    [3, "256"],
    [16, "1"],
    [-1, "1"],
    [1.5, "1"],
  ];
  for (const [slot, text] of wrong) {
    throws(() => features.set(slot, text, "x"), CommandError);
  }
  equal(features.get(12), 255);
  equal(features.get(3), 0);
  equal(store.journalled().length, 1);
  store.close();
});
