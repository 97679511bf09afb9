/**
 * Serial ports under load, on pseudo terminals: 1 MB each way at once, then many unplug and replug cycles.
 *
 * `deno run -A tests/soak/serial_soak.ts [cycles] [bytes]`; ends with an error when anything is lost or leaks.
 */
import { ByteSession } from "../../hal/byte_session.ts";
import { openSerial } from "../../hal/linux/open_serial.ts";
import { Supervisor, UP } from "../../hal/supervisor.ts";
import { SystemClock } from "../../hal/clock.ts";
import { seeded } from "../hal/linux/fuzz_slcan.ts";
import { lowestDescriptor, Pty } from "../hal/linux/pty.ts";
import { until } from "../hal/until.ts";

const [cycles = "1000", size = "1000000"] = Deno.args;
const clock = new SystemClock();
const WARM_UP = 100, MEMORY_LIMIT_MB = 3;
/** Share of the cycles in which memory is looked at, at the start and at the end. */
const WINDOW = 0.4;

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
  const session = new ByteSession(
    await openSerial(pty.path, { baudRate: 115200 }, clock),
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

/** The least memory seen in use, MB: what is left right after the garbage collector has run. */
class LowWater {
  mb = Infinity;

  look(): void {
    const { heapUsed, external } = Deno.memoryUsage();
    this.mb = Math.min(this.mb, (heapUsed + external) / 1e6);
  }
}

async function replugging(count: number): Promise<void> {
  const folder = Deno.makeTempDirSync(), path = `${folder}/tty`;
  let received = 0;
  const supervisor = new Supervisor(
    async () =>
      new ByteSession(
        await openSerial(path, { baudRate: 115200 }, clock),
        (bytes) => received += bytes.length,
      ),
    clock,
    1,
  );
  supervisor.start();
  const atFirst = new LowWater(), atLast = new LowWater();
  let descriptors = 0, expected = 0;
  const buffer = new Uint8Array(16);
  for (let cycle = 0; cycle < WARM_UP + count; cycle++) {
    if (cycle === WARM_UP) descriptors = lowestDescriptor();
    if (cycle >= WARM_UP && cycle < WARM_UP + count * WINDOW) atFirst.look();
    if (cycle >= WARM_UP + count * (1 - WINDOW)) atLast.look();
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
  await until("all closed", () => lowestDescriptor() <= descriptors);
  const reopened = supervisor.reopened;
  await supervisor.close();
  Deno.removeSync(folder, { recursive: true });
  console.log(
    `${count} unplug and replug cycles: opened again ${
      reopened - WARM_UP
    } times; ` +
      `lowest free descriptor ${descriptors} -> ${lowestDescriptor()}; ` +
      `memory ${atFirst.mb.toFixed(1)} -> ${atLast.mb.toFixed(1)} MB`,
  );
  if (reopened !== WARM_UP + count - 1) throw new Error("a cycle was missed");
  if (atLast.mb - atFirst.mb > MEMORY_LIMIT_MB) {
    throw new Error(`memory grew by more than ${MEMORY_LIMIT_MB} MB`);
  }
}

await throughput(Number(size));
await replugging(Number(cycles));
