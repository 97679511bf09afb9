import { fromHex } from "../../../hal/can_frame.ts";
import { show } from "../can_contract.ts";
import { FakeServer, readSome } from "./fake_server.ts";

/** A socketcand server with one bus, `can0`. */
export class FakeSocketcand {
  readonly sent: string[] = [];
  /** Elements as they came. */
  readonly said: string[] = [];
  /** Answers nothing any more. */
  mute = false;
  #raw = false;
  #client: Deno.TcpConn | undefined;
  readonly server = new FakeServer((client) => this.#serve(client));

  /** A frame comes from the bus. */
  async inject(id: number, data: Uint8Array): Promise<void> {
    if (this.#raw) await this.say(this.#frame(id, data));
  }

  /** The same, in single bytes. */
  async dribble(id: number, data: Uint8Array): Promise<void> {
    for (const letter of this.#frame(id, data)) {
      await this.say(letter);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async say(text: string): Promise<void> {
    await this.#client?.write(new TextEncoder().encode(text));
  }

  #frame(id: number, data: Uint8Array): string {
    const name = id.toString(16).toUpperCase().padStart(
      id > 0x7ff ? 8 : 3,
      "0",
    );
    return `< frame ${name} 23.424242 ${data.toHex().toUpperCase()} >`;
  }

  async #serve(client: Deno.TcpConn): Promise<void> {
    this.#client = client;
    this.#raw = false;
    await this.say("< hi >");
    const buffer = new Uint8Array(256);
    let rest = "";
    for (let size; (size = await readSome(client, buffer)) > 0;) {
      rest += new TextDecoder().decode(buffer.subarray(0, size));
      const elements = rest.split(">");
      rest = elements.pop() ?? "";
      for (const element of elements) await this.#take(element);
    }
    this.#client = undefined;
  }

  async #take(element: string): Promise<void> {
    const words = element.replace("<", "").trim();
    this.said.push(words);
    const answer = this.#answer(words);
    if (!this.mute && answer !== "") await this.say(`< ${answer} >`);
  }

  #answer(words: string): string {
    const [verb, id = "", length, ...bytes] = words.split(" ");
    switch (verb) {
      case "open":
        return id === "can0" ? "ok" : "error could not open bus";
      case "rawmode":
        this.#raw = true;
        return "ok";
      case "echo":
        return "echo";
      case "send":
        if (bytes.length !== Number(length)) return "error";
        this.sent.push(show(parseInt(id, 16), fromHex(bytes.join(""))));
        return "";
      default:
        return "error unknown command";
    }
  }
}
