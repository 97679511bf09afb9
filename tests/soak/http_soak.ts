/**
 * The web console under load: a million requests must not cost memory, and 50 open pages beside 1,000
 * connections that ask for nothing no frame.
 *
 *     deno run -A --v8-flags=--expose-gc tests/soak/http_soak.ts [requests=1000000] [pages=50] [idle=1000] [seconds=20]
 *
 * Ends with 1 when the heap grew by more than 4 MB after the first tenth of the requests, when a frame
 * of the CAN driver is missing, or when a page got less than an event a second.
 * @module
 */
import process from "node:process";
import { SystemClock } from "../../hal/clock.ts";
import { GatedCan } from "../../hal/can_gate.ts";
import { pause } from "../../hal/pause.ts";
import { simHal } from "../../hal/sim/mod.ts";
import { common, vehicles } from "../../plugins/mod.ts";
import { httpLink } from "../../runtime/links/http/mod.ts";
import { page } from "../../runtime/links/http/static/page.ts";
import { Runtime } from "../../runtime/runtime.ts";
import { openConsole } from "../runtime/links/http/console.ts";
import { argument } from "./arguments.ts";
import { busyBus, RATE } from "./busy_bus.ts";
import { heap } from "./heap.ts";

/** MB. */
const ALLOWED = 4;
/** What is asked for in turn: most often what pages and programs ask for most. */
const PATHS = [
  ...Array<string>(8).fill("/api/v1/metrics"),
  "/api/v1/metrics/v.b.soc",
  "/metrics",
  "/api/v1/trail?names=v.b.power&seconds=60",
  "/api/v1/nothing",
];
const IDLE = new URL("idle_guests.ts", import.meta.url).pathname;
const clock = new SystemClock();

/** Asks through the handler; MB that the heap grew by after the first tenth. */
async function request(total: number): Promise<number> {
  using car = openConsole();
  car.car.key(true);
  await car.clock.run(70_000);
  let after = 0;
  const begin = clock.monotonic();
  for (let i = 0; i < total; i++) {
    const response = await car.ask(PATHS[i % PATHS.length] ?? "");
    await response.arrayBuffer();
    if (i % 1000 === 0) await car.clock.run(100);
    if (i === Math.floor(total / 10)) after = heap();
  }
  const seconds = (clock.monotonic() - begin) / 1000, end = heap();
  console.log(
    `http: ${total} requests in ${seconds.toFixed(1)} s, ${
      (total / seconds).toFixed(0)
    } a second; heap ${after.toFixed(1)} MB, then ${end.toFixed(1)} MB`,
  );
  return end - after;
}

/** A page that listens until the stream ends. */
class Listener {
  /** Events that it got. */
  events = 0;
  readonly #first = Promise.withResolvers<void>();
  /** Resolves with its first event. */
  readonly begun = this.#first.promise;
  /** Resolves with the end of the stream. */
  readonly ended: Promise<void>;

  constructor(url: string) {
    this.ended = this.#listen(url);
  }

  async #listen(url: string): Promise<void> {
    // As it is: the end of a stream that is cut would be the end of a packed file that is damaged
    const { body, ok, status } = await fetch(`${url}api/v1/stream`, {
      headers: { "accept-encoding": "identity" },
    });
    if (!ok) throw new Error(`a page was refused its stream: ${status}`);
    for await (
      const piece of body?.pipeThrough(new TextDecoderStream()) ?? []
    ) {
      this.events += piece.split("\n\n").length - 1;
      if (this.events > 0) this.#first.resolve();
    }
  }
}

/** Connections that ask for nothing, from a process of their own; `end` tells how many there were. */
async function openIdle(url: string, count: number) {
  const program = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", IDLE, new URL(url).port, `${count}`],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const output = program.stdout.pipeThrough(new TextDecoderStream())
    .getReader();
  await output.read();
  return async () => {
    await program.stdin.close();
    const { value = "" } = await output.read();
    await program.status;
    await output.cancel();
    return Number(value);
  };
}

/** Opens pages while a real driver takes in a busy bus; sentences about what was wrong. */
async function openPages(
  { pages, idle, seconds }: Readonly<
    Record<"pages" | "idle" | "seconds", number>
  >,
): Promise<string[]> {
  const total = RATE * seconds, bus = await busyBus(total), { tap } = bus;
  const hal = { ...simHal(clock), can: new GatedCan([[1, tap]]) };
  hal.store.put("params", { 14: "RT" });
  let refused = 0;
  const log = (level: string, event: string) => {
    if (event === "web connection refused") refused++;
    else console.error(level, event);
  };
  const runtime = new Runtime({ hal, common, vehicles, log, fresh: false });
  const link = httpLink({
    hostname: "127.0.0.1",
    page: () => Promise.resolve(page),
  }).start(runtime);
  const server = await link.listen(0);
  const listening = Array.from(
    { length: pages },
    () => new Listener(server.url),
  );
  // Its end comes first where there never was an event
  await Promise.all(
    listening.map(({ begun, ended }) => Promise.race([begun, ended])),
  );
  const leave = await openIdle(server.url, idle);
  const before = process.cpuUsage(), begin = clock.monotonic();
  const heard = listening.map(({ events }) => events);
  runtime.start();
  const limit = begin + (seconds + 30) * 1000;
  let late = 0;
  while (tap.taken < total && clock.monotonic() < limit) {
    // Its connection may be the one that gives way to a new guest just now
    await fetch(`${server.url}api/v1/metrics`)
      .then((answer) => answer.arrayBuffer(), () => void late++);
    await pause(clock, 100);
  }
  const took = clock.monotonic() - begin;
  const { user, system } = process.cpuUsage(before);
  const guests = await leave();
  link.close();
  await Promise.all(listening.map(({ ended }) => ended));
  await server.close();
  runtime.stop();
  await hal.can.close();
  hal.store.close();
  await bus.end();
  const lost = total - tap.taken;
  const fewest = Math.min(
    ...listening.map(({ events }, i) => events - (heard[i] ?? 0)),
  );
  console.log(
    `http: ${pages} streams and ${idle} idle connections (${guests} opened in all, told as refused ${refused} times) for ${
      (took / 1000).toFixed(1)
    } s, at least ${fewest} events a stream, ${late} questions put off; ` +
      `${tap.taken} of ${total} frames, ${lost} lost, ${tap.gaps} gaps, at most ${
        tap.late.toFixed(0)
      } ms late; CPU ${
        ((user + system) / took / 10).toFixed(1)
      } % of one core, pages included`,
  );
  return [
    ...(lost > 0 || tap.gaps > 0
      ? [`${lost} frames lost, ${tap.gaps} gaps`]
      : []),
    ...(fewest < seconds - 1 ? [`a page got only ${fewest} events`] : []),
  ];
}

const grown = await request(argument("requests", 1_000_000));
const wrong = await openPages({
  pages: argument("pages", 50),
  idle: argument("idle", 1000),
  seconds: argument("seconds", 20),
});
if (grown > ALLOWED) wrong.push(`the heap grew by ${grown.toFixed(1)} MB`);
for (const sentence of wrong) console.error(`http: ${sentence}`);
Deno.exit(wrong.length === 0 ? 0 : 1);
