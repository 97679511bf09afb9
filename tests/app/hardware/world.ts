/** Devices of a gateway as stand-ins: serial ports that are pseudo terminals, a gpsd on a free port. */
import { ownOffer } from "../../../app/offer.ts";
import { join } from "node:path";
import { assemble, type Parts } from "../../../app/assembly.ts";
import { parseFlags } from "../../../app/flags/mod.ts";
import { attend } from "../../../app/hardware/attend.ts";
import { loadDevices } from "../../../app/hardware/devices.ts";
import type { ServiceEnvironment } from "../../../app/hardware/service.ts";
import { settingsOf } from "../../../app/settings.ts";
import { Stopping } from "../../../app/stopping.ts";
import { SystemClock } from "../../../hal/clock.ts";
import { SimAtModem } from "../../../hal/sim/at_modem.ts";
import { SimClock } from "../../../hal/sim/mod.ts";
import { SimTwizy } from "../../../plugins/twizy/sim/mod.ts";
import { FakeSlcan } from "../../hal/linux/fake_slcan.ts";
import { Pty } from "../../hal/linux/pty.ts";
import { PtyModem } from "../../hal/sim/pty_modem.ts";

/**
 * Simulated time that passes in each real millisecond, ms: an adapter has to answer within a second of
 * it. Without one, hours may pass faster.
 */
const STEP = 40, FAST = 200;
/** How long a test waits, ms. */
const LIMIT = 300_000;

/** What a car says within some seconds after it was switched on, or off. */
function frames(on: boolean): [id: number, data: Uint8Array][] {
  const car = new SimTwizy(), said: [number, Uint8Array][] = [];
  car.key(true);
  if (!on) car.step(3000, () => {});
  car.key(on);
  car.step(3000, (id, data) => said.push([id, data.slice()]));
  return said;
}

/** The car speaks while time passes: on a clock that stands, nobody would take so much from the line. */
export async function speak(
  slcan: FakeSlcan,
  until: World["until"],
  on = true,
): Promise<void> {
  let said = false;
  const speaking = (async () => {
    for (const [id, data] of frames(on)) await slcan.inject(id, data);
  })().finally(() => said = true);
  await until("the car has spoken", () => said);
  await speaking;
}

/** Lets a simulated clock run beside real devices until something holds. */
export async function passing(
  clock: SimClock,
  what: string,
  holds: () => boolean,
  step = STEP,
): Promise<void> {
  for (let ms = 0; !holds(); ms += step) {
    if (ms > LIMIT) throw new Error(`never happened: ${what}`);
    await clock.run(step);
    await breathe();
  }
}

const machine = new SystemClock();

