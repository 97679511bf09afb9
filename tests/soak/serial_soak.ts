/**
 * Serial ports under load, on pseudo terminals: 1 MB each way at once, then many unplug and replug cycles.
 *
 * `deno run -A tests/soak/serial_soak.ts [cycles] [bytes]`; ends with an error when anything is lost or leaks.
 */
import { ByteSession } from "../../hal/linux/byte_session.ts";
import { openSerial } from "../../hal/linux/open_serial.ts";
import { Supervisor, UP } from "../../hal/linux/supervisor.ts";
import { SystemClock } from "../../hal/clock.ts";
import { seeded } from "../hal/linux/fuzz_slcan.ts";
import { openDescriptors, Pty } from "../hal/linux/pty.ts";
import { until } from "../hal/until.ts";

const [cycles = "1000", size = "1000000"] = Deno.args;
const clock = new SystemClock();
const WARM_UP = 100, MEMORY_LIMIT_MB = 20;

/** Takes bytes until all are there and tells their hash. */
class Collector {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  count = 0;

  constructor(size: number) {
    this.#bytes = new Uint8Array(size);
  }

  take(bytes: Uint8Array): void {
    this.#bytes.set(bytes, this.count);
    this.count += bytes.length;
  }

  hash(): Promise<string> {
    return sha256(this.#bytes);
  }
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return hash.toHex();
}

function randomBytes(count: number, seed: number): Uint8Array<ArrayBuffer> {
  const random = seeded(seed);
  return Uint8Array.from({ length: count }, () => random());
}

async function throughput(count: number): Promise<void> {
  const pty = new Pty();
  const out = randomBytes(count, 1), back = randomBytes(count, 2);
  const atPort = new Collector(count), atDevice = new Collector(count);
  const session = await ByteSession.open(
    () => openSerial(pty.path, { baudRate: 115200 }, clock),
    (bytes) => atPort.take(bytes),
  );
  const start = clock.monotonic();
  await Promise.all([
    session.write(out),
    pty.master.write(back),
    readAll(pty, atDevice, count),
    until("all bytes at the port", () => atPort.count === count),
  ]);
  const ms = (clock.monotonic() - start).toFixed(0);
  const [sent, arrived] = [await sha256(out), await atDevice.hash()];
  const [answered, read] = [await sha256(back), await atPort.hash()];
  await session.close();
  await pty.close();
  console.log(
    `${count} bytes each way in ${ms} ms; out ${arrived.slice(0, 16)}, in ${
      read.slice(0, 16)
    }`,
  );
  if (sent !== arrived || answered !== read) throw new Error("bytes differ");
}

async function readAll(pty: Pty, to: Collector, count: number): Promise<void> {
  const buffer = new Uint8Array(4096);
  while (to.count < count) {
    const got = await pty.master.read(buffer);
    if (got === 0) throw new Error("the port hung up");
    to.take(buffer.subarray(0, got));
  }
}

interface Usage {
  readonly descriptors: number;
  readonly memoryMb: number;
}

/** Memory in use after the collector has run as often as it wants to. */
function usage(): Usage {
  return {
    descriptors: openDescriptors(),
    memoryMb: Deno.memoryUsage().rss / 1e6,
  };
}

async function replugging(count: number): Promise<void> {
  const folder = Deno.makeTempDirSync(), path = `${folder}/tty`;
  let received = 0;
  const supervisor = new Supervisor(
    () =>
      ByteSession.open(
        () => openSerial(path, { baudRate: 115200 }, clock),
        (bytes) => received += bytes.length,
      ),
    clock,
    1,
  );
  supervisor.start();
  let before = usage(), expected = 0;
  const buffer = new Uint8Array(16);
  for (let cycle = 0; cycle < WARM_UP + count; cycle++) {
    if (cycle === WARM_UP) before = usage();
    const pty = new Pty();
    Deno.symlinkSync(pty.path, path);
    await until("opened", () => supervisor.state === UP);
    await pty.master.write(buffer.subarray(0, 5));
    expected += 5;
    await until("received", () => received === expected);
    await supervisor.session?.write(buffer.subarray(0, 3));
    await pty.master.read(buffer);
    Deno.removeSync(path);
    await pty.close();
    await until("gone", () => supervisor.state !== UP);
  }
  await until("settled", () => openDescriptors() <= before.descriptors);
  const after = usage();
  const reopened = supervisor.reopened;
  await supervisor.close();
  Deno.removeSync(folder, { recursive: true });
  console.log(
    `${count} unplug and replug cycles: opened again ${
      reopened - WARM_UP
    } times; ` +
      `descriptors ${before.descriptors} -> ${after.descriptors}; ` +
      `memory ${before.memoryMb.toFixed(1)} -> ${after.memoryMb.toFixed(1)} MB`,
  );
  if (reopened !== WARM_UP + count - 1) throw new Error("a cycle was missed");
  if (after.memoryMb - before.memoryMb > MEMORY_LIMIT_MB) {
    throw new Error(`memory grew by more than ${MEMORY_LIMIT_MB} MB`);
  }
}

await throughput(Number(size));
await replugging(Number(cycles));
