import assert from "node:assert/strict";
import { SimClock } from "../../../../../hal/sim/mod.ts";
import {
  Guest,
  Guests,
} from "../../../../../runtime/links/http/connections/guests.ts";
import {
  Door,
  listen,
} from "../../../../../runtime/links/http/connections/listen.ts";

const MOST = 64;

/** Guests whose endings are noted by number. */
class House {
  now = 0;
  readonly guests = new Guests(() => this.now);
  readonly ended: number[] = [];
  #number = 0;

  /** @param after time since the one before, ms */
  enter(network = "10.0.0.1", after = 0) {
    this.now += after;
    const number = this.#number++;
    const guest = new Guest(
      () => this.now,
      () => this.ended.push(number),
      network,
    );
    return { guest, admitted: this.guests.admit(guest) };
  }
}

Deno.test("where all places are taken, the oldest guest that waits for no answer leaves", () => {
  const house = new House();
  const all = Array.from({ length: MOST }, () => house.enter());
  assert.ok(all.every(({ admitted }) => admitted === "yes"));
  for (const { guest } of all) guest.heard();
  all[0]?.guest.enters("answering");
  all[1]?.guest.enters("body");
  assert.equal(house.enter().admitted, "later");
  house.now = 500;
  assert.equal(house.enter().admitted, "yes");
  assert.deepEqual(house.ended, [1]);
  assert.equal(house.guests.size, MOST);
});

Deno.test("who has said nothing gives his place up sooner than who asks", () => {
  const house = new House();
  const all = Array.from({ length: MOST }, () => house.enter());
  for (const { guest } of all.slice(0, -1)) guest.heard();
  assert.equal(house.enter().admitted, "later");
  house.now = 100;
  assert.equal(house.enter().admitted, "yes");
  assert.deepEqual(house.ended, [MOST - 1]);
  assert.equal(house.enter("10.0.0.1", 399).admitted, "yes");
  assert.equal(house.enter("10.0.0.1", 1).admitted, "yes");
  assert.deepEqual(house.ended, [MOST - 1, MOST + 1, 0]);
});

Deno.test("more than the usual 511 wait for a place where the system keeps them", async () => {
  // Time stands still, so that nobody gives up a place
  const { server, clock } = open(read);
  const crowd = await Promise.all(
    Array.from({ length: 560 }, () => connect(server.port, "")),
  );
  assert.equal(crowd.length, 560);
  for (const connection of crowd) connection.close();
  await passing(clock, server.close());
});

Deno.test("who has most places gives one up, not who has few", () => {
  const house = new House();
  house.enter("10.0.0.2");
  for (let i = 0; i < 200; i++) house.enter("10.0.0.1", 10);
  assert.ok(!house.ended.includes(0));
  assert.equal(house.ended.length, 201 - MOST);
  for (let i = 0; i < 200; i++) house.enter("10.0.0.2", 10);
  assert.ok(house.ended.slice(-100).some((number) => number > 201));
});

Deno.test("where all wait for an answer, nobody comes in", () => {
  const house = new House();
  for (let i = 0; i < MOST; i++) house.enter().guest.enters("answering");
  assert.equal(house.enter().admitted, "later");
  house.now = 500;
  assert.equal(house.enter().admitted, "no");
  assert.deepEqual(house.ended, []);
});

Deno.test("without descriptors some are given back, and fewer come in while many want to", () => {
  const house = new House();
  for (let i = 0; i < 20; i++) house.enter();
  house.guests.makeRoom();
  assert.equal(house.guests.size, 16);
  house.now = 500;
  assert.equal(house.enter().admitted, "yes");
  assert.equal(house.guests.size, 16);
  for (let i = 0; i < 20; i++) house.guests.makeRoom();
  assert.equal(house.guests.size, 4);
  house.now = 59_000;
  house.enter();
  house.now = 119_000;
  house.enter();
  assert.equal(house.guests.size, 4, "there was none to spare a minute ago");
  house.now = 180_000;
  for (let i = 0; i < MOST; i++) house.enter();
  assert.equal(house.guests.size, MOST, "what was short is there again");
});

Deno.test("each phase has its time, but an answer may take as long as it takes", () => {
  const limits = { headers: 10, body: 30, rest: 60, taking: 60 } as const;
  for (const [phase, seconds] of Object.entries(limits)) {
    const house = new House(), { guest } = house.enter();
    if (phase !== "headers") guest.enters(phase as keyof typeof limits);
    house.now = seconds * 1000;
    house.guests.sweep();
    assert.deepEqual(house.ended, [], phase);
    house.now++;
    house.guests.sweep();
    assert.deepEqual(house.ended, [0], phase);
  }
  const house = new House();
  house.enter().guest.enters("answering");
  house.now = 3_600_000;
  house.guests.sweep();
  assert.deepEqual(house.ended, []);
});

Deno.test("the first byte of a next request begins the time for its headers, later ones do not", () => {
  const house = new House(), { guest } = house.enter();
  guest.enters("rest");
  house.now = 50_000;
  guest.heard();
  house.now = 59_000;
  guest.heard();
  house.now = 60_001;
  house.guests.sweep();
  assert.deepEqual(house.ended, [0]);
});

/** A server on a clock of its own. */
function open(answer: (request: Request) => Promise<Response>) {
  const clock = new SimClock(), said: string[] = [];
  const server = listen("127.0.0.1", 0, answer, {
    clock,
    log: (_, event) => said.push(event),
  });
  return { clock, said, server };
}
/** Answers when all of the request is there. */
async function read(request: Request): Promise<Response> {
  await request.text();
  return new Response("ok");
}
const encoder = new TextEncoder();

