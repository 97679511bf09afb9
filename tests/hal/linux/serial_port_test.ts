import assert from "node:assert/strict";
import { SystemClock } from "../../../hal/clock.ts";
import { SimClock } from "../../../hal/sim/clock.ts";
import { cString, libc } from "../../../hal/linux/libc.ts";
import { takePort } from "../../../hal/linux/port_owner.ts";
import { LinuxSerialPort } from "../../../hal/linux/serial_port.ts";
import { BAUD_RATES } from "../../../hal/linux/termios.ts";
import { until } from "../until.ts";
import { heldCopy, lowestDescriptor, Pty } from "./pty.ts";

const clock = new SystemClock();
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytes = (content: string) => new TextEncoder().encode(content);

/** A port on a fresh pseudo terminal, closed afterwards. */
async function withPort(
  work: (port: LinuxSerialPort, pty: Pty) => Promise<void>,
  baudRate = 115200,
): Promise<void> {
  const pty = new Pty(), port = new LinuxSerialPort(pty.path, clock);
  try {
    await port.open({ baudRate });
    await work(port, pty);
  } finally {
    await port.close();
    await pty.close();
  }
}

function streams(port: LinuxSerialPort) {
  const { readable, writable } = port;
  assert.ok(readable && writable);
  return { readable, writable };
}

Deno.test("bytes go through unchanged both ways", () =>
  withPort(async (port, pty) => {
    const { readable, writable } = streams(port);
    const all = Uint8Array.from({ length: 256 }, (_, at) => at);
    await pty.master.write(all);
    const reader = readable.getReader();
    let got: number[] = [];
    while (got.length < 256) {
      const { value } = await reader.read();
      got = got.concat(...(value ?? []));
    }
    assert.deepEqual(got, [...all]);
    await writable.getWriter().write(all);
    const back = new Uint8Array(1024);
    const count = await pty.master.read(back);
    assert.deepEqual(back.subarray(0, count), all);
  }));

Deno.test("every bit rate reaches the terminal's settings", async () => {
  const CBAUD = 0o10017;
  const codes = [
    0o14,
    0o15,
    0o16,
    0o17,
    0o10001,
    0o10002,
    0o10003,
    0o10004,
    0o10005,
    0o10006,
    0o10007,
    0o10010,
  ];
  assert.equal(codes.length, BAUD_RATES.length);
  for (const [at, baudRate] of BAUD_RATES.entries()) {
    await withPort((_, pty) => {
      const termios = new Uint8Array(60);
      assert.equal(libc().tcgetattr(pty.master.fd, termios), 0);
      const flags = new DataView(termios.buffer).getUint32(8, true);
      assert.equal(flags & CBAUD, codes[at], `${baudRate}`);
      return Promise.resolve();
    }, baudRate);
  }
});

Deno.test("what cannot be opened says why, and leaves nothing open", async () => {
  const pty = new Pty(), before = lowestDescriptor();
  const opening = (path: string, baudRate: number) =>
    new LinuxSerialPort(path, clock).open({ baudRate });
  // So often that what other tests of this process open and close meanwhile is nothing beside it.
  for (let n = 0; n < 200; n++) {
    await assert.rejects(opening("/nowhere/tty", 9600), /plugged in.*ENOENT/);
    await assert.rejects(opening("/dev/null", 9600), /not a serial port/);
    await assert.rejects(
      opening(pty.path, 12345),
      /12345 .*expected one of 4800/,
    );
  }
  assert.ok(lowestDescriptor() < before + 100);
  await pty.close();
});

Deno.test("an open port is not opened twice", () =>
  withPort(async (port) => {
    await assert.rejects(port.open({ baudRate: 9600 }), {
      name: "InvalidStateError",
    });
  }));

Deno.test("a closed port is free though a process that was just begun still has it", async () => {
  const pty = new Pty(), port = new LinuxSerialPort(pty.path, clock);
  await port.open({ baudRate: 115200 });
  const giveUp = heldCopy(pty.path);
  await port.close();
  try {
    await port.open({ baudRate: 9600 });
  } finally {
    giveUp();
    await port.close();
    await pty.close();
  }
});

