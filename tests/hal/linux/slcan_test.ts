import assert from "node:assert/strict";
import type { BytePort } from "../../../hal/byte_port.ts";
import { SystemClock } from "../../../hal/clock.ts";
import { SlcanDriver, type SlcanOptions } from "../../../hal/linux/slcan.ts";
import { SimClock } from "../../../hal/sim/clock.ts";
import { until } from "../until.ts";
import { FakeFirmware, type FakeLine, FakeSlcan } from "./fake_slcan.ts";

/** Simulated time between two looks at what has happened. */
const LOOK_MS = 10;

/** An adapter and its driver on a clock that runs as fast as the adapter answers. */
async function withAdapter(
  options: Omit<SlcanOptions, "clock">,
  work: (
    driver: SlcanDriver,
    adapter: FakeSlcan,
    until: (what: string, holds: () => boolean) => Promise<void>,
    clock: SimClock,
  ) => Promise<void>,
): Promise<void> {
  const folder = Deno.makeTempDirSync(), clock = new SimClock();
  const adapter = new FakeSlcan(`${folder}/tty`);
  const driver = new SlcanDriver(adapter.path, {
    clock,
    coalesceMs: 0,
    ...options,
  });
  // A look takes a millisecond or more, so an answer may take a hundred looks before it is late.
  const soon = (what: string, holds: () => boolean) =>
    until(what, () => {
      clock.advance(LOOK_MS);
      return holds();
    });
  try {
    await work(driver, adapter, soon, clock);
  } finally {
    const closing = driver.close();
    let closed = false;
    void closing.then(() => closed = true);
    await soon("closed", () => closed);
    await adapter.unplug();
    Deno.removeSync(folder, { recursive: true });
  }
}

const up = (driver: SlcanDriver) => () => driver.state === "up";

Deno.test("an adapter is set up listen-only", () =>
  withAdapter({}, async (driver, adapter, until) => {
    driver.open(() => {}, []);
    await until("up", up(driver));
    assert.deepEqual(adapter.commands, ["C", "S6", "L", "F"]);
    assert.equal(driver.name, `slcan:${adapter.path}`);
  }));

Deno.test("bit rate and time stamps are asked for", () =>
  withAdapter(
    { bitRate: 125_000, timestamps: true },
    async (driver, adapter, until) => {
      driver.open(() => {}, []);
      await until("up", up(driver));
      assert.deepEqual(adapter.commands, ["C", "S4", "Z1", "L", "F"]);
      await adapter.inject(0x155, Uint8Array.of(1));
      await until("a frame", () => driver.counters.received === 1);
      assert.equal(driver.stamp, 0x1a2b);
    },
  ));

Deno.test("a bit rate that no adapter knows is refused", () => {
  assert.throws(
    () =>
      new SlcanDriver("/dev/null", { clock: new SystemClock(), bitRate: 1 }),
    /expected one of 10000, .*500000/,
  );
});

Deno.test("changing the mode closes and opens the channel", () =>
  withAdapter({}, async (driver, adapter, until) => {
    driver.open(() => {}, []);
    await until("up", up(driver));
    adapter.commands.length = 0;
    driver.listenOnly(false);
    driver.listenOnly(false);
    await until("open", () => adapter.mode === "open");
    driver.listenOnly(true);
    await until("listen", () => adapter.mode === "listen");
    const commands = adapter.commands.filter((command) => command !== "F");
    assert.deepEqual(commands, ["C", "O", "C", "L"]);
    assert.equal(driver.state, "up");
  }));

Deno.test("an adapter that is to listen again already does not take part in the bus before", () =>
  withAdapter({}, async (driver, adapter, until) => {
    driver.open(() => {}, []);
    await until("up", up(driver));
    adapter.commands.length = 0;
    driver.listenOnly(false);
    driver.listenOnly(true);
    await until("listening", () => adapter.commands.includes("L"));
    assert.deepEqual(adapter.commands, ["C", "C", "L"]);
    assert.equal(adapter.mode, "listen");
    driver.listenOnly(false);
    driver.listenOnly(true);
    driver.listenOnly(false);
    await until("open", () => adapter.mode === "open");
    await driver.send(0x601, Uint8Array.of(1));
    assert.deepEqual(adapter.sent, ["601#01"]);
    assert.equal(driver.counters.reopened, 0);
  }));

