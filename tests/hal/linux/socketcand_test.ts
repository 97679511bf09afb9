import assert from "node:assert/strict";
import { SystemClock } from "../../../hal/clock.ts";
import {
  errorClasses,
  sendElement,
  SocketcandParser,
} from "../../../hal/linux/socketcand_codec.ts";
import { SocketcandDriver } from "../../../hal/linux/socketcand.ts";
import type { Clock, Network, Socket } from "../../../hal/mod.ts";
import { systemNetwork } from "../../../hal/net.ts";
import { pause } from "../../../hal/pause.ts";
import { SimClock } from "../../../hal/sim/clock.ts";
import { show } from "../can_contract.ts";
import { until } from "../until.ts";
import { FakeSocketcand } from "./fake_socketcand.ts";

/** What the parser makes of some text. */
function read(text: string): readonly string[] {
  const events: string[] = [];
  const parser = new SocketcandParser({
    frame: ({ id, data, extended }) =>
      events.push(`${extended ? "ext " : ""}${show(id, data)}`),
    said: (words) => events.push(`(${words})`),
    garbage: () => events.push("garbage"),
  });
  parser.push(new TextEncoder().encode(text));
  return events;
}

Deno.test("elements of the protocol", () => {
  assert.deepEqual(
    read("< hi >< ok ><frame 123 23.424242 11 22 33 44 >< frame 7FF 1.0  >"),
    ["(hi)", "(ok)", "123#11223344", "7FF#"],
  );
  assert.deepEqual(read("< frame 18DAF110 1.000001 DEAD >< frame 18DA"), [
    "ext 18DAF110#DEAD",
  ]);
  assert.deepEqual(
    read("< frame 123 1.0 112233445566778899 >< frame 123 1.0 123 >oops >"),
    ["garbage", "garbage", "garbage"],
  );
  assert.deepEqual(read("x".repeat(1000)), ["garbage"]);
  assert.deepEqual(read("< fdframe 123 00 1.0 11 >"), [
    "(fdframe 123 00 1.0 11)",
  ]);
  assert.equal(
    sendElement(0x55, Uint8Array.of(1, 0xfe)),
    "< send 055 2 01 FE >",
  );
  assert.equal(
    sendElement(0x18daf110, new Uint8Array()),
    "< send 18DAF110 0 >",
  );
  assert.equal(errorClasses("error 040 23.424242"), 0x40);
  assert.equal(errorClasses("error unknown command"), undefined);
});

/** A driver of a stand-in's bus. */
function rig(network: string, clock: Clock = new SystemClock()) {
  const fake = new FakeSocketcand(), { port } = fake.server;
  const driver = new SocketcandDriver(
    { host: "127.0.0.1", port, network },
    systemNetwork,
    { clock, retryMs: 5 },
  );
  return {
    fake,
    driver,
    async [Symbol.asyncDispose]() {
      await driver.close();
      await fake.server.unplug();
    },
  };
}

Deno.test("a bus that the server does not offer is a sentence", async () => {
  await using it = rig("can7");
  it.driver.open(() => {}, []);
  await until(
    "told",
    () =>
      it.driver.state === "socketcand refuses can7: error could not open bus",
  );
  assert.equal(
    it.driver.name,
    `socketcand:127.0.0.1:${it.fake.server.port}/can7`,
  );
});

Deno.test("bus-off of the server's interface is told until a frame comes", async () => {
  await using it = rig("can0");
  it.driver.open(() => {}, []);
  await until("up", () => it.driver.state === "up");
  await it.fake.say("< error 040 1.000000 >");
  await until("told", () => /^can0 is bus-off/.test(it.driver.state));
  await it.fake.inject(1, Uint8Array.of(1));
  await until("over", () => it.driver.state === "up");
});

Deno.test("a server that is silent is noticed, and connected again", async () => {
  const clock = new SimClock();
  await using it = rig("can0", clock);
  const soon = (what: string, holds: () => boolean) =>
    until(what, () => {
      clock.advance(20);
      return holds();
    });
  it.driver.open(() => {}, []);
  await soon("up", () => it.driver.state === "up");
  await soon("asked", () => it.fake.said.includes("echo"));
  it.fake.mute = true;
  await soon("noticed", () => it.driver.state !== "up");
  it.fake.mute = false;
  await soon("up again", () => it.driver.state === "up");
  assert.deepEqual(it.fake.sent, []);
});

/** A server that stops taking what it is sent. */
class BusyServer implements Network {
  readonly got: string[] = [];
  #free: Promise<void> = Promise.resolve();

  connect(): Promise<Socket> {
    const encoder = new TextEncoder(), decoder = new TextDecoder();
    const { readable, writable: answers } = new TransformStream<Uint8Array>();
    const answer = answers.getWriter();
    void answer.write(encoder.encode("< hi >"));
    return Promise.resolve({
      readable,
      writable: new WritableStream({
        write: async (bytes) => {
          await this.#free;
          this.got.push(decoder.decode(bytes));
          if (!this.got.at(-1)?.includes("send")) {
            await answer.write(encoder.encode("< ok >"));
          }
        },
      }),
      close: () => {},
    });
  }

  /** Takes nothing until the returned function is called. */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#free = promise;
    return resolve;
  }
}

Deno.test("frames that wait for a server are not sent when sending is forbidden", async () => {
  const server = new BusyServer();
  const driver = new SocketcandDriver(
    { host: "127.0.0.1", port: 1, network: "can0" },
    server,
    { clock: new SystemClock(), retryMs: 5 },
  );
  driver.open(() => {}, []);
  await until("up", () => driver.state === "up");
  driver.listenOnly(false);
  const free = server.hold();
  const ends = [1, 2, 3].map((byte) =>
    driver.send(0x601, Uint8Array.of(byte)).catch(() => "withdrawn")
  );
  await pause(new SystemClock(), 1);
  driver.listenOnly(true);
  free();
  // The first one is with the connection already.
  assert.deepEqual((await Promise.all(ends)).slice(1), [
    "withdrawn",
    "withdrawn",
  ]);
  assert.deepEqual(
    server.got.filter((element) => /send 601 1 0[23]/.test(element)),
    [],
  );
  await until("up again", () => driver.state === "up");
  await driver.close();
});