/** A real millisecond for those who answer; where the machine is busy with others, as much longer. */
async function breathe(): Promise<void> {
  const begin = machine.monotonic();
  await pause(1);
  const late = machine.monotonic() - begin - 1;
  if (late > 1) await pause(2 * late);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** A gpsd that reports one place to whoever watches. */
export class FakeGpsd {
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #connections: Deno.Conn[] = [];
  readonly #serving: Promise<void>;

  constructor(readonly latitude: number, readonly longitude: number) {
    this.#serving = this.#serve();
  }

  get port(): number {
    return this.#listener.addr.port;
  }

  async close(): Promise<void> {
    this.#listener.close();
    for (const connection of this.#connections) connection.close();
    await this.#serving;
  }

  async #serve(): Promise<void> {
    for await (const connection of this.#listener) {
      this.#connections.push(connection);
      await connection.read(new Uint8Array(256));
      const report = {
        class: "TPV",
        mode: 3,
        lat: this.latitude,
        lon: this.longitude,
        speed: 0,
      };
      const line = `{"class":"VERSION"}\r\n${JSON.stringify(report)}\r\n`;
      await connection.write(new TextEncoder().encode(line));
    }
  }
}

/** A terminal on the other end of a serial port. */
export class Terminal {
  readonly #pty = new Pty();
  readonly #reading: Promise<void>;
  /** What was shown. */
  shown = "";

  constructor() {
    this.#reading = this.#read();
  }

  get path(): string {
    return this.#pty.path;
  }

  type(text: string): Promise<void> {
    return this.#pty.master.write(new TextEncoder().encode(text));
  }

  async close(): Promise<void> {
    await this.#pty.close();
    await this.#reading;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #read(): Promise<void> {
    const buffer = new Uint8Array(4096);
    for (;;) {
      const count = await this.#pty.master.read(buffer);
      if (count === 0) return;
      this.shown += new TextDecoder("latin1").decode(
        buffer.subarray(0, count),
      );
    }
  }
}

/** A gateway that runs on stand-ins. */
export interface Gateway extends Omit<Parts<SimClock>, "sim"> {
  readonly stopping: Stopping;
  /** Ends it; resolves with its exit code. */
  end(): Promise<number>;
}

/** All of them, with a folder for what a test writes. */
export class World {
  readonly clock = new SimClock(Date.UTC(2026, 4, 1));
  readonly folder = Deno.makeTempDirSync();
  readonly slcan = new FakeSlcan(join(this.folder, "ttyCAN"));
  readonly modem = new SimAtModem(() => this.clock.wall().ms);
  readonly modemPort = new PtyModem(this.modem);
  readonly gpsd = new FakeGpsd(51.2577, 7.1609);
  readonly terminal = new Terminal();
  /** Lines of the log. */
  readonly log: string[] = [];

  /** Flags that name all of them. */
  get flags(): string[] {
    return [`--can=slcan:${this.slcan.path}@500000`, ...this.flagsWithoutCan];
  }

  get flagsWithoutCan(): string[] {
    return [
      `--modem=${this.modemPort.path}@115200`,
      `--gps=gpsd:127.0.0.1:${this.gpsd.port}`,
      `--diag=${this.terminal.path}@9600`,
      `--supply=file:${this.supplyFile}@0.001`,
    ];
  }

  get supplyFile(): string {
    return join(this.folder, "supply");
  }

  /** The 12 V level, V. */
  set volts(volts: number) {
    Deno.writeTextFileSync(this.supplyFile, `${Math.round(volts * 1000)}\n`);
  }

  /** Starts a gateway as the program does. */
  async gateway(
    flags: readonly string[] = this.flags,
    environment: Partial<ServiceEnvironment> = {},
  ): Promise<Gateway> {
    const { clock, folder } = this, closing = new AsyncDisposableStack();
    const around = { folder, state: folder, now: clock.wall().ms };
    const settings = settingsOf(
      parseFlags(["--store", "gateway.db", ...flags], () => undefined),
      around,
    );
    const { action, hardware } = settings;
    if (action.do !== "run" || !hardware) throw new Error("no gateway");
    const make = await loadDevices(hardware);
    const parts = assemble(
      { settings, action, offer: ownOffer },
      clock,
      closing,
      (line) => void this.log.push(line),
      (context) => make({ ...context, tellTime: () => {} }),
    );
    parts.runtime.start();
    const stopping = new Stopping();
    const exitCode = await attend({
      hardware,
      parts,
      clock,
      environment: { socket: undefined, watchdog: undefined, ...environment },
      stopping,
    }, closing);
    const end = async () => {
      let ended = false;
      const ending = closing.disposeAsync().finally(() => ended = true);
      await this.until("everything is closed", () => ended);
      await ending;
      return exitCode();
    };
    return { ...parts, stopping, end };
  }

  readonly until = (what: string, holds: () => boolean): Promise<void> =>
    passing(this.clock, what, holds);

  /** The same for a gateway without an adapter, faster. */
  readonly later = (what: string, holds: () => boolean): Promise<void> =>
    passing(this.clock, what, holds, FAST);

  async [Symbol.asyncDispose](): Promise<void> {
    await this.slcan.unplug();
    await this.modemPort.close();
    await this.gpsd.close();
    await this.terminal.close();
    Deno.removeSync(this.folder, { recursive: true });
  }
}
