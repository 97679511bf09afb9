import { deepEqual, equal, match, ok } from "node:assert/strict";
import { settled } from "../../../../hal/sim/clock.ts";
import type { OvmsClient } from "../../../../testing/ovms_server/mod.ts";
import {
  CommandError,
  definePlugin,
  type Plugin,
} from "../../../../runtime/mod.ts";
import { OWNER, World } from "./gateway.ts";

const SECOND = 1000;

/** Codes that misbehave: throw, refuse, never answer, take their time, answer with too many lines. */
const awkward: Plugin = definePlugin({
  id: "awkward",
  needs: ["clock"],
  msg: {
    "300": {
      name: "Throws",
      run: () => {
        throw new Error("broken");
      },
    },
    "301": {
      name: "Refuses",
      run: () => {
        throw new CommandError("Not now");
      },
    },
    "302": {
      name: "Hangs",
      timeout: 20,
      run: () => new Promise<never>(() => {}),
    },
    "303": {
      name: "Takes its time",
      run: async ([seconds = "1"], { hal }) => {
        await hal.clock.sleep(Number(seconds) * 1000);
        return [seconds];
      },
    },
    "304": { name: "Two lines", run: () => ({ lines: [[1], [2]] }) },
  },
});

/** Sends commands one by one, waiting for the reply of each, and gives the replies' first lines. */
async function ask(
  client: OvmsClient,
  commands: readonly string[],
): Promise<readonly string[]> {
  const got: string[] = [];
  for (const command of commands) {
    client.send(command);
    got.push(await client.next(/^c/));
  }
  return got;
}

/** Replies that came and were not awaited. */
function replies({ received }: OvmsClient): readonly string[] {
  return received.filter((text) => text.startsWith("c"));
}

/** Lets time pass until a promise settles. */
async function during<T>(world: World, promise: Promise<T>): Promise<T> {
  let done = false;
  const settles = promise.finally(() => done = true);
  settles.catch(() => {});
  for (await settled(); !done; await settled()) await world.clock.run(100);
  return await settles;
}

Deno.test("standard codes and the Twizy's, as a batch client sees them", async () => {
  await using world = await World.open();
  const client = await world.client();
  const answers = await during(
    world,
    ask(client, [
      "C2,9,20",
      "C2,16,1",
      "C2,9",
      "C4,13,TEST",
      "C4,24,x",
      "C4,1,",
      "C40,+49301234,Hello, world",
      "C7,FEATURE 9 25",
      "C201",
      "C202,80",
      "C204,55,80",
      "C207,E",
      "C208",
    ]),
  );
  deepEqual(answers, [
    "c2,0",
    "c2,1,Parameter out of range",
    "c2,1,Invalid syntax",
    "c4,0",
    "c4,1,Parameter out of range",
    "c4,1,Parameter out of range",
    "c40,0",
    "c7,0,Feature has been set.",
    "c201,0,0",
    "c202,0,80",
    "c204,0,55,80,0,0,0",
    "c207,0",
    "c208,0",
  ]);
  deepEqual(world.gateway.hal.gsm.sent, [
    { to: "+49301234", text: "Hello, world" },
  ]);
});

Deno.test("what the Twizy cannot do, and what only the server answers, is unimplemented", async () => {
  await using world = await World.open();
  const client = await world.client();
  const codes = [10, 11, 12, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 999];
  deepEqual(
    await ask(client, codes.map((code) => `C${code}`)),
    codes.map((code) => `c${code},3`),
  );
  // These never get to a car; an app may wrap them, though.
  for (const code of [30, 31, 32]) {
    deepEqual(await world.gateway.runtime.msg(`${code},x`), [`c${code},3`]);
  }
});

Deno.test("features and parameters come with exactly their number of lines", async () => {
  await using world = await World.open();
  const client = await world.client(), other = await world.client();
  client.send("C1");
  client.send("C3");
  other.send("C201");
  equal(await other.next(/^c/), "c201,0,0");
  await world.clock.run(0);
  const lines = replies(client);
  equal(lines.length, 48);
  deepEqual(lines[0], "c1,0,0,16,0");
  deepEqual(lines[15], "c1,0,15,16,0");
  deepEqual(lines[16], `c3,0,0,32,${OWNER}`);
  deepEqual(lines[25], "c3,0,9,32,");
  deepEqual(lines[47], "c3,0,31,32,");
});

Deno.test("USSD answers once: the network's text, or why there is none within 15 s", async () => {
  await using world = await World.open();
  const { gsm } = world.gateway.hal;
  gsm.ussdAnswers.set("*100#", "Balance, 5,40 EUR");
  const client = await world.client();
  deepEqual(await ask(client, ["C41,*100#", "C41,*101#"]), [
    "c41,0,Balance. 5.40 EUR",
    "c41,1,the network does not answer",
  ]);
  gsm.ussd = () => new Promise(() => {});
  client.send("C41,*102#");
  await world.clock.run(14_900);
  deepEqual(replies(client), []);
  await world.clock.run(SECOND);
  deepEqual(replies(client), ["c41,1,No answer within 15 s"]);
});

