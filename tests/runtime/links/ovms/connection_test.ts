import { deepEqual, equal, ok } from "node:assert/strict";
import type { Network, Socket } from "../../../../hal/mod.ts";
import { settled, SimClock } from "../../../../hal/sim/clock.ts";
import { socketPair } from "../../../../hal/sim/network.ts";
import { OvmsLink } from "../../../../runtime/links/ovms/mod.ts";
import { Bench, SETTINGS } from "./bench.ts";
import { tokens } from "./tokens.ts";
import { type Vector, vectorA, VECTORS } from "./vectors.ts";

const encoder = new TextEncoder();

/** A server that says exactly what it is told to, and what it hears. */
class Script {
  readonly clock = new SimClock();
  readonly told: string[] = [];
  heard = "";
  readonly link: OvmsLink;
  #writer: WritableStreamDefaultWriter<Uint8Array> | undefined;

  constructor(vector: Vector, network?: Network) {
    const { paranoid, carToken } = vector;
    const settings = {
      ...SETTINGS,
      vehicle: vector.vehicle,
      password: vector.password,
      modulePassword: paranoid?.modulePassword ?? "",
      paranoid: paranoid !== undefined,
    };
    this.link = new OvmsLink({
      clock: this.clock,
      network: network ?? {
        connect: () => Promise.resolve(this.#accept()),
      },
      settings: () => settings,
      random: tokens(carToken, paranoid?.token ?? ""),
    });
  }

  open(): Promise<void> {
    this.link.open({
      up: () => this.told.push("up"),
      down: () => this.told.push("down"),
      line: (plain) => void this.told.push(plain),
      refused: () => this.told.push("refused"),
    });
    return settled();
  }

  /** Says a line; returns what was heard since the last call, as lines. */
  async say(line: string): Promise<string[]> {
    await this.#writer?.write(encoder.encode(`${line}\r\n`));
    await settled();
    const heard = this.heard.split("\r\n").slice(0, -1);
    this.heard = "";
    return heard;
  }

  #accept(): Socket {
    const [here, there] = socketPair();
    this.#writer = there.writable.getWriter();
    (async () => {
      for await (const bytes of there.readable) {
        this.heard += new TextDecoder().decode(bytes);
      }
    })();
    return here;
  }
}

for (const vector of VECTORS) {
  Deno.test(`the whole link, byte for byte: ${vector.name}`, async () => {
    const script = new Script(vector);
    await script.open();
    equal(script.heard, `${vector.carLogin}\r\n`);
    script.heard = "";
    const sent = await script.say(vector.serverWelcome);
    // The link announces the paranoid token by itself.
    const messages = vector.toServer.map(([plain, , inner]) => inner ?? plain)
      .filter((plain) => !plain.startsWith("MP-0 ET"));
    for (const [, wire] of vector.toCar) sent.push(...await script.say(wire));
    script.link.send(messages);
    await settled();
    sent.push(...script.heard.split("\r\n").slice(0, -1));
    deepEqual(sent, vector.toServer.map(([, wire]) => wire));
    const came = vector.toCar.map(([plain, , inner]) => inner ?? plain);
    deepEqual(script.told, ["up", ...came]);
    await script.link.close();
  });
}

Deno.test("a paranoid command that cannot be read still gets to the session, empty", async () => {
  const bench = await new Bench({ paranoid: true }).open();
  const app = await bench.client("A");
  bench.news();
  for (const text of ["EMC!!!", "EMD!!!", "EMCAAAA"]) app.send(text);
  await settled();
  const [empty, noise] = bench.news();
  equal(empty, "MP-0 C");
  ok(noise?.startsWith("MP-0 C"));
  equal(bench.link.counters.unreadable, 2);
  await bench.stop();
});

Deno.test("while the session has enough to do nothing is read, and the server is not taken for dead", async () => {
  const bench = await new Bench().open();
  const app = await bench.client("A");
  bench.news();
  const gate = Promise.withResolvers<void>();
  bench.hold = gate.promise;
  for (let n = 0; n < 100; n++) app.send("C1");
  await bench.clock.run(600_000);
  deepEqual(bench.news(), ["MP-0 C1"]);
  equal(bench.link.connected, true);
  bench.hold = undefined;
  gate.resolve();
  await settled();
  equal(bench.news().length, 99);
  await bench.stop();
});

Deno.test("a wrapped command without paranoid mode gets to the session, empty", async () => {
  const bench = await new Bench().open();
  const app = await bench.client("A");
  bench.news();
  app.send("EMCabcd");
  await settled();
  deepEqual(bench.news(), ["MP-0 C"]);
  await bench.stop();
});

Deno.test("the paranoid token stays the same over connections", async () => {
  const bench = await new Bench({ paranoid: true }).open();
  await settled();
  const first = bench.server.find("TWIZY42")?.paranoidToken;
  equal(first?.length, 22);
  bench.server.disconnect();
  await bench.clock.run(5_000);
  equal(bench.link.connected, true);
  equal(bench.server.find("TWIZY42")?.paranoidToken, first);
  await bench.stop();
});

Deno.test("paranoid mode is looked up at each login", async () => {
  const bench = await new Bench().open();
  equal(bench.link.paranoid, false);
  bench.settings = { ...SETTINGS, paranoid: true };
  equal(bench.link.paranoid, false);
  bench.link.restart("the settings have changed");
  await settled();
  equal(bench.link.paranoid, true);
  await bench.stop();
});

Deno.test("a connection that comes about too late is closed", async () => {
  const [here, there] = socketPair();
  let connect = (_: Socket) => {};
  const script = new Script(vectorA, {
    connect: () => new Promise((resolve) => connect = resolve),
  });
  await script.open();
  const late = connect;
  await script.clock.run(30_000);
  late(here);
  equal((await there.readable.getReader().read()).done, true);
  equal(script.link.counters.connections, 0);
  await script.link.close();
});

/** A logged-in link whose network takes bytes until `block`, and again after `release`. */
async function stalling() {
  const [here, there] = socketPair();
  let gate: Promise<void> | undefined, release = () => {};
  const script = new Script(vectorA, {
    connect: () =>
      Promise.resolve({
        readable: here.readable,
        close: here.close,
        writable: new WritableStream({ write: () => gate }),
      }),
  });
  await script.open();
  const server = there.writable.getWriter();
  await server.write(encoder.encode(`${vectorA.serverWelcome}\r\n`));
  await settled();
  const block = () => {
    gate = new Promise((resolve) => release = resolve);
  };
  return { script, block, release: () => release() };
}

Deno.test("the end waits for what was sent last, but not for ever", async () => {
  for (const released of [true, false]) {
    const { script, block, release } = await stalling();
    block();
    script.link.send(["MP-0 c5,0"]);
    const closed = script.link.close();
    await script.clock.run(1_999);
    deepEqual(script.told, ["up"]);
    if (released) release();
    else await script.clock.run(1);
    await closed;
    deepEqual(script.told, ["up", "down"]);
  }
});

Deno.test("a network that takes nothing: no more than 64 KiB wait, and after 60 s it is left", async () => {
  const { script, block } = await stalling();
  block();
  const kilobyte = `MP-0 PA${"x".repeat(1000)}`;
  let taken = 0;
  while (script.link.send([kilobyte])) taken++;
  ok(taken > 40 && taken < 60, `${taken} messages`);
  ok(script.link.pending > 65_536);
  await script.clock.run(59_999);
  deepEqual(script.told, ["up"]);
  await script.clock.run(1);
  deepEqual(script.told, ["up", "down"]);
  await script.link.close();
});
