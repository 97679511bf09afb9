import { transmitCommand } from "../../../hal/linux/slcan_codec.ts";
import { SystemClock } from "../../../hal/clock.ts";
import { pause } from "../../../hal/pause.ts";
import { FakeServer, readSome } from "./fake_server.ts";
import { Pty } from "./pty.ts";
import {
  BEL,
  CR,
  type FirmwareName,
  FIRMWARES,
  type FirmwareState,
} from "./slcan_firmwares.ts";

/** What the adapter's other end is: a pseudo terminal or a connection. */
export interface FakeLine {
  /** Resolves with the number of bytes, 0 at the end. */
  read(buffer: Uint8Array<ArrayBuffer>): Promise<number>;
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

/** An SLCAN adapter that behaves as its firmware does, whatever its line is. */
export class FakeFirmware implements FirmwareState {
  /** Frames that it put on the bus. */
  readonly sent: string[] = [];
  /** Commands as they came, questions for the version left out. */
  readonly commands: string[] = [];
  status: string | undefined = "00";
  /** Does not answer any more. */
  mute = false;
  /** Pieces of what comes that it loses, as while it starts. */
  deaf = 0;
  /** A command that it refuses. */
  refuses: string | undefined;
  /** How late it answers, real ms. */
  lag = 0;
  mode: FirmwareState["mode"] = "closed";
  silent = false;
  previous = "";
  stamps = false;
  #line: FakeLine | undefined;
  #writing: Promise<void> = Promise.resolve();
  #held: Promise<void> = Promise.resolve();
  readonly #clock = new SystemClock();

  constructor(readonly firmware: FirmwareName = "lawicel") {}

  /** As another program left it, whose last command was a frame. */
  leftOpen(): void {
    this.mode = "open";
    this.previous = "t6018402000000000000000";
  }

  /** Stops taking commands until the returned function is called. */
  hold(): () => Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held = promise;
    return () => Promise.resolve(resolve());
  }

  /** A frame comes from the bus. */
  inject(id: number, data: Uint8Array): Promise<void> {
    return this.write(this.#frame(id, data));
  }

  /** The same, in single bytes. */
  dribble(id: number, data: Uint8Array): Promise<void> {
    return this.#inTurn(async () => {
      for (const letter of this.#frame(id, data)) {
        await this.#put(letter);
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
  }

  write(text: string): Promise<void> {
    return this.#inTurn(() => this.#put(text));
  }

  /** Takes commands from a line until its end. */
  async serve(line: FakeLine): Promise<void> {
    this.#line = line;
    const buffer = new Uint8Array(256);
    let rest = "";
    for (;;) {
      const count = await line.read(buffer);
      if (count === 0) return;
      await this.#held;
      if (this.deaf-- > 0) continue;
      rest += new TextDecoder().decode(buffer.subarray(0, count));
      const lines = rest.split(CR);
      rest = lines.pop() ?? "";
      for (const command of lines) await this.#take(command);
    }
  }

  /** The line is gone: what is still under way is lost. */
  protected cut(): void {
    this.#line = undefined;
  }

  /** Answers do not come in the middle of a frame. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    return this.#writing = this.#writing.then(work);
  }

  async #put(text: string): Promise<void> {
    await this.#line?.write(new TextEncoder().encode(text));
  }

  #frame(id: number, data: Uint8Array): string {
    return transmitCommand(id, data) + (this.stamps ? "1A2B" : "") + CR;
  }

  async #take(command: string): Promise<void> {
    if (command !== "V") this.commands.push(command);
    const answer = command === this.refuses
      ? BEL
      : FIRMWARES[this.firmware](this, command);
    if (this.lag > 0) await pause(this.#clock, this.lag);
    if (!this.mute && answer !== "") await this.write(answer);
  }
}

/** An SLCAN adapter on a pseudo terminal. */
export class FakeSlcan extends FakeFirmware {
  #pty: Pty | undefined;
  #serving: Promise<void> = Promise.resolve();

  /** @param path where the port appears */
  constructor(readonly path: string, firmware: FirmwareName = "lawicel") {
    super(firmware);
    this.plug();
  }

  plug(): void {
    const pty = this.#pty = new Pty();
    Deno.symlinkSync(pty.path, this.path);
    this.mode = "closed";
    this.silent = false;
    this.#serving = this.serve(pty.master);
  }

  async unplug(): Promise<void> {
    if (!this.#pty) return;
    Deno.removeSync(this.path);
    this.cut();
    await this.#pty.close();
    await this.#serving;
    this.#pty = undefined;
  }
}

/** An SLCAN adapter behind a TCP port, as a WiCAN is one. */
export class FakeTcpSlcan extends FakeFirmware {
  readonly server = new FakeServer(async (client) => {
    this.mode = "closed";
    await this.serve({
      read: (buffer) => readSome(client, buffer),
      write: async (bytes) => void await client.write(bytes),
    });
    this.cut();
  });
}