/** A connection that sends a beginning; whether the server has ended it. */
async function connect(port: number, beginning: string) {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  await connection.write(encoder.encode(beginning));
  return connection;
}
async function isEnded(connection: Deno.TcpConn): Promise<boolean> {
  try {
    return await connection.read(new Uint8Array(100)) === null;
  } catch {
    return true;
  }
}
/** What comes while time passes, `step` ms at each turn: on a busy machine a turn may be a small part of what is done. */
async function passing<T>(
  clock: SimClock,
  what: Promise<T>,
  step = 20,
): Promise<T> {
  let done = false;
  const ended = what.finally(() => done = true);
  while (!done) {
    await clock.run(step);
    await new Promise((turn) => setTimeout(turn));
  }
  return await ended;
}
async function answered(url: string): Promise<string> {
  return await (await fetch(url)).text();
}

const STARTS = {
  "nothing": "",
  "half of a header": "GET / HTTP/1.1\r\nHost: a",
  "half of a body":
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{",
};

for (const [what, beginning] of Object.entries(STARTS)) {
  Deno.test(`200 connections that send ${what}: others are answered, and their time ends`, async () => {
    const { server, said, clock } = open(read);
    const connections: Deno.TcpConn[] = [];
    for (let i = 0; i < 200; i++) {
      connections.push(await connect(server.port, beginning));
    }
    // Each gets half a second to ask before it has to give way
    assert.equal(await passing(clock, answered(server.url)), "ok");
    assert.deepEqual(said, []);
    const early = connections.slice(0, 200 - MOST);
    assert.ok((await Promise.all(early.map(isEnded))).every((ended) => ended));
    const late = connections.slice(-3).map(isEnded);
    await clock.run(35_000);
    assert.ok((await Promise.all(late)).every((ended) => ended));
    for (const connection of connections) connection.close();
    await server.close();
  });
}

Deno.test("who turns away at the door costs the others neither time nor places", async () => {
  const { promise: silence, reject: end } = Promise.withResolvers<never>();
  const turnedAway = [
    new Deno.errors.NotConnected("gone"),
    new Deno.errors.ConnectionReset("gone"),
    new Deno.errors.ConnectionAborted("gone"),
  ];
  const clock = new SimClock(), said: string[] = [];
  let knocks = 0;
  const listener = {
    accept: () => {
      const error = turnedAway[knocks++];
      return error ? Promise.reject(error) : silence;
    },
    close: () => end(new Deno.errors.BadResource("closed")),
  };
  const log = (_: string, event: string) => said.push(event);
  const door = new Door(listener, read, { clock, log });
  await clock.run(0);
  assert.equal(knocks, turnedAway.length + 1);
  assert.deepEqual(said, []);
  await door.close();
});

Deno.test("one connection has one answer after the other", async () => {
  const { server } = open(read);
  const connection = await connect(server.port, "");
  const decoder = new TextDecoder(), piece = new Uint8Array(1000);
  for (let n = 0; n < 20; n++) {
    await connection.write(
      encoder.encode(
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi",
      ),
    );
    let text = "";
    while (!text.endsWith("0\r\n\r\n")) {
      const count = await connection.read(piece);
      assert.ok(count !== null, `ended after ${n} answers`);
      text += decoder.decode(piece.subarray(0, count));
    }
    assert.match(text, /^HTTP\/1\.1 200 /);
  }
  connection.close();
  await server.close();
});

Deno.test("of requests that are sent without waiting for answers a few are begun, and the connection ends", async () => {
  let asked = 0;
  const { server } = open(() => {
    asked++;
    return new Promise(() => {});
  });
  const request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  const flood = await connect(server.port, request.repeat(100));
  assert.equal(await isEnded(flood), true);
  assert.ok(asked <= 4, `${asked}`);
  flood.close();
  await server.close();
});

Deno.test("no page is kept from its stream by those who ask for nothing, and the end cuts it off", async () => {
  const { server, clock } = open(() =>
    Promise.resolve(
      new Response(
        new ReadableStream({
          start: (controller) => controller.enqueue(encoder.encode("begun")),
        }),
      ),
    )
  );
  const stream = await fetch(server.url);
  const reader = stream.body?.getReader();
  assert.equal(
    new TextDecoder().decode((await reader?.read())?.value),
    "begun",
  );
  const crowd = await Promise.all(
    Array.from({ length: 100 }, () => connect(server.port, "")),
  );
  await passing(clock, answerOf(server.port));
  const cutOff = assert.rejects(async () => await reader?.read());
  await passing(clock, server.close());
  await cutOff;
  for (const connection of crowd) connection.close();
});

/** Waits until the server has come to a connection. */
async function answerOf(port: number): Promise<void> {
  const connection = await connect(port, "GARBAGE\r\n\r\n");
  await isEnded(connection);
  connection.close();
}

Deno.test("of three hundred that ask at once each is answered", async () => {
  const { server, said, clock } = open(async (request) => {
    await new Promise((resolve) => setTimeout(resolve));
    return await read(request);
  });
  const answers = await passing(
    clock,
    Promise.all(
      Array.from({ length: 300 }, async () => {
        const connection = await connect(
          server.port,
          "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        );
        const text = await new Response(connection.readable).text();
        return text.slice(9, 12);
      }),
    ),
    1,
  );
  assert.deepEqual([...new Set(answers)], ["200"]);
  assert.deepEqual(said, []);
  await server.close();
});
