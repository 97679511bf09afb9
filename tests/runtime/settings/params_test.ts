import { deepEqual, equal, throws } from "node:assert/strict";
import { SimClock } from "../../../hal/sim/mod.ts";
import { openStore } from "../../../hal/store/mod.ts";
import { Features } from "../../../runtime/settings/features.ts";
import {
  parameters,
  Params,
  VALUE_LENGTH,
} from "../../../runtime/settings/params.ts";
import { CommandError } from "../../../runtime/contract/plugin.ts";

function open() {
  const store = openStore({ path: ":memory:", clock: new SimClock() });
  return { store, params: new Params(store) };
}

Deno.test("32 parameters with the original's defaults", () => {
  const { store, params } = open();
  equal(parameters.length, 32);
  const set = parameters.filter(({ number }) => params.get(number) !== "");
  deepEqual(set.map(({ number, fallback }) => [number, fallback]), [
    [0, "NOPHONE"],
    [1, "OVMS"],
    [2, "K"],
  ]);
  equal(params.get(32), "");
  store.close();
});

Deno.test("values are stored at once, and found again", () => {
  const { store, params } = open();
  params.set(new Map([[4, "server"], [2, ""]]), "sms owner");
  const again = new Params(store);
  equal(again.get(4), "server");
  equal(again.get(2), "", "empty is not the default");
  store.close();
});

Deno.test("half of a character is none, and would be another one after a restart", () => {
  const { store, params } = open();
  throws(
    () => params.set(new Map([[8, "car\ud83d"]]), "http owner"),
    /parameter 8 has a character that cannot be stored$/,
  );
  params.set(new Map([[8, "car\u{1f697}"]]), "http owner");
  equal(new Params(store).get(8), params.get(8));
  store.close();
});

Deno.test("each parameter has its rule, whoever sets it", () => {
  const { store } = open(), params = new Params(store, ["RT", "BK"]);
  const wrong: readonly (readonly [number, string, RegExp])[] = [
    [0, "", /registered phone\) cannot be that: expected a phone number/],
    [0, "someone", /a phone number/],
    [0, "-1", /a phone number/],
    [0, "12", /a phone number/],
    [1, "", /4 to 22 characters/],
    [1, "abc", /4 to 22 characters/],
    [2, "X", /units\) cannot be that: expected K or M/],
    [2, "furlong", /K or M/],
    [3, "ZZZ", /SMS, IP, SMSIP or - for none/],
    [4, "two words", /a name or an address/],
    [10, "Q", /P, or - for off/],
    [14, "ZZ", /expected RT, BK, or nothing/],
    [14, "RT5", /expected RT, BK, or nothing/],
    [25, "300", /a number from 0 to 255/],
    [25, "many", /a number from 0 to 255/],
  ];
  for (const [number, value, message] of wrong) {
    throws(() => params.set(new Map([[number, value]]), "x"), { message });
  }
  equal(store.journalled().length, 0);
  const right: readonly (readonly [number, string, string])[] = [
    [2, "m", "M"],
    [3, "smsip", "SMSIP"],
    [3, "SMS,IP", "SMS,IP"],
    [3, "-", "-"],
    [10, "p", "P"],
    [14, "bk", "BK"],
    [29, "90.50", "90.50"],
  ];
  for (const [number, value, stored] of right) {
    params.set(new Map([[number, value]]), "x");
    equal(params.get(number), stored);
  }
  store.close();
});

Deno.test("several features are one write, all or none", () => {
  const { store, params } = open(), features = new Features(params);
  let writes = 0;
  params.watch(() => writes++);
  features.setAll(new Map([[10, "60"], [11, "30"], [3, "1"]]), "x");
  equal(writes, 1);
  throws(
    () => features.setAll(new Map([[10, "70"], [3, "2"], [11, "256"]]), "x"),
    /feature 11 is 256/,
  );
  deepEqual([10, 11, 3].map((slot) => features.get(slot)), [60, 30, 1]);
  store.close();
});

Deno.test("all are set or none", () => {
  const { store, params } = open();
  const wrong: readonly (readonly [number, string])[] = [
    [5, "x".repeat(VALUE_LENGTH + 1)],
    [5, "two\nlines"],
    [5, "\x7f"],
    [32, "x"],
    [-1, "x"],
    [1.5, "x"],
    [NaN, "x"],
  ];
  for (const entry of wrong) {
    throws(
      () => params.set(new Map([[4, "server"], entry]), "sms owner"),
      CommandError,
    );
  }
  equal(params.get(4), "");
  deepEqual(store.journalled(), []);
  params.set(new Map([[5, "x".repeat(VALUE_LENGTH)]]), "sms owner");
  equal(params.get(5).length, VALUE_LENGTH);
  store.close();
});

Deno.test("the journal has who, what, old and new, but no secret", () => {
  const { store, params } = open();
  params.set(new Map([[8, "CAR"], [9, "NETPASS"]]), "sms owner");
  params.set(new Map([[1, "secret"], [0, "+49123"]]), "sms password");
  params.set(new Map([[25, "20"]]), "console owner");
  const entries = store.journalled().map(({ who, what, key, old, new: now }) =>
    [who, what, key, old, now].join(" ")
  ).sort();
  deepEqual(entries, [
    "console owner feature 9  20",
    "sms owner param 8  CAR",
    "sms owner param 9 *** ***",
    "sms password param 0 *** ***",
    "sms password param 1 *** ***",
  ]);
  store.close();
});

Deno.test("what keeps its value is neither written nor told", () => {
  const { store, params } = open(), seen: number[][] = [];
  params.watch((numbers) => seen.push([...numbers]));
  params.set(new Map([[2, "K"], [4, ""]]), "sms owner");
  deepEqual(store.journalled(), []);
  params.set(new Map([[2, "M"], [4, ""]]), "sms owner");
  params.set(new Map([[2, "M"]]), "sms owner");
  deepEqual(seen, [[2]]);
  equal(store.journalled().length, 1);
  store.close();
});

Deno.test("watchers see the new value", () => {
  const { store, params } = open(), seen: string[] = [];
  params.watch(() => seen.push(params.get(8)));
  params.set(new Map([[8, "CAR"]]), "sms owner");
  deepEqual(seen, ["CAR"]);
  store.close();
});

Deno.test("a store that cannot write changes nothing, and that is said", () => {
  const { store, params } = open(), seen: unknown[] = [];
  params.watch((numbers) => seen.push(numbers));
  store.journal = () => {
    throw new Error("The disk is full");
  };
  throws(
    () => params.set(new Map([[8, "CAR"]]), "sms owner"),
    { name: "CommandError", message: "Nothing was changed: The disk is full" },
  );
  equal(params.get(8), "");
  equal(new Params(store).get(8), "");
  deepEqual(seen, []);
  store.close();
});
