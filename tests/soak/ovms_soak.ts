/**
 * Throws noise at the server link and watches its memory:
 * `deno run -A --v8-flags=--expose-gc tests/soak/ovms_soak.ts [lines] [seed]`
 * @module
 */
import type { Socket } from "../../hal/mod.ts";
import { SimClock } from "../../hal/sim/clock.ts";
import { SimNetwork } from "../../hal/sim/network.ts";
import { OvmsServer } from "../../testing/ovms_server/mod.ts";
import {
  proof,
  type Stream,
  streams,
} from "../../testing/ovms_server/crypt.ts";
import { type LinkCounters, OvmsLink } from "../../runtime/links/ovms/mod.ts";
import { heap } from "./heap.ts";

const PASSWORD = "NETPASS", VEHICLE = "TWIZY42";
const LONGEST_WAIT = 301_000;

/** What came out. */
export interface SoakResult {
  /** Lines of each kind that reached the client. */
  readonly lines: Readonly<Record<string, number>>;
  readonly counters: Readonly<LinkCounters>;
  /** Messages that the session above got to see. */
  readonly messages: number;
  /** Whether the link works with a server that behaves afterwards. */
  readonly recovered: boolean;
}

/**
 * Lets a hostile server say random lines, half of its connections after a proper login.
 * @param progress called every tenth of the way with the number of lines so far
 */
export async function soak(
  lines: number,
  seed: number,
  progress: (done: number) => void = () => {},
): Promise<SoakResult> {
  const random = seeded(seed), clock = new SimClock();
  const hostile = new Hostile(random);
  const network = new SimNetwork((socket) => {
    network.attempts.length = 0;
    hostile.accept(socket);
  });
  const link = new OvmsLink({
    clock,
    network,
    random: (count) => Uint8Array.from({ length: count }, () => random() * 256),
    settings: () => ({
      server: "localhost",
      vehicle: VEHICLE,
      password: PASSWORD,
      modulePassword: "geheim",
      paranoid: random() < 0.5,
    }),
  });
  let messages = 0;
  link.open({ up() {}, down() {}, refused() {}, line: () => void messages++ });
  await clock.run(0);
  for (let done = 1; done <= lines; done++) {
    while (!hostile.open) await clock.run(LONGEST_WAIT);
    await hostile.say();
    await clock.run(0);
    if (done % Math.ceil(lines / 10) === 0) progress(done);
  }
  const good = new OvmsServer({ clock, vehicles: { [VEHICLE]: PASSWORD } });
  network.accept = (socket) => good.accept(socket);
  hostile.close();
  // A server that closed at login is left alone for up to half an hour.
  for (let tries = 0; tries < 8 && !link.connected; tries++) {
    await clock.run(LONGEST_WAIT);
  }
  const recovered = link.connected && good.isOnline(VEHICLE);
  await link.close();
  good.stop();
  return { lines: hostile.said, counters: link.counters, messages, recovered };
}

type Random = () => number;

/** A server that knows the password and uses it for no good. */
class Hostile {
  readonly said: Record<string, number> = {};
  /** False between the end of a connection and the next one. */
  open = false;
  readonly #random: Random;
  #socket: Socket | undefined;
  #writer: WritableStreamDefaultWriter<Uint8Array> | undefined;
  #out: Stream | undefined;

  constructor(random: Random) {
    this.#random = random;
  }

  async accept(socket: Socket): Promise<void> {
    this.#socket = socket;
    this.#writer = socket.writable.getWriter();
    this.#writer.closed.catch(() => {});
    this.#out = undefined;
    let welcomed = false;
    for await (const bytes of socket.readable) {
      if (welcomed) continue;
      welcomed = true;
      if (this.#random() < 0.5) {
        await this.#welcome(new TextDecoder().decode(bytes));
      }
      this.open = true;
    }
    this.open = false;
  }

  /** Says one random line, in one piece or in two. */
  async say(): Promise<void> {
    const names = Object.keys(KINDS);
    const name = names[Math.floor(this.#random() * names.length)] ?? "";
    const line = KINDS[name]?.(this.#random, this.#out) ?? "";
    this.said[name] = (this.said[name] ?? 0) + 1;
    const cut = Math.floor(this.#random() * line.length);
    await this.#put(line.slice(0, cut));
    await this.#put(`${line.slice(cut)}\r\n`);
  }

  close(): void {
    this.#socket?.close();
  }

  async #welcome(login: string): Promise<void> {
    const own = tokenOf(this.#random);
    await this.#put(`MP-S 0 ${own} ${proof(PASSWORD, own)}\r\n`);
    this.#out = streams(PASSWORD, own, login.split(" ")[2] ?? "").out;
  }

  async #put(text: string): Promise<void> {
    const bytes = Uint8Array.from(text, (c) => c.charCodeAt(0));
    await this.#writer?.write(bytes).catch(() => {});
  }
}

const KINDS: Readonly<
  Record<string, (random: Random, out: Stream | undefined) => string>
> = {
  "base64 of noise": (random) => noise(random, 60).toBase64(),
  "bytes": (random) =>
    String.fromCharCode(...noise(random, 200)).replaceAll("\n", ""),
  "huge": (random) => "A".repeat(10_000 + Math.floor(random() * 100_000)),
  "a welcome": (random) =>
    `MP-S 0 ${noise(random, 17).toBase64()} ${noise(random, 16).toBase64()}`,
  "a cut message": (random, out) => {
    const line = out?.encrypt("MP-0 C204,55,80") ?? "MP-S 0 ";
    return line.slice(0, Math.floor(random() * line.length));
  },
  "a message of noise": (random, out) =>
    out?.encrypt(`MP-0 ${String.fromCharCode(...noise(random, 90))}`) ?? "",
  "a wrapped message of noise": (random, out) =>
    out?.encrypt(`MP-0 EMC${noise(random, 30).toBase64()}`) ?? "",
  "a long message": (random, out) =>
    out?.encrypt(`MP-0 C7,${"x".repeat(Math.floor(random() * 10_000))}`) ?? "",
};

/** A token of a server, 22 characters. */
function tokenOf(random: Random): string {
  const letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  return Array.from(
    { length: 22 },
    () => letters[Math.floor(random() * letters.length)],
  ).join("");
}

/** Between one and `most` random bytes. */
function noise(random: Random, most: number): Uint8Array {
  return Uint8Array.from(
    { length: 1 + Math.floor(random() * most) },
    () => random() * 256,
  );
}

/** The same numbers for the same seed (mulberry32). */
function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

if (import.meta.main) {
  const [lines = "100000", seed = "1"] = Deno.args;
  const heaps: number[] = [];
  const result = await soak(Number(lines), Number(seed), (done) => {
    heaps.push(heap());
    console.log(`${done} lines, heap ${heaps.at(-1)?.toFixed(1)} MB`);
  });
  console.table(result.lines);
  console.table(result.counters);
  const growth = (heaps.at(-1) ?? 0) - (heaps[0] ?? 0);
  console.log(
    `${result.messages} messages for the session, heap growth ${
      growth.toFixed(1)
    } MB since the first tenth, afterwards ${
      result.recovered ? "connected to a proper server" : "NOT connected"
    }`,
  );
  if (!result.recovered) Deno.exit(1);
}
