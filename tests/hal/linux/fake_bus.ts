import { cansendFrame } from "../../../hal/linux/candump.ts";
import { fromHex } from "../../../hal/can_frame.ts";
import { show } from "../can_contract.ts";
import { freePort, listenAgain } from "../../ports.ts";

/** The bus behind `fake_candump.ts`: a socket that prints frames and takes those that are sent. */
export class FakeBus {
  /** Port on the loopback interface. */
  readonly port = freePort();
  readonly sent: string[] = [];
  /** Arguments of the running `candump`. */
  arguments = "";
  #listener: Deno.Listener | undefined;
  #serving: Promise<void> = Promise.resolve();
  #dump = Promise.withResolvers<Deno.Conn>();
  readonly #open = new Set<Deno.Conn>();

  constructor() {
    this.#listen();
  }

  plug(): Promise<void> {
    return listenAgain(() => this.#listen());
  }

  #listen(): void {
    const { port } = this;
    const listener = Deno.listen({ hostname: "127.0.0.1", port });
    this.#listener = listener;
    this.#dump = Promise.withResolvers();
    this.#serving = this.#serve(listener);
  }

  /** The interface goes down: `candump` ends, and cannot start again. */
  async unplug(): Promise<void> {
    this.#listener?.close();
    this.#listener = undefined;
    for (const connection of this.#open) connection.close();
    this.#open.clear();
    await this.#serving;
  }

  close(): Promise<void> {
    return this.unplug();
  }

  /** A frame comes from the bus. */
  inject(id: number, data: Uint8Array): Promise<void> {
    return this.print(this.#line(id, data));
  }

  /** The same, in single bytes. */
  async dribble(id: number, data: Uint8Array): Promise<void> {
    for (const letter of this.#line(id, data)) await this.print(letter);
  }

  /** Makes `candump` print something. */
  async print(text: string): Promise<void> {
    const connection = await this.#dump.promise;
    await connection.write(new TextEncoder().encode(text));
  }

  #line(id: number, data: Uint8Array): string {
    return `(1436509052.249713) can9 ${cansendFrame(id, data)}\n`;
  }

  async #serve(listener: Deno.Listener): Promise<void> {
    const tasks: Promise<void>[] = [];
    for await (const connection of listener) {
      this.#open.add(connection);
      tasks.push(this.#take(connection));
    }
    await Promise.all(tasks);
  }

  async #take(connection: Deno.Conn): Promise<void> {
    const [mode, ...args] = (await firstLine(connection)).split(" ");
    if (mode === "dump") {
      this.arguments = args.join(" ");
      this.#dump.resolve(connection);
      return;
    }
    const [id = "", data = ""] = (args[1] ?? "").split("#");
    this.sent.push(show(parseInt(id, 16), fromHex(data)));
    this.#open.delete(connection);
    connection.close();
  }
}

async function firstLine(connection: Deno.Conn): Promise<string> {
  const buffer = new Uint8Array(256);
  let text = "";
  while (!text.endsWith("\n")) {
    const count = await connection.read(buffer);
    if (count === null) break;
    text += new TextDecoder().decode(buffer.subarray(0, count));
  }
  return text.trimEnd();
}
