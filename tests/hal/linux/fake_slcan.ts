import { transmitCommand } from "../../../hal/linux/slcan_codec.ts";
import { fromHex } from "../../../hal/can_frame.ts";
import { show } from "../can_contract.ts";
import { Pty } from "./pty.ts";

const CR = "\r", BEL = "\x07";

/** An SLCAN adapter on a pseudo terminal that behaves as the Lawicel manual says. */
export class FakeSlcan {
  /** Frames that it put on the bus. */
  readonly sent: string[] = [];
  /** Commands as they came. */
  readonly commands: string[] = [];
  /** What it answers to `F`; undefined: it does not know the command. */
  status: string | undefined = "00";
  /** Does not answer any more. */
  mute = false;
  mode: "closed" | "listen" | "open" = "closed";
  #stamps = false;
  #pty: Pty | undefined;
  #serving: Promise<void> = Promise.resolve();
  #writing: Promise<void> = Promise.resolve();
  #held: Promise<void> = Promise.resolve();

  /** @param path where the port appears */
  constructor(readonly path: string) {
    this.plug();
  }

  plug(): void {
    const pty = this.#pty = new Pty();
    Deno.symlinkSync(pty.path, this.path);
    this.mode = "closed";
    this.#serving = this.#serve(pty);
  }

  async unplug(): Promise<void> {
    if (!this.#pty) return;
    Deno.removeSync(this.path);
    await this.#pty.close();
    await this.#serving;
    this.#pty = undefined;
  }

  /** Stops taking commands until the returned function is called. */
  hold(): () => Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held = promise;
    return () => Promise.resolve(resolve());
  }

  /** A frame comes from the bus. */
  inject(id: number, data: Uint8Array): Promise<void> {
    return this.write(this.#line(id, data));
  }

  /** The same, in single bytes. */
  dribble(id: number, data: Uint8Array): Promise<void> {
    return this.#inTurn(async () => {
      for (const letter of this.#line(id, data)) {
        await this.#put(letter);
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
  }

  write(text: string): Promise<void> {
    return this.#inTurn(() => this.#put(text));
  }

  /** Answers do not come in the middle of a frame. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    return this.#writing = this.#writing.then(work);
  }

  async #put(text: string): Promise<void> {
    await this.#pty?.master.write(new TextEncoder().encode(text));
  }

  #line(id: number, data: Uint8Array): string {
    return transmitCommand(id, data) + (this.#stamps ? "1A2B" : "") + CR;
  }

  async #serve(pty: Pty): Promise<void> {
    const buffer = new Uint8Array(256);
    let rest = "";
    for (;;) {
      const count = await pty.master.read(buffer);
      if (count === 0) return;
      await this.#held;
      rest += new TextDecoder().decode(buffer.subarray(0, count));
      const lines = rest.split(CR);
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const answer = this.#answer(line);
        if (!this.mute) await this.write(answer);
      }
    }
  }

  #answer(command: string): string {
    if (command === "") return CR;
    this.commands.push(command);
    const closed = this.mode === "closed";
    switch (command[0]) {
      case "S":
        return closed ? CR : BEL;
      case "Z":
        if (closed) this.#stamps = command === "Z1";
        return closed ? CR : BEL;
      case "L":
      case "O":
        this.mode = command === "L" ? "listen" : "open";
        return closed ? CR : BEL;
      case "C":
        this.mode = "closed";
        return closed ? BEL : CR;
      case "F":
        return this.status === undefined ? BEL : `F${this.status}${CR}`;
      case "V":
        return `V1013${CR}`;
      case "t":
        return this.#transmit(command, 4, "z");
      case "T":
        return this.#transmit(command, 9, "Z");
      default:
        return BEL;
    }
  }

  #transmit(command: string, at: number, letter: string): string {
    if (this.mode !== "open") return BEL;
    const data = fromHex(command.slice(at + 1));
    if (data.length !== Number(command[at])) return BEL;
    this.sent.push(show(parseInt(command.slice(1, at), 16), data));
    return letter + CR;
  }
}
