/**
 * The web console under load: a million requests must not cost memory, and 50 open pages no frame.
 *
 *     deno run -A --v8-flags=--expose-gc tests/soak/http_soak.ts [requests=1000000] [pages=50] [seconds=20]
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
import { page } from "../../runtime/links/http/page.ts";
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

/** A page that listens until the stream ends; the events that it got. */
async function listen(url: string): Promise<number> {
  // As it is: the end of a stream that is cut would be the end of a packed file that is damaged
  const { body } = await fetch(`${url}api/v1/stream`, {
    headers: { "accept-encoding": "identity" },
  });
  let events = 0;
  for await (const piece of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    events += piece.split("\n\n").length - 1;
  }
  return events;
}

/** Opens pages while a real driver takes in a busy bus; sentences about what was wrong. */
async function openPages(pages: number, seconds: number): Promise<string[]> {
  const total = RATE * seconds, bus = await busyBus(total), { tap } = bus;
  const hal = { ...simHal(clock), can: new GatedCan([[1, tap]]) };
  hal.store.put("params", { 14: "RT" });
  const log = (level: string, event: string) => console.error(level, event);
  const runtime = new Runtime({ hal, common, vehicles, log, fresh: false });
  const link = httpLink({
    hostname: "127.0.0.1",
    page: () => Promise.resolve(page),
  }).start(runtime);
  const server = await link.listen(0);
  const listening = Array.from({ length: pages }, () => listen(server.url));
  const before = process.cpuUsage(), begin = clock.monotonic();
  runtime.start();
  const limit = begin + (seconds + 30) * 1000;
  while (tap.taken < total && clock.monotonic() < limit) {
    await (await fetch(`${server.url}api/v1/metrics`)).arrayBuffer();
    await pause(clock, 100);
  }
  const took = clock.monotonic() - begin;
  const { user, system } = process.cpuUsage(before);
  link.close();
  const events = await Promise.all(listening);
  await server.close();
  runtime.stop();
  await hal.can.close();
  hal.store.close();
  await bus.end();
  const lost = total - tap.taken, fewest = Math.min(...events);
  console.log(
    `http: ${pages} pages for ${
      (took / 1000).toFixed(1)
    } s, at least ${fewest} events each; ` +
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
const wrong = await openPages(argument("pages", 50), argument("seconds", 20));
if (grown > ALLOWED) wrong.push(`the heap grew by ${grown.toFixed(1)} MB`);
for (const sentence of wrong) console.error(`http: ${sentence}`);
Deno.exit(wrong.length === 0 ? 0 : 1);
