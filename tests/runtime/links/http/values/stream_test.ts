import assert from "node:assert/strict";
import { openConsole, type TestConsole, tick } from "../console.ts";

interface Event {
  readonly id: string;
  readonly event: string;
  readonly data: {
    seconds: number;
    time: number;
    metrics: { name: string; value: unknown; freshness: string }[];
  };
}

/** Reads events one by one. */
class Events {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #read: Promise<ReadableStreamReadResult<Uint8Array>> | undefined;
  #text = "";

  constructor(response: Response) {
    assert.equal(response.headers.get("content-type"), "text/event-stream");
    assert.ok(response.body);
    this.#reader = response.body.getReader();
  }

  async next(): Promise<Event> {
    for (;;) {
      const end = this.#text.indexOf("\n\n");
      if (end >= 0) {
        const event = this.#text.slice(0, end);
        this.#text = this.#text.slice(end + 2);
        return parsed(event);
      }
      this.#read ??= this.#reader.read();
      const { value, done } = await this.#read;
      this.#read = undefined;
      assert.ok(!done, "the stream ended");
      this.#text += new TextDecoder().decode(value);
    }
  }

  /** All that are there already. */
  async waiting(): Promise<readonly Event[]> {
    const events: Event[] = [];
    for (;;) {
      if (!this.#text.includes("\n\n")) {
        this.#read ??= this.#reader.read();
        if (!await Promise.race([this.#read.then(() => true), tick()])) break;
      }
      events.push(await this.next());
    }
    return events;
  }

  /** Whether nothing comes any more. */
  async ended(): Promise<boolean> {
    for (;;) {
      const { done } = await this.#reader.read();
      if (done) return true;
    }
  }

  close(): Promise<void> {
    return this.#reader.cancel();
  }
}

function parsed(text: string): Event {
  const fields = Object.fromEntries(
    text.split("\n").map((line) => {
      const at = line.indexOf(": ");
      return [line.slice(0, at), line.slice(at + 2)];
    }),
  );
  const { id = "", event = "", data = "{}" } = fields;
  return { id, event, data: JSON.parse(data) };
}

async function listen(car: TestConsole, lastId?: string): Promise<Events> {
  const headers = lastId === undefined ? {} : { "last-event-id": lastId };
  return new Events(await car.ask("/api/v1/stream", { headers }));
}

const namesOf = ({ data }: Event) => data.metrics.map(({ name }) => name);

Deno.test("a page gets everything first, then each second what changed", async () => {
  using car = openConsole();
  car.car.key(true);
  await car.clock.run(10_000);
  const events = await listen(car);
  const first = await events.next();
  assert.equal(first.event, "snapshot");
  assert.ok(first.data.metrics.length > 100);
  car.car.speed(30);
  await car.clock.run(1000);
  const next = await events.next();
  assert.equal(next.event, "metrics");
  assert.ok(namesOf(next).includes("v.b.power"));
  assert.ok(!namesOf(next).includes("v.vin"), "it did not change");
  await events.close();
});

Deno.test("a change to stale is told when it happens", async () => {
  using car = openConsole();
  car.car.key(true);
  await car.clock.run(10_000);
  const events = await listen(car);
  await events.next();
  car.car.key(false);
  const told = [];
  for (let s = 0; s < 240; s += 10) {
    await car.clock.run(10_000);
    for (const { data } of await events.waiting()) {
      told.push(...data.metrics.filter(({ name }) => name === "v.b.voltage"));
    }
  }
  assert.equal(told.at(-1)?.freshness, "stale");
  await events.close();
});

Deno.test("a page that lost the stream gets what it missed, no more and no less", async () => {
  using car = openConsole();
  car.car.key(true);
  await car.clock.run(5000);
  const before = await listen(car), after = await listen(car);
  await before.next();
  await after.next();
  await car.clock.run(1000);
  const { id } = await before.next();
  await before.close();
  await car.clock.run(20_000);
  const again = await listen(car, id);
  await after.next();
  for (let s = 0; s < 20; s++) {
    assert.deepEqual(await again.next(), await after.next());
  }
  await again.close();
  await after.close();
});

Deno.test("whoever was away too long, or before a restart, gets everything", async () => {
  using car = openConsole();
  await car.clock.run(5000);
  for (const id of ["1.0", "zz.3", "1.99999", "nonsense", ""]) {
    await car.clock.run(125_000);
    const events = await listen(car, id);
    assert.equal((await events.next()).event, "snapshot", id);
    await events.close();
  }
});

Deno.test("the only page gets what it missed, and everything when nothing was kept for it any more", async () => {
  using car = openConsole();
  car.car.key(true);
  await car.clock.run(5000);
  const first = await listen(car);
  await first.next();
  await car.clock.run(1000);
  const { id } = await first.next();
  await first.close();
  for (const [away, kind] of [[30, "metrics"], [300, "snapshot"]] as const) {
    await car.clock.run(away * 1000);
    const again = await listen(car, id);
    assert.equal((await again.next()).event, kind);
    await again.waiting();
    await car.clock.run(1000);
    const next = await again.next();
    assert.equal(next.event, "metrics");
    assert.ok(!namesOf(next).includes("v.vin"), "it did not change");
    await again.close();
  }
});

Deno.test("a page that does not read is let go, and costs no memory", async () => {
  using car = openConsole();
  const events = await listen(car);
  await car.clock.run(200_000);
  assert.ok(await events.ended());
});

Deno.test("fifty pages listen, more are refused, and their places come free", async () => {
  using car = openConsole();
  const all = await Promise.all(Array.from({ length: 50 }, () => listen(car)));
  const refused = await car.ask("/api/v1/stream");
  assert.equal(refused.status, 503);
  await refused.body?.cancel();
  await all.pop()?.close();
  all.push(await listen(car));
  await Promise.all(all.map((events) => events.close()));
});

Deno.test("who listens with many pages keeps nobody else from it", async () => {
  const token = "long-token-of-the-owner";
  using car = openConsole({ hostname: "0.0.0.0", token }, {
    params: { 1: "GEHEIM42" },
  });
  const open = (secret: string) =>
    car.ask("/api/v1/stream", {
      headers: { authorization: `Bearer ${secret}` },
    });
  const many = await Promise.all(
    Array.from({ length: 50 }, () => open("GEHEIM42")),
  );
  assert.equal((await open("GEHEIM42")).status, 503);
  const others = await Promise.all(
    Array.from({ length: 25 }, () => open(token)),
  );
  assert.ok(others.every(({ status }) => status === 200));
  assert.equal((await open(token)).status, 503);
  // The oldest of those with most have ended
  const ended = await Promise.all(
    many.slice(0, 25).map((response) => response.text()),
  );
  assert.equal(ended.length, 25);
  for (const { body } of [...many.slice(25), ...others]) await body?.cancel();
});

Deno.test("a stream ends when its login does", async () => {
  using car = openConsole({ hostname: "0.0.0.0" }, {
    params: { 1: "GEHEIM42" },
  });
  const events = new Events(
    await car.ask("/api/v1/stream", {
      headers: { authorization: "Bearer GEHEIM42" },
    }),
  );
  await events.next();
  car.runtime.params.set(new Map([[1, "ANDERS42"]]), "test");
  await car.clock.run(31_000);
  assert.ok(await events.ended());
});

Deno.test("what counts seconds and what came again unchanged are told sparingly", async () => {
  using car = openConsole();
  car.car.key(true);
  await car.clock.run(5000);
  const events = await listen(car);
  await events.next();
  let all: Awaited<ReturnType<typeof events.waiting>> = [];
  for (let part = 0; part < 3; part++) {
    await car.clock.run(20_000);
    all = [...all, ...await events.waiting()];
  }
  const told = all.flatMap(({ data }) => data.metrics);
  const of = (name: string) => told.filter((metric) => metric.name === name);
  assert.equal(of("m.monotonic").length, 6);
  const again = of("v.e.on");
  assert.equal(again.length, 2);
  for (const metric of again) {
    assert.deepEqual(Object.keys(metric).sort(), ["age", "name"]);
  }
  await events.close();
});

Deno.test("a page open on a parked car costs less than 10 kB a minute", async () => {
  using car = openConsole();
  car.car.key(true);
  await car.clock.run(60_000);
  car.car.key(false);
  await car.clock.run(20 * 60_000);
  const response = await car.ask("/api/v1/stream", {
    headers: { "accept-encoding": "gzip" },
  });
  assert.equal(response.headers.get("content-encoding"), "gzip");
  const reader = response.body?.getReader();
  assert.ok(reader);
  let bytes = 0;
  let read = reader.read();
  const take = async () => {
    while (await Promise.race([read.then(() => true), tick()])) {
      bytes += (await read).value?.length ?? 0;
      read = reader.read();
    }
  };
  await take();
  const first = bytes;
  assert.ok(first < 5000, `${first} bytes at first`);
  for (let s = 0; s < 60; s++) {
    await car.clock.run(1000);
    await take();
  }
  console.log(`a parked car: ${bytes - first} bytes a minute`);
  assert.ok(bytes - first < 10_000, `${bytes - first} bytes`);
  await reader.cancel();
  await read;
});

Deno.test("a packed stream is the plain one, packed", async () => {
  using car = openConsole();
  await car.clock.run(5000);
  const plain = await listen(car);
  const packed = await car.ask("/api/v1/stream", {
    headers: { "accept-encoding": "gzip" },
  });
  assert.ok(packed.body);
  const unpacked = packed.body.pipeThrough(new DecompressionStream("gzip"));
  const events = new Events(
    new Response(unpacked, {
      headers: { "content-type": "text/event-stream" },
    }),
  );
  for (let s = 0; s < 5; s++) {
    assert.deepEqual(await events.next(), await plain.next());
    await car.clock.run(5000);
  }
  await plain.close();
  await events.close();
});

Deno.test("who asks for the headers of the stream alone takes no place in it", async () => {
  using car = openConsole();
  const head = await car.ask("/api/v1/stream", { method: "HEAD" });
  assert.equal(head.headers.get("content-type"), "text/event-stream");
  const { streams } = await car.api("/health") as { streams: number };
  assert.equal(streams, 0);
});

Deno.test("answers are packed, and not sent again to who has them", async () => {
  using car = openConsole();
  const packed = await car.ask("/api/v1/registry", {
    headers: { "accept-encoding": "gzip" },
  });
  assert.equal(packed.headers.get("content-encoding"), "gzip");
  const size = (await packed.arrayBuffer()).byteLength;
  const plain = await car.ask("/api/v1/registry");
  assert.ok(size * 3 < (await plain.text()).length);
  const etag = plain.headers.get("etag") ?? "";
  const again = (tag: string) =>
    car.ask("/api/v1/registry", { headers: { "if-none-match": tag } });
  const known = await again(etag);
  assert.equal(known.status, 304);
  assert.equal(known.headers.get("content-security-policy"), null);
  assert.equal(
    plain.headers.get("content-security-policy"),
    "default-src 'none'; frame-ancestors 'none'",
  );
  const other = await again('"other"');
  assert.equal(other.status, 200);
  await other.body?.cancel();
});

Deno.test("files and lists of values are packed as well for who takes that", async () => {
  using car = openConsole();
  await car.clock.run(120_000);
  for (
    const path of [
      "/api/v1/metrics",
      "/api/v1/history/RT-PWR-UsageStats?format=csv",
      "/metrics",
      "/plugins/batt/battery.js",
    ]
  ) {
    const plain = await (await car.ask(path)).text();
    const response = await car.ask(path, {
      headers: { "accept-encoding": "gzip" },
    });
    assert.equal(response.headers.get("content-encoding"), "gzip", path);
    assert.ok(response.body);
    const unpacked = response.body.pipeThrough(new DecompressionStream("gzip"));
    assert.equal(await new Response(unpacked).text(), plain, path);
  }
});
