import { deepEqual, equal, match } from "node:assert/strict";
import { nl } from "../../../plugins/leaf/mod.ts";
import { definePlugin } from "../../../runtime/mod.ts";
import { bench, owner } from "../../../testing/mod.ts";

const REMOTE = nl.plugins.find(({ id }) => id === "leaf-remote");
/** What opens the doors, and what locks them. */
const OPEN = "56e 11", LOCK = "56e 60";

/** Tells that the car is on, its speed, km/h, and whether it is locked. */
const display = definePlugin({
  id: "display",
  metrics: { on: "v.e.on", speed: "v.p.speed", locked: "v.e.locked" },
  frames: {
    0x101: { bytes: 1, decode: (f, put) => void (put.locked = f.bit(0, 0)) },
    0x100: {
      bytes: 1,
      decode: (f, put) => {
        put.on = true;
        put.speed = f.u8(0);
      },
    },
  },
});

async function leaf(pin?: string) {
  if (!REMOTE) throw new Error("the Leaf has no remote plugin");
  const car = await bench(REMOTE, { with: [display] });
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
  return { car, say, sent, opened: () => sent.splice(0).includes(OPEN) };
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

Deno.test("UNLOCK opens no car that moves, sets off, or is on and does not say that it stands", async () => {
  const { car, say, opened } = await leaf("4711");
  await using _ = car;
  const drives = (kmh: number) =>
    car.frame(0x100, kmh.toString(16).padStart(2, "0"));
  const stop = car.hal.clock.every(500, () => drives(30));
  match(await say("UNLOCK 4711"), /while the car moves: stop first/);
  equal(opened(), false);
  stop();
  await car.seconds(3);
  match(await say("UNLOCK 4711"), /not known that the car stands/);
  equal(opened(), false);
  let kmh = 0;
  car.hal.clock.every(100, () => drives(kmh));
  await car.seconds(1);
  car.hal.clock.after(1000, () => void (kmh = 5));
  void car.hal.gsm.incoming(owner, "UNLOCK 4711");
  await car.hal.clock.run(5000);
  match(car.hal.gsm.sent.at(-1)?.text ?? "", /while the car moves/);
  equal(opened(), true, "as long as it stood");
  kmh = 0;
  await car.seconds(1);
  match(await say("UNLOCK 4711"), /unlock requested/);
});

Deno.test("the doors are locked and unlocked whatever the car said of them before its sleep, until it says so now", async () => {
  const { car, say, sent } = await leaf("4711");
  await using _ = car;
  const times = (request: string) =>
    sent.splice(0).filter((frame) => frame === request).length;
  for (const locked of ["01", "00"]) {
    const [command, request] = locked === "01"
      ? ["LOCK 4711", LOCK]
      : ["UNLOCK 4711", OPEN];
    car.frame(0x101, locked);
    await car.seconds(60);
    match(await say(command), /requested/);
    equal(times(request), 24);
    car.hal.clock.after(1000, () => car.frame(0x101, locked));
    match(await say(command), /requested/);
    const sentUntil = times(request);
    equal(sentUntil > 5 && sentUntil < 15, true, `${sentUntil}`);
  }
});
