/** Who asks without end is read more slowly, and what is read at once is bounded: others notice nothing. */
import assert from "node:assert/strict";
import { SimClock } from "../../../../../hal/sim/mod.ts";
import { Guest } from "../../../../../runtime/links/http/connections/guests.ts";
import { listen } from "../../../../../runtime/links/http/connections/listen.ts";
import { Pace } from "../../../../../runtime/links/http/connections/pace.ts";
import { httpServer } from "../../../../../runtime/links/http/connections/server.ts";

const here = () => false;

Deno.test("a crowd may ask at once, then thirty times a second", async () => {
  const clock = new SimClock(), pace = new Pace(clock);
  for (let i = 0; i < 1000; i++) pace.spend("10.0.0.1");
  assert.equal(pace.turn("10.0.0.1", here), undefined);
  for (let second = 0; second < 5; second++) {
    for (let i = 0; i < 30; i++) pace.spend("10.0.0.1");
    const turn = pace.turn("10.0.0.1", here), begin = clock.monotonic();
    assert.notEqual(turn, undefined);
    assert.equal(pace.turn("10.0.0.2", here), undefined, "others do not wait");
    const over = turn?.then(() => clock.monotonic() - begin);
    await clock.run(1000);
    assert.equal(await over, 1000);
    assert.equal(pace.turn("10.0.0.1", here), undefined);
  }
});

Deno.test("whoever is gone does not wait any more; of thousands of networks the last ones are remembered", async () => {
  const clock = new SimClock(), pace = new Pace(clock);
  for (let i = 0; i < 2000; i++) pace.spend("10.0.0.1");
  let gone = false;
  const turn = pace.turn("10.0.0.1", () => gone);
  gone = true;
  await clock.run(1000);
  await turn;
  assert.notEqual(pace.turn("10.0.0.1", here), undefined);
  for (let i = 0; i < 1000; i++) pace.spend(`network ${i}`);
  assert.equal(pace.turn("10.0.0.1", here), undefined);
});

/** A connection that brings these bytes once, and then nothing. */
function bringing(bytes: Uint8Array) {
  const { promise: silence, resolve: end } = Promise.withResolvers<null>();
  const noted: string[] = [];
  let rest = bytes;
  return {
    noted,
    close: () => end(null),
    remoteAddr: { transport: "tcp" as const, hostname: "10.0.0.1", port: 1 },
    read: (into: Uint8Array) => {
      const count = Math.min(into.length, rest.length);
      if (count === 0) return silence;
      into.set(rest.subarray(0, count));
      rest = rest.subarray(count);
      return Promise.resolve(count);
    },
    write: (from: Uint8Array) => Promise.resolve(from.length),
    closeWrite: () => Promise.resolve(),
    setNoDelay: () => void noted.push("no delay"),
  };
}

Deno.test("a hundred headers are read, more are refused", async () => {
  const headers = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, k) => [`x${k}`, "1"]));
  const clock = new SimClock();
  const server = listen(
    "127.0.0.1",
    0,
    () => Promise.resolve(new Response("x")),
    { clock, log: () => {} },
  );
  const statuses: number[] = [];
  for (const count of [90, 110]) {
    const { status, body } = await fetch(server.url, {
      headers: headers(count),
    });
    await body?.cancel();
    statuses.push(status);
  }
  assert.deepEqual(statuses, [200, 431]);
  await server.close();
});

Deno.test("of hundreds of requests behind one another few are read before the connection ends, and four answered", async () => {
  const clock = new SimClock();
  let asked = 0, answered = 0;
  class Counted extends Pace {
    override spend(): void {
      asked++;
    }
  }
  const flood = "GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(600);
  const connection = bringing(new TextEncoder().encode(flood));
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const guest = new Guest(
    () => clock.monotonic(),
    resolve,
    "10.0.0.1",
    new Counted(clock),
  );
  httpServer(() => {
    answered++;
    return Promise.resolve(new Response("x"));
  }).take(connection, guest);
  await closed;
  connection.close();
  assert.equal(answered, 4);
  assert.ok(asked < 60, `${asked} were read`);
  assert.deepEqual(connection.noted, ["no delay"]);
});
