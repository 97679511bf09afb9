/**
 * Counts the files that a reader follows on each way through the program: those of which a function runs
 * between what comes in and what goes out, by V8's coverage. Simulated devices and the store's own files
 * are left out, as they stand for the world.
 *
 * `deno run --allow-read --allow-sys tests/way_lengths.ts` prints a line of JSON for each way.
 * @module
 */
import { Session } from "node:inspector/promises";
import { fromHex } from "../hal/can_frame.ts";
import { settled } from "../hal/sim/mod.ts";
import { SimSevcon } from "../plugins/twizy/sim/sevcon.ts";
import { definePlugin } from "../runtime/contract/plugin.ts";
import { OWNER, World } from "./runtime/links/ovms/gateway.ts";

/** One way through the program. */
export interface Way {
  readonly name: string;
  readonly files: readonly string[];
}

const root = new URL("../", import.meta.url).href;
const WORLD = /^(tests|testing|hal\/sim|hal\/store|plugins\/twizy\/sim)\//;
/** The console that is the owner's. */
const CONSOLE = { link: "console", from: "", principal: "owner" } as const;
const SECOND = 1000;

const session = new Session();
session.connect();
await session.post("Profiler.enable");
await session.post("Profiler.startPreciseCoverage", { callCount: true });

/** Files of which a function ran since the last call; that a module was loaded is no step of a way. */
async function ran(): Promise<string[]> {
  const { result } = await session.post("Profiler.takePreciseCoverage");
  return result.filter(({ url, functions }) =>
    url.startsWith(root) &&
    functions.some(({ ranges: [all] }) =>
      all !== undefined && all.count > 0 && all.startOffset > 0
    )
  ).map(({ url }) => url.slice(root.length))
    .filter((file) => !WORLD.test(file)).sort();
}

/** A plugin that writes a record when it is told to. */
let write = () => {};
const writer = definePlugin({
  id: "writer",
  records: {
    row: {
      type: "XX-Row",
      summary: "A row",
      lifetime: 60,
      fields: { number: 0, text: "text" },
    },
  },
  state: () => ({ rows: 0 }),
  start({ records, state }) {
    write = () =>
      records.row.write(1, { number: state.rows++, text: "written" });
  },
});

await using world = await World.open({ extra: [writer] });
const { clock, gateway: { hal, runtime } } = world;
const { bus, gsm } = hal;
// What command 6 writes besides is the way of a record
runtime.settings.put("ovms.records", "guide", "test");
runtime.features.set(15, "1", "test");
bus.attach(
  new SimSevcon({
    after: (ms, work) => clock.after(ms, work),
    emit: (id, data) => bus.inject(id, data),
  }),
);
const app = await world.client();

/** The car is on and stands, as it said just now. */
function stand(): void {
  bus.inject(0x597, fromHex("009521412900013c"));
  bus.inject(0x599, fromHex("00000d80ff3c0000"));
  bus.inject(0x155, fromHex("07974f547d000054"));
}

/** What comes in, and what has to have gone out then. */
const ways: readonly (readonly [name: string, () => Promise<unknown>])[] = [
  ["a frame of the bus to its metrics", async () => {
    bus.inject(0x59e, fromHex("000000001b3c0000"));
    return await Promise.resolve(true);
  }],
  ["`STAT?` by SMS to the reply at the modem", async () => {
    gsm.sent.length = 0;
    await gsm.incoming(OWNER, "STAT?");
    return gsm.sent.length === 1;
  }],
  ["server command 6 to the reply, encrypted", async () => {
    app.send("C6");
    await settled();
    return await app.next(/^c6,0/);
  }],
  ["`CFG READ` at the console to the controller and its answer", async () => {
    const answer = runtime.text("CFG READ 2920 01", CONSOLE);
    await clock.drain();
    return (await answer).status === "ok";
  }],
  ["a record to the server's acknowledgement, encrypted", async () => {
    write();
    await settled();
    return hal.store.unsent(1).length === 0;
  }],
];

for (const [name, go] of ways) {
  // The first time things are made that stay
  for (const _ of ["first", "counted"]) {
    await clock.run(2 * SECOND);
    stand();
    await settled();
    await ran();
    if (!await go()) throw new Error(`${name}: nothing came out`);
  }
  const way: Way = { name, files: await ran() };
  console.log(JSON.stringify(way));
}
app.close();