Deno.test("raw AT commands are refused unless a flag allows them", async () => {
  await using world = await World.open();
  const client = await world.client();
  deepEqual(await ask(client, ["C49,AT+CSQ"]), [
    "c49,1,Raw AT commands are not allowed",
  ]);
  await using other = await World.open({ allowAt: true });
  deepEqual(await ask(await other.client(), ["C49,AT+CSQ"]), ["c49,0"]);
});

Deno.test("thirty clients at once: each gets its own replies, whatever becomes of the commands", async () => {
  await using world = await World.open({ extra: [awkward] });
  const clients = await Promise.all(
    Array.from({ length: 30 }, () => world.client()),
  );
  const scripts = clients.map((_, i) => [
    `C202,${i}`,
    i % 5 === 0 ? "C301" : "C999",
    i === 7 ? "C300" : i === 11 ? "C302" : "C201",
    i % 3 === 0 ? "C206" : "C41,*100#",
    i === 13 ? "C304" : i === 17 ? "C" : `C4,2${i},x`,
    `C303,${i / 100}`,
  ]);
  const answers = await during(
    world,
    Promise.all(clients.map((client, i) => ask(client, scripts[i] ?? []))),
  );
  for (const [i, own] of answers.entries()) {
    const asked = (scripts[i] ?? []).map((line) =>
      line.slice(1).split(",", 1)[0]
    );
    deepEqual(own.map((line) => /^c(\d*),/.exec(line)?.[1]), asked, `${i}`);
    equal(own[0], `c202,0,${i}`);
    equal(own[5], `c303,0,${i / 100}`);
  }
  equal(answers[7]?.[2], "c300,1,Command failed: its plugin has a fault");
  equal(answers[11]?.[2], "c302,1,Command failed: its plugin has a fault");
  equal(answers[13]?.[4], "c304,1,Command failed: its plugin has a fault");
  // Not a line more than was asked for.
  for (const client of clients) deepEqual(replies(client), []);
});

Deno.test("records of a command are at the server before its reply, at any time of a second", async () => {
  await using world = await World.open({ extra: [awkward] });
  const { bus } = world.gateway.hal;
  bus.inject(0x155, Uint8Array.of(7, 0xd0, 0x22, 0x54, 0x95, 0x10, 0, 0x58));
  const client = await world.client();
  for (let i = 0; i < 10; i++) {
    await world.clock.run(370);
    world.gateway.record("RT-TEST", i, "x");
    client.send("C201");
    await during(world, client.next(/^c201/));
    equal(world.history("RT-TEST").length, i + 1);
  }
});

Deno.test("a reply that comes too late for its connection is not given to the next one", async () => {
  await using world = await World.open({ extra: [awkward] });
  const before = await world.client();
  before.send("C303,30");
  before.send("C202,77");
  await world.clock.run(SECOND);
  world.server.disconnect();
  await world.clock.run(5 * SECOND);
  ok(world.gateway.server.connected);
  const after = await world.client();
  after.send("C201");
  await world.clock.run(40 * SECOND);
  // Nobody waits for the second command any more, so it was not begun either.
  deepEqual(replies(after), ["c201,0,0"]);
});

Deno.test("what waited in the system while the program was held up, or behind other commands, for more than a minute is not executed", async () => {
  await using world = await World.open({ extra: [awkward] });
  const { clock, gateway: { runtime } } = world;
  const client = await world.client();
  const limit = () => runtime.features.get(10);
  await clock.run(SECOND);
  clock.halt(40 * SECOND);
  client.send("C2,10,40");
  await clock.run(SECOND);
  equal(limit(), 40);
  // In the second in which it goes on, before and after the program's own second.
  for (const after of [0, 1]) {
    clock.halt(200 * SECOND);
    await clock.run(after);
    client.send("C2,10,55");
    await clock.run(2 * SECOND);
  }
  equal(limit(), 40);
  client.send("C2,10,41");
  await clock.run(SECOND);
  equal(limit(), 41);
  for (const command of ["C303,40", "C303,40", "C2,10,55"]) {
    client.send(command);
  }
  await clock.run(83 * SECOND);
  equal(limit(), 41);
  deepEqual(replies(client), [
    "c2,0",
    "c2,1,Too late",
    "c2,1,Too late",
    "c2,0",
    "c303,0,40",
    "c303,0,40",
    "c2,1,Too late",
  ]);
});

Deno.test("a reply waits while the network takes nothing, and stays in its place", async () => {
  await using world = await World.open({ extra: [awkward] });
  const client = await world.client(), { server } = world.gateway;
  const send = server.link.send;
  server.link.send = () => false;
  client.send("C202,1");
  client.send("C201");
  await world.clock.run(3 * SECOND);
  deepEqual(client.received, []);
  server.link.send = send;
  await world.clock.run(2 * SECOND);
  equal(await client.next(/^c/), "c202,0,1");
  equal(await client.next(/^c/), "c201,0,1");
});

Deno.test("an app's first sight: S, L, W, F, D; a ping is answered once", async () => {
  await using world = await World.open();
  await world.clock.run(60 * SECOND);
  const app = await world.client("A");
  await settled();
  match(app.received.join(" "), /L0\.000000.*F0\.1\.0\/RT\/V2.*D0/);
  const { messagesOut } = world.gateway.server.link.counters;
  world.gateway.runtime.session.line("MP-0 AFA");
  equal(world.gateway.server.link.counters.messagesOut, messagesOut + 1);
});