Deno.test("closing the driver closes the channel", async () => {
  let seen: FakeSlcan | undefined;
  await withAdapter({}, async (driver, adapter, until) => {
    seen = adapter;
    driver.open(() => {}, []);
    await until("up", up(driver));
    adapter.commands.length = 0;
    void driver.close();
    await until("closed", () => adapter.mode === "closed");
  });
  assert.deepEqual(seen?.commands, ["C"]);
});

Deno.test("status flags become errors, overruns and a sentence", () =>
  withAdapter({}, async (driver, adapter, until) => {
    driver.open(() => {}, []);
    await until("up", up(driver));
    adapter.status = "08";
    await until("an overrun", () => driver.counters.overruns > 0);
    assert.equal(driver.counters.errors, 0);
    adapter.status = "A4";
    await until("trouble", () => /error passive/.test(driver.state));
    assert.ok(driver.counters.errors > 0);
    adapter.status = "00";
    await until("up again", up(driver));
    assert.equal(driver.counters.reopened, 0);
  }));

Deno.test("an adapter that does not know the status is not asked again", () =>
  withAdapter({}, async (driver, adapter, until, clock) => {
    adapter.status = undefined;
    driver.open(() => {}, []);
    await until("up", up(driver));
    await until("asked", () => adapter.commands.includes("F"));
    adapter.commands.length = 0;
    const end = clock.monotonic() + 3000;
    await until("three seconds", () => clock.monotonic() > end);
    assert.deepEqual(adapter.commands, []);
    assert.equal(driver.state, "up");
  }));

/** An adapter in memory, which answers at once. */
function inMemory() {
  const questions: string[] = [];
  const bytes = (text: string) => new TextEncoder().encode(text);
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const out = writable.getWriter();
  const answerTo = (command: string) => {
    if (command === "F") questions.push(command);
    if (command === "V") return "V1013\r";
    return command === "F" ? "F00\r" : command.startsWith("t") ? "z\r" : "\r";
  };
  const port = () =>
    Promise.resolve({
      readable,
      writable: new WritableStream<Uint8Array>({
        write(chunk) {
          const commands = new TextDecoder().decode(chunk).split("\r");
          for (const command of commands.filter((text) => text !== "")) {
            void out.write(bytes(answerTo(command)));
          }
        },
      }),
      close: () => Promise.resolve(),
    });
  return {
    port,
    frame: () => void out.write(bytes("t1551AA\r")),
    /** Questions for the status since the last look. */
    asked: () => questions.splice(0).length,
  };
}

Deno.test("an adapter on a bus that sleeps is asked seldom, and each second again when something happens", async () => {
  const clock = new SimClock(), adapter = inMemory();
  const driver = new SlcanDriver("memory", { clock, port: adapter.port });
  driver.open(() => {}, []);
  await clock.run(12_000);
  assert.equal(driver.state, "up");
  adapter.asked();
  await clock.run(60_000);
  assert.equal(adapter.asked(), 6);
  adapter.frame();
  await clock.run(9000);
  assert.ok(adapter.asked() >= 8);
  await clock.run(60_000);
  adapter.asked();
  driver.listenOnly(false);
  await clock.run(60_000);
  adapter.asked();
  await driver.send(0x100, Uint8Array.of(1));
  await clock.run(9000);
  assert.ok(adapter.asked() >= 8);
  const closing = driver.close();
  await clock.run(1000);
  await closing;
});

Deno.test("an adapter that falls silent is opened again", () =>
  withAdapter({ retryMs: 10 }, async (driver, adapter, until) => {
    driver.open(() => {}, []);
    await until("up", up(driver));
    adapter.mute = true;
    await until(
      "noticed",
      () => /did not answer F within 1 s/.test(driver.state),
    );
    adapter.mute = false;
    await until("up", up(driver));
    assert.equal(driver.counters.reopened, 1);
  }));

