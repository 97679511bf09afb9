/** The real broker, where it is installed. */
import { readSystemFile } from "../../../../hal/linux/mod.ts";
import { join } from "node:path";
import { freePort } from "../../../ports.ts";

/** The kernel's unit of processor time, ms. */
const TICK = 10;
const REASON = "skipped: mosquitto is not installed";

/** Whether there is one; else the reason is printed. */
export async function hasMosquitto(): Promise<boolean> {
  try {
    await new Deno.Command("mosquitto", { args: ["-h"] }).output();
    return true;
  } catch {
    console.log(REASON);
    return false;
  }
}

/** A broker at work on this machine. */
export class Mosquitto {
  readonly port: number;
  readonly #folder: string;
  #process: Deno.ChildProcess | undefined;

  constructor(config: readonly string[] = ["allow_anonymous true"]) {
    this.port = freePort();
    this.#folder = Deno.makeTempDirSync();
    this.write("mosquitto.conf", [
      `listener ${this.port} 127.0.0.1`,
      "user root",
      ...config.map((line) => line.replace("FOLDER", this.#folder)),
    ]);
  }

  /** Writes a file beside the configuration. */
  write(name: string, lines: readonly string[]): void {
    Deno.writeTextFileSync(join(this.#folder, name), lines.join("\n") + "\n");
  }

  /** Starts it; resolves when it listens. */
  async start(): Promise<void> {
    this.#process = new Deno.Command("mosquitto", {
      args: ["-c", join(this.#folder, "mosquitto.conf")],
      stdout: "null",
      stderr: "null",
    }).spawn();
    for (;;) {
      try {
        const { port } = this;
        (await Deno.connect({ hostname: "127.0.0.1", port })).close();
        return;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }

  /** Processor time that it took so far, ms; as fine as the kernel counts it. */
  get cpu(): number {
    const stat = readSystemFile(`/proc/${this.#process?.pid}/stat`);
    const [user, system] = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
      .slice(11, 13);
    return (Number(user) + Number(system)) * TICK;
  }

  /** Ends it as a power cut does. */
  async kill(): Promise<void> {
    this.#process?.kill("SIGKILL");
    await this.#process?.status;
    this.#process = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    Deno.removeSync(this.#folder, { recursive: true });
  }
}

/** A line to a port that can be cut, as when the power or the network is gone. */
export class Line {
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #open = new Set<Deno.Conn>();
  readonly #work: Promise<void>;

  constructor(readonly to: number) {
    this.#work = this.#accept();
  }

  get port(): number {
    return this.#listener.addr.port;
  }

  async #accept(): Promise<void> {
    for await (const here of this.#listener) {
      const there = await Deno.connect({
        hostname: "127.0.0.1",
        port: this.to,
      });
      for (const end of [here, there]) this.#open.add(end);
      // Either direction may break; both end with `cut`.
      here.readable.pipeTo(there.writable).catch(() => {});
      there.readable.pipeTo(here.writable).catch(() => {});
    }
  }

  /** Breaks all connections. */
  cut(): void {
    for (const end of this.#open) {
      try {
        end.close();
      } catch {
        // It ended by itself.
      }
    }
    this.#open.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    this.cut();
    await this.#work.catch(() => {});
  }
}
