import { deepEqual, equal, match } from "node:assert/strict";
import { nl } from "../../../plugins/leaf/mod.ts";
import { bench } from "../../../testing/mod.ts";

const REMOTE = nl.plugins.find(({ id }) => id === "leaf-remote");
/** What opens the doors. */
const OPEN = "56e 11";

async function leaf(pin?: string) {
  if (!REMOTE) throw new Error("the Leaf has no remote plugin");
  const car = await bench(REMOTE);
  car.feature(15, 1);
  car.set("leaf-remote.modelyear", "2013");
  if (pin !== undefined) car.set("leaf-remote.pin", pin);
  const sent: string[] = [];
  car.hal.bus.attach({
    receive: (id, data) => sent.push(`${id.toString(16)} ${data.toHex()}`),
  });
  const say = async (text: string) => {
    const answer = car.sms(text);
    await car.seconds(5);
    return (await answer).join();
  };
  return { car, say, opened: () => sent.splice(0).includes(OPEN) };
}

Deno.test("UNLOCK opens the car with its PIN, with no other and with none that is set", async () => {
  const { car, say, opened } = await leaf("4711");
  await using _ = car;
  match(await say("UNLOCK 4711"), /unlock requested/);
  equal(opened(), true);
  for (const wrong of ["4712", "471", "47110", "0", "04711", "4711a"]) {
    if (wrong === "4711a") await say("UNLOCK 4711");
    opened();
    match(await say(`UNLOCK ${wrong}`), /^Wrong PIN$|^Too many wrong PINs/);
    equal(opened(), false, wrong);
  }
  const bare = await leaf();
  await using __ = bare.car;
  match(await bare.say("UNLOCK 1234"), /No PIN is set: .*SET nl\.pin/);
  match(await bare.say("UNLOCK "), /^Usage/);
  equal(bare.opened(), false);
});

Deno.test("after five wrong PINs none is looked at for a quarter of an hour", async () => {
  const { car, say, opened } = await leaf("4711");
  await using _ = car;
  for (let n = 0; n < 5; n++) {
    deepEqual(await say(`UNLOCK 000${n}`), "Wrong PIN");
  }
  match(await say("UNLOCK 4711"), /^Too many wrong PINs: try again in 15 min$/);
  equal(opened(), false);
  await car.seconds(900);
  deepEqual(await say("UNLOCK 0009"), "Wrong PIN");
  match(await say("UNLOCK 4711"), /^Too many/);
  await car.seconds(900);
  match(await say("UNLOCK 4711"), /unlock requested/);
  equal(opened(), true);
  // Then there are five again
  deepEqual(await say("UNLOCK 0009"), "Wrong PIN");
  match(await say("UNLOCK 4711"), /unlock requested/);
});