Deno.test("something else on the port is not taken for an adapter", () =>
  withAdapter({ retryMs: 10 }, async (driver, adapter, until) => {
    adapter.mute = true;
    driver.open(() => {}, []);
    await until(
      "noticed",
      () => /expected an SLCAN adapter/.test(driver.state),
    );
    assert.equal(driver.counters.reopened, 0);
    await assert.rejects(driver.send(1, new Uint8Array()));
  }));

Deno.test("a frame that the adapter refuses is an error of the sender", () =>
  withAdapter({}, async (driver, adapter, until) => {
    driver.open(() => {}, []);
    await until("up", up(driver));
    driver.listenOnly(false);
    await until("open", () => adapter.mode === "open");
    adapter.mode = "listen";
    let refused = "";
    driver.send(1, Uint8Array.of(1)).catch((error) => refused = error.message);
    await until("refused", () => refused !== "");
    assert.match(refused, /refused the frame/);
    assert.equal(driver.counters.sent, 0);
    assert.equal(driver.counters.errors, 1);
  }));

/** A line that keeps what its adapter does not take; closing it drops that, as a serial port does. */
class SlowLine implements FakeLine {
  #unsent: Uint8Array[] = [];
  #arrived: () => void = () => {};
  #held: Promise<void> = Promise.resolve();
  #answer: ((bytes: Uint8Array) => void) | undefined;

  open(): Promise<BytePort> {
    return Promise.resolve({
      readable: new ReadableStream({
        start: (port) => this.#answer = (bytes) => port.enqueue(bytes),
      }),
      writable: new WritableStream({
        write: (bytes) => {
          this.#unsent.push(bytes);
          this.#arrived();
        },
      }),
      close: () => {
        this.#unsent = [];
        return Promise.resolve();
      },
    });
  }

  async read(buffer: Uint8Array<ArrayBuffer>): Promise<number> {
    for (;;) {
      await this.#held;
      const bytes = this.#unsent.shift();
      if (bytes) {
        buffer.set(bytes);
        return bytes.length;
      }
      await new Promise<void>((resolve) => this.#arrived = resolve);
    }
  }

  write(bytes: Uint8Array): Promise<void> {
    return Promise.resolve(this.#answer?.(bytes));
  }

  /** Carries nothing to the adapter until the returned function is called. */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held = promise;
    return resolve;
  }
}

function takesPart({ mode, silent }: FakeFirmware): boolean {
  return mode === "open" && !silent;
}

for (const firmware of ["lawicel", "canable"] as const) {
  Deno.test(`${firmware}: a frame that waits in the line is none for the adapter when sending is forbidden`, async () => {
    const clock = new SimClock(), line = new SlowLine();
    const adapter = new FakeFirmware(firmware);
    void adapter.serve(line);
    const driver = new SlcanDriver("line", { clock, port: () => line.open() });
    driver.open(() => {}, []);
    await clock.run(1000);
    driver.listenOnly(false);
    await clock.run(100);
    assert.equal(driver.state, "up");
    assert.equal(takesPart(adapter), true);
    const free = line.hold();
    let end = "sent";
    driver.send(0x601, Uint8Array.of(1)).catch(({ message }) => end = message);
    await clock.run(10);
    driver.listenOnly(true);
    await clock.run(10);
    free();
    await clock.run(5000);
    assert.equal(driver.state, "up");
    assert.equal(takesPart(adapter), false);
    assert.deepEqual(adapter.sent, []);
    assert.match(end, /a frame was under way when sending was forbidden/);
    const closing = driver.close();
    await clock.run(1000);
    await closing;
  });
}

Deno.test("a port that is not there is a sentence, not a fault", async () => {
  const driver = new SlcanDriver("/nowhere/ttyACM0", {
    clock: new SystemClock(),
    retryMs: 1,
  });
  driver.open(() => {}, []);
  await until("told", () => /no such device/.test(driver.state));
  await driver.close();
});
