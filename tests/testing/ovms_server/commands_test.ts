import { deepEqual, equal } from "node:assert/strict";
import { settled } from "../../../hal/sim/clock.ts";
import { login, world } from "./calls.ts";

async function three() {
  const { clock, server } = world();
  const car = await login(server, "C");
  const one = await login(server, "A");
  const two = await login(server, "B");
  await Promise.all([one.next(/^T/), two.next(/^T/), car.next(/^Z1/)]);
  return { clock, server, car, one, two };
}

Deno.test("replies find their client by order only", async () => {
  const { server, car, one, two } = await three();
  one.send("C204,55,80");
  two.send("C2,8,1");
  equal(await car.next(/^C/), "C204,55,80");
  equal(await car.next(/^C/), "C2,8,1");
  car.send("c204,0,55,80,0,0,48");
  car.send("c2,0");
  equal(await two.next(/^c/), "c2,0");
  await settled();
  deepEqual(one.received, ["c204,0,55,80,0,0,48"]);
  server.stop();
});

Deno.test("a command left without reply shifts all later replies", async () => {
  const { server, car, one, two } = await three();
  one.send("C6");
  await car.next(/^C/);
  two.send("C204");
  await car.next(/^C/);
  car.send("c204,0");
  equal(await one.next(/^c/), "c204,0");
  await settled();
  deepEqual(two.received, []);
  server.stop();
});

Deno.test("the reply to a client that left is dropped", async () => {
  const { server, car, one, two } = await three();
  one.send("C5");
  await car.next(/^C/);
  one.close();
  await car.next(/^Z0/);
  car.send("c5,0");
  car.send("A");
  await car.next(/^a/);
  await settled();
  deepEqual(two.received, []);
  server.stop();
});

Deno.test("a reply that nobody waits for goes to all", async () => {
  const { server, car, one, two } = await three();
  car.send("c41,0,text");
  equal(await one.next(/^c/), "c41,0,text");
  equal(await two.next(/^c/), "c41,0,text");
  server.stop();
});

for (const [code, count] of [[1, 16], [3, 32]] as const) {
  Deno.test(`all ${count} lines of ${code} go to one client, then it is done`, async () => {
    const { server, car, one, two } = await three();
    one.send(`C${code}`);
    two.send("C204");
    await car.next(/^C204/);
    for (let n = 0; n < count; n++) car.send(`c${code},0,${n},${count},x`);
    car.send("c204,0");
    equal(await two.next(/^c/), "c204,0");
    await settled();
    equal(one.received.length, count);
    server.stop();
  });
}

Deno.test("an error reply to 3 keeps its client waiting", async () => {
  const { server, car, one, two } = await three();
  one.send("C3");
  two.send("C204");
  await car.next(/^C204/);
  car.send("c3,1,Invalid syntax");
  car.send("c204,0");
  equal(await one.next(/^c204/), "c204,0");
  await settled();
  deepEqual(two.received, []);
  server.stop();
});

Deno.test("paranoid commands and replies count as one each, also of 3", async () => {
  const { server, car, one, two } = await three();
  one.send("EMCabc");
  two.send("C204");
  equal(await car.next(/^E/), "EMCabc");
  await car.next(/^C204/);
  car.send("EMcdef");
  car.send("c204,0");
  equal(await one.next(/^E/), "EMcdef");
  equal(await two.next(/^c/), "c204,0");
  server.stop();
});

Deno.test("a new login of the car clears the queue; commands to an absent car are dropped", async () => {
  const { server, car, one } = await three();
  one.send("C6");
  await car.next(/^C/);
  car.close();
  await one.next(/^Z0/);
  one.send("C7");
  const again = await login(server, "C");
  await one.next(/^Z1/);
  one.send("C204");
  equal(await again.next(/^C/), "C204");
  again.send("c204,0");
  equal(await one.next(/^c/), "c204,0");
  server.stop();
});

Deno.test("30, 31 and 32 never reach the car", async () => {
  const { clock, server, car, two } = await three();
  two.send("C31");
  equal(await two.next(/^c/), "c31,1,No historical data available");
  two.send("C32,RT-TEST");
  equal(await two.next(/^c/), "c32,1,No historical data available");
  car.send("HRT-TEST,1,86400,a,b");
  car.send("HRT-TEST,2,86400,cde");
  car.send("HRT-MORE,0,86400,f");
  await clock.run(60_000);
  car.send("HRT-TEST,1,86400,g");
  await settled();
  two.send("C31");
  await settled();
  deepEqual(two.received, [
    "c31,0,1,2,RT-MORE,1,1,1,2026-01-01 12:00:00,2026-01-01 12:00:00",
    "c31,0,2,2,RT-TEST,2,3,7,2026-01-01 12:00:00,2026-01-01 12:01:00",
  ]);
  two.received.length = 0;
  two.send("C32,RT-TEST,2026-01-01 12:00:30");
  equal(
    await two.next(/^c/),
    "c32,0,1,1,RT-TEST,2026-01-01 12:01:00,1,g",
  );
  two.send("C30");
  equal(
    (await two.next(/^c/)).replace(/(,\d+){4}$/, ""),
    "c30,0,1,1,2026-01-01",
  );
  deepEqual(car.received, []);
  server.stop();
});

Deno.test("without any traffic 30 says so", async () => {
  const { server } = world();
  const batch = await login(server, "B");
  batch.send("C30");
  equal(await batch.next(/^c/), "c30,1,No GPRS utilisation data available");
  server.stop();
});
