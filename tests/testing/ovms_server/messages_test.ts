import { deepEqual, equal } from "node:assert/strict";
import { settled } from "../../../hal/sim/clock.ts";
import type { OvmsServer } from "../../../testing/ovms_server/mod.ts";
import { login, START, world } from "./calls.ts";

const rows = (server: OvmsServer, type: string) =>
  (server.find("TWIZY42")?.history ?? []).filter((row) => row.type === type);

Deno.test("messages go to apps and batch clients at once, and later to those who come", async () => {
  const { clock, server } = world();
  const car = await login(server, "C");
  const early = [await login(server, "A"), await login(server, "B")];
  car.send("D0");
  car.send("S50,K");
  car.send("F2.3.6/RT/V2");
  for (const client of early) {
    for (const text of ["D0", "T0", "S50,K", "T0", "F2.3.6/RT/V2"]) {
      equal(await client.next(/^[DSF]|T0$/), text);
    }
    equal(await client.next(/^f/), "fsimulated");
  }
  await clock.run(5_000);
  const late = await login(server, "B");
  await late.next(/^T/);
  const again = await login(server, "B");
  await settled();
  deepEqual(again.received, ["Z1", "F2.3.6/RT/V2", "S50,K", "D0", "T5"]);
  server.stop();
});

Deno.test("a car that never sent anything is ages old", async () => {
  const { server } = world();
  const app = await login(server, "A");
  await settled();
  deepEqual(app.received, ["Z0", "T3020399"]);
  server.stop();
});

Deno.test("a message ends at its first LF, and is kept up to 255 characters", async () => {
  const { server } = world();
  const car = await login(server, "C");
  const app = await login(server, "A");
  car.send("PAone\rtwo\nthree");
  equal(await app.next(/^P/), "PAone\rtwo");
  car.send(`X${"x".repeat(300)}`);
  equal((await app.next(/^X/)).length, 301);
  equal(server.find("TWIZY42")?.messages.get("X")?.text.length, 255);
  deepEqual(rows(server, "*-Log-Notification").map(({ data }) => data), [
    "A,one\rtwo",
  ]);
  server.stop();
});

Deno.test("history H: kept with the server's time; same type, number and second overwrite", async () => {
  const { clock, server } = world();
  const car = await login(server, "C");
  const app = await login(server, "A");
  await app.next(/^T/);
  for (const text of ["1,86400,a,b,c", "2,86400,d", "1,86400,e", "1,86400"]) {
    car.send(`HRT-TEST,${text}`);
  }
  await clock.run(1_000);
  car.send("HRT-TEST,1,60,f");
  car.send("A");
  await car.next(/^a/);
  deepEqual(
    rows(server, "RT-TEST").map(({ at, number, data }) => [
      at - START,
      number,
      data,
    ]),
    [[0, 1, "e"], [0, 2, "d"], [1000, 1, "f"]],
  );
  deepEqual(app.received, []);
  await clock.run(120_000);
  equal(rows(server, "RT-TEST").length, 2);
  server.stop();
});

Deno.test("history h: the car gives the age and gets an acknowledgement, also for a short one", async () => {
  const { server } = world();
  const car = await login(server, "C");
  car.send("h17,-3600,RT-TEST,5,86400,a,b");
  equal(await car.next(/^h/), "h17");
  car.send("h18,0");
  equal(await car.next(/^h/), "h18");
  deepEqual(rows(server, "RT-TEST"), [{
    type: "RT-TEST",
    number: 5,
    at: START - 3_600_000,
    expires: START + 90_000_000,
    data: "a,b",
  }]);
  server.stop();
});

Deno.test("paranoid messages are passed on unread, wrapped history is dropped", async () => {
  const { server } = world();
  const car = await login(server, "C");
  const app = await login(server, "A");
  car.send("ETfirst");
  equal(await app.next(/^E/), "ETfirst");
  car.send("EMSxyz");
  car.send("EMDuvw");
  car.send("EMHabc");
  equal(await app.next(/^E/), "EMSxyz");
  equal(await app.next(/^E/), "EMDuvw");
  const late = await login(server, "B");
  await settled();
  deepEqual(late.received, ["Z1", "ETfirst", "EMSxyz", "EMDuvw", "T0"]);
  equal(rows(server, "H").length, 0);
  car.send("ETfirst");
  equal(await app.next(/^ET/), "ETfirst");
  await settled();
  equal(server.find("TWIZY42")?.messages.size, 2);
  car.send("ETsecond");
  await app.next(/^ETsecond/);
  equal(server.find("TWIZY42")?.messages.size, 0);
  server.stop();
});

Deno.test("group messages go to the apps that look on, with the vehicle's id", async () => {
  const { server } = world();
  const car = await login(server, "C");
  car.send("gclub,80,0");
  car.send("A");
  await car.next(/^a/);
  const app = await login(server, "A");
  app.send("GClub,1");
  equal(await app.next(/^g/), "gTWIZY42,CLUB,80,0");
  car.send("gclub,79,5");
  equal(await app.next(/^g/), "gTWIZY42,CLUB,79,5");
  car.close();
  const late = await login(server, "A");
  late.send("GClub,1");
  late.send("A");
  await late.next(/^T/);
  equal(await late.next(/^[ga]/), "a");
  server.stop();
});

Deno.test("what is kept survives the end of all connections", async () => {
  const { server } = world();
  const car = await login(server, "C");
  car.send("h1,0,RT-TEST,1,86400,a");
  await car.next(/^h/);
  server.disconnect();
  await car.ended;
  const batch = await login(server, "B");
  batch.send("C32,RT-TEST");
  equal(
    await batch.next(/^c/),
    "c32,0,1,1,RT-TEST,2026-01-01 12:00:00,1,a",
  );
  server.stop();
});
