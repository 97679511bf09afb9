import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { settled } from "../../../hal/sim/clock.ts";
import { call, login, said, say, world } from "./calls.ts";

const GOOD = "MP-C 0 abcdefghijklmnopqrstuv iLI5YsbubZz2pvXTjR9l9A==";

for (
  const [name, line] of [
    ["a wrong digest", `${GOOD.replace("iLI5", "iLI6")} TWIZY42`],
    ["an unknown vehicle", `${GOOD} OTHER`],
    ["an unknown scheme", `${GOOD.replace(" 0 ", " 7 ")} TWIZY42`],
    ["an unknown caller", `${GOOD.replace("MP-C", "MP-X")} TWIZY42`],
    ["an empty line", ""],
    ["garbage", "GET / HTTP/1.1"],
  ] as const
) {
  Deno.test(`${name} is refused without a word`, async () => {
    const { server } = world();
    const socket = call(server);
    await say(socket, `${line}\r\n`);
    equal(await said(socket), "");
    server.stop();
  });
}

for (
  const [name, text] of [
    ["the worked login", `${GOOD} TWIZY42\r\n`],
    ["a digest without padding", `${GOOD.replace("==", "")} TWIZY42\r\n`],
    ["a vehicle id in lower case", `${GOOD} twizy42\r\n`],
    ["an end of line without CR", `${GOOD} TWIZY42\n`],
  ] as const
) {
  Deno.test(`${name} is welcomed`, async () => {
    const { server } = world();
    const socket = call(server);
    for (const character of text) await say(socket, character);
    await settled();
    server.stop();
    match(await said(socket), /^MP-S 0 \S{22} \S{22}==\r\n\S+\r\n$/);
  });
}

Deno.test("a caller that says nothing, or half a line, is closed after 30 s", async () => {
  const { clock, server } = world();
  const silent = call(server), slow = call(server);
  await say(slow, "MP-C 0 abc");
  await clock.run(29_999);
  const ends: number[] = [];
  for (const socket of [silent, slow]) {
    said(socket).then(() => ends.push(clock.monotonic()));
  }
  await clock.run(2);
  deepEqual(ends, [30_000, 30_000]);
  server.stop();
});

Deno.test("a second login of the car closes the first; apps see Z0, then Z1", async () => {
  const { server } = world();
  const first = await login(server, "C");
  const app = await login(server, "A");
  await app.next(/^T/);
  const second = await login(server, "C");
  await first.ended;
  equal(await app.next(/^Z/), "Z0");
  equal(await app.next(/^Z/), "Z1");
  equal(await second.next(/^Z/), "Z1");
  server.stop();
});

Deno.test("a failed login of the car is told once, and the next success", async () => {
  const { server } = world();
  for (const _ of [1, 2]) {
    await rejects(login(server, "C", { password: "WRONG" }), /refused/);
  }
  await login(server, "C");
  await login(server, "C");
  deepEqual(server.find("TWIZY42")?.pushes, [
    "AVehicle authentication failed (simulated)",
    "AVehicle authentication successful (simulated)",
  ]);
  server.stop();
});

Deno.test("the car hears how many apps there are; batch clients do not count", async () => {
  const { server } = world();
  const car = await login(server, "C");
  equal(await car.next(/^Z/), "Z0");
  const app = await login(server, "A");
  await login(server, "B");
  equal(await car.next(/^Z/), "Z1");
  await login(server, "A");
  equal(await car.next(/^Z/), "Z2");
  app.close();
  equal(await car.next(/^Z/), "Z1");
  server.stop();
});

Deno.test("a silent car is pinged after 900 s and closed after 960 s, an answering one stays", async () => {
  for (const answers of [false, true]) {
    const { clock, server } = world();
    const car = await login(server, "C");
    await car.next(/^Z/);
    await clock.run(899_999);
    deepEqual(car.received, []);
    await clock.run(2);
    equal(await car.next(/^A/), "AFA");
    if (answers) car.send("a");
    await clock.run(60_000);
    equal(server.isOnline("TWIZY42"), answers);
    server.stop();
  }
});

Deno.test("between two pings, or login and ping, are at least 300 s", async () => {
  const { clock, server } = world({ car: 330, app: 1200 });
  const car = await login(server, "C");
  await car.next(/^Z/);
  await clock.run(299_999);
  deepEqual(car.received, []);
  await clock.run(1);
  deepEqual(car.received, ["AFA"]);
  server.stop();
});

Deno.test("pings are answered whatever they carry", async () => {
  const { server } = world();
  const car = await login(server, "C");
  await car.next(/^Z/);
  car.send("A");
  equal(await car.next(/^a/), "a");
  car.send("Ahello");
  equal(await car.next(/^a/), "a");
  server.stop();
});

for (const line of ["AAAA", "", "not base64"]) {
  Deno.test(`a car that sends "${line}" is closed, and its apps hear Z0`, async () => {
    const { server } = world();
    const car = await login(server, "C");
    const batch = await login(server, "B");
    equal(await batch.next(/^Z/), "Z1");
    car.raw(line);
    await car.ended;
    equal(await batch.next(/^Z/), "Z0");
    server.stop();
  });
}
