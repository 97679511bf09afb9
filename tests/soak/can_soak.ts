/**
 * CAN drivers at the rate of a busy bus: no frame may get lost, and what it costs is printed.
 *
 * `deno run -A tests/soak/can_soak.ts [seconds] [frames a second]`; ends with an error when a frame is
 * missing. What a driver takes of one core is printed beside what it ought to take at most: on a busy
 * machine it takes more.
 */
import process from "node:process";
import type { CanDriver, CanFrame } from "../../hal/mod.ts";
import { SystemClock } from "../../hal/clock.ts";
import { SlcanDriver } from "../../hal/linux/slcan.ts";
import { SocketCanDriver } from "../../hal/linux/socketcan.ts";
import { pause } from "../../hal/pause.ts";
import { listenSocket } from "../hal/linux/pty.ts";

const [seconds = "60", rate = "4500"] = Deno.args;
const total = Number(seconds) * Number(rate);
const clock = new SystemClock();
const SENDER = new URL("can_sender.ts", import.meta.url).pathname;

/** Counts frames and the gaps in their numbers. */
class Counter {
  received = 0;
  /** Frames whose number is not the next one. */
  gaps = 0;
  start = 0;
  #next = 0;
  #cpu = process.cpuUsage();

  take(frame: CanFrame): void {
    if (this.received++ === 0) {
      this.start = clock.monotonic();
      this.#cpu = process.cpuUsage();
    }
    const number = frame.u32(0);
    if (number !== this.#next) this.gaps++;
    this.#next = number + 1;
  }

  /** Share of one core since the first frame, %. */
  cpuPercent(): number {
    const { user, system } = process.cpuUsage(this.#cpu);
    return (user + system) / (clock.monotonic() - this.start) / 10;
  }
}

async function soak(
  kind: "slcan" | "socket",
  wantedPercent: number,
  makeDriver: (path: string) => CanDriver,
): Promise<void> {
  const folder = Deno.makeTempDirSync(), path = `${folder}/device`;
  const counter = new Counter();
  const driver = makeDriver(path);
  const sender = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", SENDER, kind, path, rate, `${total}`],
    stdout: "piped",
  }).spawn();
  const output = sender.stdout.getReader();
  await output.read();
  driver.open((frame) => counter.take(frame), []);
  const end = clock.monotonic() + (Number(seconds) + 30) * 1000;
  while (counter.received < total && clock.monotonic() < end) {
    await pause(clock, 100);
  }
  const percent = counter.cpuPercent();
  const took = (clock.monotonic() - counter.start) / 1000;
  const { errors, overruns, reopened } = driver.counters;
  await driver.close();
  await sender.status;
  await output.cancel();
  Deno.removeSync(folder, { recursive: true });
  const lost = total - counter.received;
  console.log(
    `${driver.name.split(":")[0]}: ${counter.received} of ${total} frames in ${
      took.toFixed(1)
    } s (${(counter.received / took).toFixed(0)} a second), ` +
      `${lost} lost, ${counter.gaps} gaps, ${errors} errors, ${overruns} overruns, ${reopened} reopened, ` +
      `CPU ${percent.toFixed(1)} % of one core (wanted: ${wantedPercent})`,
  );
  if (lost > 0 || counter.gaps > 0) throw new Error(`${lost} frames lost`);
}

await soak(
  "slcan",
  15,
  (path) => new SlcanDriver(path, { clock, timestamps: true }),
);
await soak("socket", 8, (path) => {
  const accept = listenSocket(path);
  return new SocketCanDriver("can9", { clock, retryMs: 10, socket: accept });
});
