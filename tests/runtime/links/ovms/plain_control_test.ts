import { deepEqual, doesNotMatch, equal, match } from "node:assert/strict";
import { settled } from "../../../../hal/sim/clock.ts";
import { FORGEABLE } from "../../../../runtime/commands/sensitive.ts";
import { Bench } from "./bench.ts";
import { type GatewayOptions, PASSWORD, World } from "./gateway.ts";

const DANGEROUS = [
  "7,FEATURE 15 1",
  "7,feature +15 1",
  " 7 , FEATURE 15 1",
  "7,CFG SPEED 90",
  "7,CFG WRITE 2920 5 1",
  "7,CFG",
  "7,PASS other",
  "7,REGISTER geheim +49123",
  "7,SERVER evil.example.org",
  "7,AP geheim +49123",
  "7,PARAMS K SMS evil.example.org",
  "7,SET ovms.plain-control on",
  "2,15,1",
  "2,015,1",
  "4,0,+49123",
  "4,1,other",
  "4,01,other",
  "4,4,evil.example.org",
  "4,31,1",
  "49,AT",
  "7,UNLOCK 1234",
  // What they tell gives power to whoever reads it on the way
  "7,PASS?",
  " 7 , pass?",
  "7,REGISTER?",
  "7,SERVER?",
  "7,GPRS?",
  "7,PARAMS?",
  "3",
  "7,CHARGESTART",
];
const HARMLESS = [
  "204,55,80",
  "2,9,20",
  "4,2,M",
  "7,STAT?",
  "7,FEATURE 9 15",
  "7,CFG READ 2920 5",
  "7,cfg info",
  "7,MODULE?",
  "7,VEHICLE?",
  "7,GSMLOCK?",
  "7,SET sms.budget",
  "7,SET",
  "1",
];

/** What a server's command that opens the write gate is answered with, and the gate. */
async function opened(
  options: Partial<Omit<GatewayOptions<never>, "clock" | "network">>,
) {
  await using world = await World.open(options);
  const { runtime, server } = world.gateway;
  await world.clock.run(1000);
  equal(server.connected, true);
  const client = await world.client();
  client.send("C2,15,1");
  for (let n = 0; n < 20; n++) await world.clock.run(100);
  await settled();
  return runtime.features.get(15);
}

Deno.test("over a plain link the gate is not opened, by TLS, in paranoid mode or with the setting it is", async () => {
  equal(await opened({ plainControl: false }), 0);
  equal(await opened({ plainControl: true }), 1);
  equal(await opened({ plainControl: false, tls: true }), 1);
});

Deno.test("a refusal is one reply with a sentence in one field", async () => {
  await using world = await World.open({ plainControl: false });
  const client = await world.client();
  for (const line of DANGEROUS) {
    client.send(`C${line}`);
    match(await client.next(/^c/), /^c\d+,1,Refused: /);
    // The server waits for the end of a list
    if (line === "3") equal(await client.next(/^c/), "c3,0,0,1,");
  }
  for (const line of HARMLESS) {
    client.send(`C${line}`);
    doesNotMatch(await client.next(/^c/), /Refused/, line);
  }
  equal(FORGEABLE.includes(","), false);
  equal(world.gateway.runtime.features.get(15), 0);
});

Deno.test("over a plain link no answer tells a secret, whatever is asked", async () => {
  const secrets = {
    0: "+491701234567",
    1: "GEHEIM42",
    7: "apnsecret",
    9: PASSWORD,
  };
  for (const plainControl of [false, true]) {
    await using world = await World.open({ plainControl, params: secrets });
    const client = await world.client();
    const { registry } = world.gateway.runtime;
    const lines = registry.commands()
      .map(({ kind, name }) => kind === "verb" ? `7,${name}` : name)
      // Whoever starts anew answers nothing
      .filter((line) => !["5", "7,RESET"].includes(line));
    for (const line of [...lines, "7,HELP PASS?", "7,SET ovms"]) {
      client.send(`C${line}`);
      await world.clock.run(1000);
    }
    await settled();
    const said = client.received.filter((line) => /^[cPSD]/.test(line));
    const told = Object.values(secrets).filter((secret) =>
      said.some((line) => line.includes(secret))
    );
    // By the setting all are told, so that all were looked for
    equal(told.length, plainControl ? 4 : 0, told.join());
    equal(said.length > lines.length / 2, true);
  }
});

Deno.test("TLS is tried first, the plain connection told once", async () => {
  const bench = new Bench({}, "first");
  bench.network.noTls = true;
  await bench.open();
  equal(bench.link.connected, true);
  equal(bench.link.forgeable, true);
  const both = ["tls server.example.org:6870", "server.example.org:6867"];
  deepEqual(bench.network.attempts, both);
  equal(bench.logged.filter((text) => /no TLS/.test(text)).length, 1);
  bench.network.attempts.length = 0;
  await bench.clock.run(2 * 3_600_000);
  bench.server.stop();
  await bench.clock.run(60_000);
  deepEqual(bench.network.attempts.slice(0, 2), both);
  equal(bench.logged.filter((text) => /no TLS/.test(text)).length, 1);
  await bench.stop();
});

Deno.test("where there is TLS nothing goes over a plain connection; a named port is taken as it is", async () => {
  for (
    const [server, attempt, forgeable] of [
      ["server.example.org", "tls server.example.org:6870", false],
      ["server.example.org:6870", "tls server.example.org:6870", false],
      ["server.example.org:6867", "server.example.org:6867", true],
    ] as const
  ) {
    const bench = await new Bench({ server }, "first").open();
    deepEqual(bench.network.attempts, [attempt]);
    equal(bench.link.forgeable, forgeable);
    await bench.stop();
  }
  const named = new Bench({ server: "server.example.org:6870" }, "first");
  named.network.noTls = true;
  await named.open();
  await named.clock.run(600_000);
  deepEqual([...new Set(named.network.attempts)], [
    "tls server.example.org:6870",
  ]);
  equal(named.link.connected, false);
  await named.stop();
  const paranoid = await new Bench({ paranoid: true }).open();
  equal(paranoid.link.forgeable, false);
  await paranoid.stop();
});
