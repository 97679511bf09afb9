/** Thousands of text messages: what they cost, and that the owner is heard among them. */
import { equal, match, ok } from "node:assert/strict";
import { World } from "../ovms/gateway.ts";

const OWNER = "+491701234567";

Deno.test("five thousand commands of the owner's number are carried out, and answered for what an hour may cost", async () => {
  await using world = await World.open();
  const { clock, gateway: { hal, runtime, log } } = world;
  for (let n = 0; n < 5000; n++) {
    void hal.gsm.incoming(OWNER, `FEATURE 9 ${n % 90}`);
    if (n % 100 === 99) await clock.run(30_000);
  }
  await clock.run(60_000);
  equal(runtime.features.get(9), 4999 % 90);
  // 1560 seconds: within the first hour
  equal(hal.gsm.sent.length, 201);
  match(hal.gsm.sent.at(-1)?.text ?? "", /^More than 200 text messages as ans/);
  equal(log.filter((line) => line.includes("answer not sent")).length, 1);
  await clock.run(3_600_000);
  hal.gsm.sent.length = 0;
  await hal.gsm.incoming(OWNER, "FEATURE 9 20");
  equal(hal.gsm.sent.length, 1);
});

Deno.test("what answers may cost is a setting, which counts at once", async () => {
  await using world = await World.open();
  const { gateway: { hal } } = world;
  await hal.gsm.incoming(OWNER, "SET sms.answers 3");
  for (let n = 0; n < 5; n++) await hal.gsm.incoming(OWNER, "FEATURE 9 1");
  // Three answers, then why there is no other
  equal(hal.gsm.sent.length, 4);
  match(hal.gsm.sent.at(-1)?.text ?? "", /^More than 3 text .* sms\.answers$/);
  await hal.gsm.incoming(OWNER, "SET sms.answers 9");
  equal(hal.gsm.sent.length, 5);
});

Deno.test("while the network refuses answers, the newest wait, and the vehicle goes on", async () => {
  await using world = await World.open();
  const { clock, gateway: { hal } } = world, { gsm } = hal;
  const send = gsm.send.bind(gsm);
  const refused = { temporary: true, perhapsSent: false };
  gsm.send = () =>
    Promise.reject(Object.assign(new Error("no network"), refused));
  for (let n = 0; n < 1000; n++) {
    void gsm.incoming(OWNER, `FEATURE 9 ${n % 90}`);
    if (n % 100 === 99) await clock.run(3_600_000 / 4);
  }
  ok(hal.store.waiting().length <= 100, `${hal.store.waiting().length}`);
  equal([...hal.store.entries("sms.recipients")].length <= 100, true);
  const client = await world.client();
  client.send("C7,FEATURES?");
  await clock.run(1000);
  match(await client.next(/^c7/), /^c7,0,Features:/);
  gsm.send = send;
  await clock.run(3_600_000);
  ok(gsm.sent.length <= 100, `${gsm.sent.length}`);
  equal(hal.store.waiting().length, 0);
});

Deno.test("five thousand texts and commands of a hundred strangers cost twenty denials, and delay no answer to the owner", async () => {
  await using world = await World.open();
  const { clock, gateway: { hal, runtime } } = world;
  const texts = ["STAT", "hello", "FEATURE 15 1", "PASS other", "\u0000\ud800"];
  for (let n = 0; n < 5000; n++) {
    void hal.gsm.incoming(`+4915${n % 100}`, texts[n % 5] ?? "");
  }
  await clock.run(60_000);
  ok(hal.gsm.sent.length <= 20, `${hal.gsm.sent.length}`);
  hal.gsm.sent.length = 0;
  await hal.gsm.incoming(OWNER, "FEATURE 9 20");
  equal(hal.gsm.sent.at(-1)?.to, OWNER);
  equal(runtime.features.get(15), 0);
});
