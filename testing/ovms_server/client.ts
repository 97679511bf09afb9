import type { Socket } from "../../hal/mod.ts";
import { proof, randomToken, type Stream, streams } from "./crypt.ts";

/** Who calls, and whom. */
export interface ClientLogin {
  /** `A` an app, `B` a batch client, `C` a car. */
  readonly kind: "A" | "B" | "C";
  readonly vehicle: string;
  readonly password: string;
}

const PREFIX = "MP-0 ";

/** An app, a batch client or a car by hand, to look at a server with. */
export class OvmsClient {
  /** Messages that came and were not awaited yet: code letter and data. */
  readonly received: string[] = [];
  /** Resolves when the connection has ended. */
  readonly ended: Promise<void>;
  readonly #socket: Socket;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  #streams: { readonly out: Stream; readonly back: Stream } | undefined;
  #waiting: { pattern: RegExp; found: (text: string) => void } | undefined;
  #welcomed = () => {};

  private constructor(socket: Socket, login: ClientLogin, token: string) {
    this.#socket = socket;
    this.#writer = socket.writable.getWriter();
    this.#writer.closed.catch(() => {});
    this.ended = this.#read(login, token);
  }

  /**
   * Logs in.
   * @throws Error when the server closes the connection instead
   */
  static async login(socket: Socket, login: ClientLogin): Promise<OvmsClient> {
    const token = randomToken();
    const client = new OvmsClient(socket, login, token);
    const welcomed = new Promise<void>((resolve) => client.#welcomed = resolve);
    const digest = proof(login.password, token).replace(/=+$/, "");
    client.raw(`MP-${login.kind} 0 ${token} ${digest} ${login.vehicle}`);
    await Promise.race([welcomed, client.ended]);
    if (client.#streams) return client;
    throw new Error(
      "the server refused the login; check vehicle id and password",
    );
  }

  /** Sends a message: code letter and data, such as `C204,55,80`. */
  send(text: string): void {
    if (this.#streams) this.raw(this.#streams.out.encrypt(PREFIX + text));
  }

  /** Sends a line as it is. */
  raw(line: string): void {
    const bytes = new TextEncoder().encode(`${line}\r\n`);
    this.#writer.write(bytes).catch(() => {});
  }

  /** The next message that fits, also one that came before; those before it are dropped. */
  async next(pattern: RegExp): Promise<string> {
    const at = this.received.findIndex((text) => pattern.test(text));
    if (at >= 0) return this.received.splice(0, at + 1).at(-1) ?? "";
    this.received.length = 0;
    const found = new Promise<string>((found) => {
      this.#waiting = { pattern, found };
    });
    const text = await Promise.race([found, this.ended]);
    if (typeof text === "string") return text;
    throw new Error(
      `the connection ended before a message came that fits ${pattern}`,
    );
  }

  close(): void {
    this.#socket.close();
  }

  async #read(login: ClientLogin, token: string): Promise<void> {
    let part = "";
    try {
      for await (const bytes of this.#socket.readable) {
        const pieces = (part + new TextDecoder("latin1").decode(bytes))
          .split("\r\n");
        part = pieces.pop() ?? "";
        for (const line of pieces) this.#line(line, login, token);
      }
    } catch {
      // A broken connection is an ended one.
    }
    this.#socket.close();
  }

  #line(line: string, { password }: ClientLogin, token: string): void {
    if (this.#streams) {
      return this.#message(
        this.#streams.back.decrypt(line).slice(PREFIX.length),
      );
    }
    const [, serverToken = "", digest] = /^MP-S 0 (\S+) (\S+)$/.exec(line) ??
      [];
    if (digest !== proof(password, serverToken)) return this.close();
    this.#streams = streams(password, serverToken, token);
    this.#welcomed();
  }

  #message(text: string): void {
    if (!this.#waiting?.pattern.test(text)) {
      this.received.push(text);
      return;
    }
    this.received.length = 0;
    this.#waiting.found(text);
    this.#waiting = undefined;
  }
}
