import { deepEqual, equal } from "node:assert/strict";
import { bench, owner } from "ovms-edge/testing";
import framework from "../../../plugins/framework/mod.ts";

const PASSWORD = "S3cretWord", SERVER_PASSWORD = "NETPASSWORD";

/** Numbers from 0 up to 1, the same in each run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

Deno.test("2,000 commands from strangers: none is executed, no secret gets out", async () => {
  await using car = await bench(framework, {
    params: { 1: PASSWORD, 3: "SMSIP", 7: "APNPASSWORD", 9: SERVER_PASSWORD },
  });
  car.hal.gps.report({ fix: true, latitude: 51.2577, longitude: 7.1609 });
  const next = random(1);
  const pick = <T>(list: readonly [T, ...T[]]): T =>
    list[Math.floor(next() * list.length)] ?? list[0];
  const [first = "", ...others] = car.surface.verbs;
  const guesses = [
    "OVMS",
    PASSWORD.toLowerCase(),
    PASSWORD.slice(0, -1),
    `${PASSWORD}x`,
    "",
    "-",
    owner,
    SERVER_PASSWORD,
  ] as const;
  const rests = ["", "1 2 3", "x", `${PASSWORD} 1`, "RT K SMS"] as const;
  const settings = () => [...car.hal.store.entries("params")];
  const before = settings(), host = car.runtime.host;
  const answers: string[] = [];
  for (let i = 0; i < 2000; i++) {
    const from = pick([
      `+4915${i}`,
      "+33123",
      owner.slice(0, -1),
      `${owner}0`,
      "",
    ]);
    const verb = pick([first, ...others]), mark = pick(["", "?"] as const);
    const text = `${verb}${mark} ${pick(guesses)} ${pick(rests)}`;
    answers.push(...await car.sms(text, from));
    if (i % 100 === 99) await car.seconds(60);
  }
  deepEqual(settings(), before);
  deepEqual(car.hal.store.journalled(), []);
  equal(car.runtime.host === host, true, "nothing was started again");
  deepEqual([...new Set(answers)], ["Permission denied"]);
  equal(answers.length <= 20, true, "denials have a budget");
  const said = [...car.hal.gsm.sent.map(({ text }) => text), ...car.log];
  for (const secret of [PASSWORD, SERVER_PASSWORD, "APNPASSWORD", "51.25"]) {
    equal(said.some((text) => text.includes(secret)), false, secret);
  }
  equal(car.log.some((line) => line.includes(owner)), false);
});

Deno.test("five wrong passwords lock a number out, and the owner is told once", async () => {
  await using car = await bench(framework, { params: { 1: PASSWORD } });
  const thief = "+33123";
  const version = async (from = thief, password = PASSWORD) =>
    (await car.sms(`VERSION ${password}`, from))[0] ?? "";
  for (let i = 0; i < 5; i++) {
    equal(await version(thief, `guess${i}`), "Permission denied");
  }
  equal(await version(), "Permission denied", "locked, though it is right now");
  equal((await version("+44999")).startsWith("OVMS"), true, "others are not");
  equal((await version(owner)).startsWith("OVMS"), true);
  const told = () =>
    car.hal.gsm.sent.filter(({ text }) => text.includes("locked out"));
  await car.seconds(14 * 60);
  deepEqual(told(), [{
    to: owner,
    text: "A phone number is locked out for 15 minutes: five wrong passwords",
  }]);
  equal(await version(), "Permission denied");
  await car.seconds(60);
  equal((await version()).startsWith("OVMS"), true);
  equal(told().length, 1);
});

Deno.test("a lock-out neither ends nor grows when the vehicle side starts again", async () => {
  await using car = await bench(framework, { params: { 1: PASSWORD } });
  await car.seconds(1000);
  for (let i = 0; i < 5; i++) await car.sms(`STAT guess${i}`, "+33123");
  await car.sms("RESET");
  await car.seconds(890);
  deepEqual(await car.sms(`GPS ${PASSWORD}`, "+33123"), ["Permission denied"]);
  await car.seconds(15);
  deepEqual(await car.sms(`GPS ${PASSWORD}`, "+33123"), [
    "No GPS position yet",
  ]);
});

Deno.test("the owner is never locked out", async () => {
  await using car = await bench(framework);
  for (let i = 0; i < 10; i++) {
    deepEqual(await car.sms(`REGISTER wrong${i}`), ["Permission denied"]);
  }
  deepEqual(await car.sms("FEATURES?"), ["Features:"]);
  deepEqual(await car.sms("REGISTER OVMS"), [
    "Your phone has been registered as the owner.",
  ]);
});

Deno.test("nobody is the owner while phone or password are empty", async () => {
  await using car = await bench(framework, { params: { 0: "", 1: "" } });
  for (const from of ["", "+33123"]) {
    const denied = from === "" ? [] : ["Permission denied"];
    deepEqual(await car.sms("FEATURE 15 1", from), denied);
    deepEqual(await car.sms("STAT? ", from), denied);
    deepEqual(await car.sms("AP  +33123", from), denied);
  }
  equal(car.runtime.params.get(31), "");
});

Deno.test("what is no command goes to the apps; what was denied does not", async () => {
  await using car = await bench(framework);
  await car.sms("your balance\r\nis 5 EUR", "Provider");
  await car.sms("STAT?", "Provider");
  deepEqual(car.server, [
    "MP-0 PASMS FROM: Provider - MSG: YOUR balance is 5 EUR",
  ]);
});