Deno.test("what turns out to be no serial port is given back though a process that was just begun still has it", () => {
  const path = Deno.makeTempFileSync(), READ_ONLY = 0;
  const fd = libc().open(cString(path), READ_ONLY), giveUp = heldCopy(path);
  assert.throws(() => takePort(fd, path), /TIOCEXCL/);
  libc().close(fd);
  using file = Deno.openSync(path);
  assert.equal(file.tryLockSync(true), true);
  giveUp();
  Deno.removeSync(path);
});

Deno.test("closing ends a pending read", () =>
  withPort(async (port) => {
    const reading = streams(port).readable.getReader().read();
    await port.close();
    assert.deepEqual(await reading, { value: undefined, done: true });
    assert.equal(port.readable, null);
    await port.close();
  }));

Deno.test("cancelling ends a pending read, and the port can be opened again", () =>
  withPort(async (port, pty) => {
    const reader = streams(port).readable.getReader();
    const reading = reader.read();
    await reader.cancel();
    assert.equal((await reading).done, true);
    reader.releaseLock();
    await port.close();
    await port.open({ baudRate: 9600 });
    await pty.master.write(bytes("again"));
    const { value } = await streams(port).readable.getReader().read();
    assert.equal(text(value ?? new Uint8Array()), "again");
  }));

Deno.test("a writer waits while nobody takes its bytes, and loses none", () =>
  withPort(async (port, pty) => {
    const writer = streams(port).writable.getWriter();
    const big = Uint8Array.from({ length: 100_000 }, (_, at) => at * 7);
    let done = false;
    const writing = writer.write(big).then(() => done = true);
    const back = new Uint8Array(big.length);
    let count = await pty.master.read(back.subarray(0, 100));
    assert.equal(done, false);
    while (count < big.length) {
      count += await pty.master.read(back.subarray(count));
    }
    await writing;
    assert.deepEqual(back, big);
  }));

Deno.test("a reader that takes nothing leaves the bytes with the kernel", () =>
  withPort(async (port, pty) => {
    let sent = 0;
    // Without back-pressure this would never end.
    for (
      let count: number | undefined = 0;
      count !== undefined;
      sent += count
    ) {
      count = pty.master.tryWrite(new Uint8Array(1000));
      if (count === undefined) break;
    }
    assert.ok(sent > 0 && sent < 1_000_000);
    const reader = streams(port).readable.getReader();
    for (let got = 0; got < sent;) {
      got += (await reader.read()).value?.length ?? 0;
    }
  }));

Deno.test("aborting ends a write that waits", () =>
  withPort(async (port) => {
    const writer = streams(port).writable.getWriter();
    const writing = writer.write(new Uint8Array(100_000));
    const failed = assert.rejects(writing);
    await writer.abort();
    await failed;
  }));

Deno.test("a device that goes is an error of both streams", () =>
  withPort(async (port, pty) => {
    const { readable, writable } = streams(port);
    const reader = readable.getReader(), writer = writable.getWriter();
    writer.closed.catch(() => {});
    await pty.master.write(bytes("last words"));
    const reading = reader.read();
    assert.equal(text((await reading).value ?? new Uint8Array()), "last words");
    const next = reader.read();
    await pty.close();
    await assert.rejects(next, { name: "NetworkError" });
    await assert.rejects(writer.write(bytes("x")), { name: "NetworkError" });
  }));

Deno.test("closing the writable stream sends everything first", () =>
  withPort(async (port, pty) => {
    const { writable } = streams(port);
    const writer = writable.getWriter();
    const sending = writer.write(bytes("goodbye")).then(() => writer.close());
    const buffer = new Uint8Array(16);
    assert.equal(
      text(buffer.subarray(0, await pty.master.read(buffer))),
      "goodbye",
    );
    await sending;
  }));

/** A clock that shows when somebody begins to wait. */
class WatchedClock extends SimClock {
  waiting = 0;

  override after(ms: number, work: () => void) {
    this.waiting++;
    return super.after(ms, work);
  }
}

Deno.test("bytes that come close together are handed over together", async () => {
  const pty = new Pty(), clock = new WatchedClock();
  const port = new LinuxSerialPort(pty.path, clock, 5);
  await port.open({ baudRate: 9600 });
  const reading = streams(port).readable.getReader().read();
  await pty.master.write(bytes("a"));
  await until("the port gathers", () => clock.waiting === 1);
  await pty.master.write(bytes("b"));
  await until("both are there", () => pty.unread() === 2);
  clock.advance(5);
  assert.equal(text((await reading).value ?? new Uint8Array()), "ab");
  await port.close();
  await pty.close();
});
