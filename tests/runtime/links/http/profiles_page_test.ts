/** The questions of the page of profiles, as the console asks them, in both releases. */
import assert from "node:assert/strict";
import type { Cards } from "../../../../plugins/cfg/cards.ts";
import { profileText } from "../../../../plugins/cfg/profile.ts";
import { openConsole, type TestConsole } from "./console.ts";

const TEXT = "JD1CAAAAPTM9AAAAAGVbUUcVJC49ZUcpCwAAAAAAAAAAMxUQHyRRAAAaFQAAAAAA";

const profiles = async (car: TestConsole) =>
  await car.api("/plugins/cfg/profiles") as Cards;
const post = (car: TestConsole, path: string, json: unknown) =>
  car.api(path, { method: "POST", json });

async function awake(): Promise<TestConsole> {
  const car = openConsole();
  car.runtime.features.set(15, "1", "test");
  car.car.key(true);
  await car.clock.run(10_000);
  return car;
}

interface Said {
  readonly status: string;
  readonly messages: readonly string[];
}
const say = async (car: TestConsole, text: string) => {
  const { status, messages } = await car.command(text) as Said;
  return `${status}: ${messages.join("\n")}`;
};

Deno.test("release 3.9: numbered profiles are taken, named and loaded; the car is locked", async () => {
  using car = await awake();
  await say(car, "SET rt.firmware 3.9");
  await car.clock.run(3000);
  assert.equal(await say(car, `CFG SET 2 ${TEXT}`), "ok: CFG SET: OK #2");
  assert.deepEqual(
    await post(car, "/plugins/cfg/name", { id: "2", name: " City " }),
    { ok: true },
  );
  const refused = await post(car, "/plugins/cfg/name", { id: "0", name: "x" });
  assert.equal((refused as { status: number }).status, 400);
  const before = await profiles(car);
  assert.deepEqual(
    before.cards.map(({ id, name, stored }) => [id, name, stored]),
    [
      ["", "Now", false],
      ["0", "As delivered", false],
      ["1", "Profile 1", true],
      ["2", "City", true],
      ["3", "Profile 3", true],
    ],
  );
  assert.equal(before.cards[3]?.text, TEXT);
  assert.equal(before.cards[3]?.values["speedMax"], 60);
  assert.equal(before.live, "0");

  assert.match(await say(car, "CFG LOAD 2"), /^ok: CFG LOAD: #2 OK/);
  assert.match(await say(car, "LOCK 20"), /^ok: LOCKED to max kph=20/);
  assert.match(await say(car, "VALET 5"), /^ok: LOCKED .* VALET ON/);
  const after = await profiles(car);
  assert.deepEqual([after.live, after.unsaved, after.lock], ["2", false, 20]);
  assert.ok(after.valet !== null && after.valet > 5);
  assert.equal(after.cards[0]?.text, TEXT);
  assert.match(await say(car, "CFG DRIVE 50"), /OK/);
  assert.equal((await profiles(car)).unsaved, true);
});

Deno.test("release 3.0: named profiles have texts, too", async () => {
  using car = await awake();
  assert.match(await say(car, "CFG SPEED 70 75"), /OK/);
  assert.match(await say(car, "CFG SAVE slow"), /OK/);
  assert.match(await say(car, `CFG SET city ${TEXT}`), /OK CITY/);
  const { cards, modes, locks, live } = await profiles(car);
  assert.deepEqual([modes, locks, live], [false, false, null]);
  assert.deepEqual(cards.map(({ id }) => id), ["", "CITY", "SLOW"]);
  assert.equal(cards[1]?.text, TEXT);
  assert.deepEqual(cards[2]?.values, { speedMax: 70, speedWarn: 75 });
  assert.deepEqual(cards[0]?.values, cards[2]?.values);
});

Deno.test("the forms of 3.9 offer what the profiles have, at the values of the delivered car", async () => {
  using car = await awake();
  await say(car, "SET rt.firmware 3.9");
  await car.clock.run(3000);
  const { forms } = await car.api("/plugins/cfg/forms") as {
    forms: {
      command: string;
      fields: { key: string; standard: number | null }[];
    }[];
  };
  const { fields } = await profiles(car), keys = fields.map(({ key }) => key);
  const offered = forms.flatMap(({ fields }) => fields.map(({ key }) => key));
  assert.deepEqual(
    offered.toSorted(),
    keys.filter((key) => !key.startsWith("brakeLight")).toSorted(),
  );
  const [speed] = forms;
  assert.deepEqual(
    speed?.fields.map(({ standard }) => standard),
    [80, 89],
  );
});

Deno.test("release 3.0: a card tells what of its text is not loaded", async () => {
  using car = await awake();
  const text = profileText({ speedMax: 120, speedWarn: 90, driveRef: 150 });
  assert.match(await say(car, `CFG SET fast ${text}`), /^ok/);
  const { cards } = await profiles(car);
  assert.deepEqual(cards.map(({ name, beyond }) => [name, beyond]), [
    ["Now", []],
    ["FAST", ["DRIVE ref 150", "SPEED max 120"]],
  ]);
});
