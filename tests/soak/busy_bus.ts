/** A real CAN driver on a bus that is full, whose frames are numbered by a process of its own. */
import { SystemClock } from "../../hal/clock.ts";
import { SocketCanDriver } from "../../hal/linux/socketcan.ts";
import type { CanDriver, CanFrame } from "../../hal/mod.ts";
import { listenSocket } from "../hal/linux/pty.ts";

/** Frames a second. */
export const RATE = 4500;
const SENDER = new URL("can_sender.ts", import.meta.url).pathname;
const clock = new SystemClock();

/** Counts the frames of a driver and the gaps in their numbers on their way to the runtime. */
export class Tap implements CanDriver {
  taken = 0;
  gaps = 0;
  /** Longest time that a frame came late, ms. */
  late = 0;
  #next = 0;
  #start = 0;

  constructor(readonly driver: CanDriver) {}
  get name(): string {
    return this.driver.name;
  }
  get counters(): CanDriver["counters"] {
    return this.driver.counters;
  }
  get state(): string {
    return this.driver.state;
  }
  open(receive: (frame: CanFrame) => void, ids: readonly number[]): void {
    this.driver.open((frame) => {
      this.#count(frame.u32(0));
      receive(frame);
    }, ids);
  }
  #count(number: number): void {
    const now = clock.monotonic();
    if (this.taken++ === 0) this.#start = now;
    if (number !== this.#next) this.gaps++;
    this.#next = number + 1;
    const due = this.#start + number * 1000 / RATE;
    this.late = Math.max(this.late, now - due);
  }
  listenOnly(on: boolean): void {
    this.driver.listenOnly(on);
  }
  send(id: number, data: Uint8Array): Promise<void> {
    return this.driver.send(id, data);
  }
  close(): Promise<void> {
    return this.driver.close();
  }
}

/** A bus that carries `total` frames, as soon as its driver is opened. */
export interface BusyBus {
  readonly tap: Tap;
  /** Resolves when its sender has ended. */
  end(): Promise<void>;
}

/** Makes one. */
export async function busyBus(total: number): Promise<BusyBus> {
  const folder = Deno.makeTempDirSync(), path = `${folder}/device`;
  const socket = listenSocket(path);
  const tap = new Tap(
    new SocketCanDriver("can9", { clock, retryMs: 10, socket }),
  );
  const sender = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--quiet",
      SENDER,
      "socket",
      path,
      `${RATE}`,
      `${total}`,
    ],
    stdout: "piped",
  }).spawn();
  const output = sender.stdout.getReader();
  await output.read();
  return {
    tap,
    async end() {
      await sender.status;
      await output.cancel();
      Deno.removeSync(folder, { recursive: true });
    },
  };
}
