/**
 * Plugins from outside that do whatever they can, each beside a bus of 4,500 frames a second.
 *
 *     deno run -A tests/soak/isolation_soak.ts [seconds=20] [only=0]
 *
 * Ends with 1 when a frame is lost, or when the 99th of 100 answers to STAT? took longer than 100 ms.
 * @module
 */
import { pathToFileURL } from "node:url";
import { Keeper } from "../../app/isolation/keeper.ts";
import { SystemClock } from "../../hal/clock.ts";
import { GatedCan } from "../../hal/can_gate.ts";
import { pause } from "../../hal/pause.ts";
import { simHal } from "../../hal/sim/mod.ts";
import { common, vehicles } from "../../plugins/mod.ts";
import { Runtime } from "../../runtime/runtime.ts";
import { argument } from "./arguments.ts";
import { busyBus, RATE } from "./busy_bus.ts";

/** Longest that the 99th of 100 answers may take, and the time between two questions, ms. */
const ALLOWED = 100, PAUSE = 20;
const clock = new SystemClock();

/** What each of them does, as the rest of its literal. */
const PLUGINS: Readonly<Record<string, string>> = {
  "behaves": `sms: { WORK: { usage: "WORK", run: () => "done" } }`,
  "loops": `sms: { WORK: { usage: "WORK", run: () => { for (;;); } } }`,
  "loops in pieces":
    `start: () => { const busy = () => { const end = performance.now() + 50; while (performance.now() < end); setTimeout(busy); }; busy(); }`,
  "eats objects":
    `sms: { WORK: { usage: "WORK", run: () => { const all = []; for (;;) all.push(new Array(1e4).fill({})); } } }`,
  "eats 1 GB":
    `sms: { WORK: { usage: "WORK", run: () => { const all = []; for (let k = 0; k < 10; k++) all.push(new Uint8Array(1e8).fill(1)); return all.length + ""; } } }`,
  "exits": `sms: { WORK: { usage: "WORK", run: () => Deno.exit(1) } }`,
  "throws everywhere":
    `frames: { 0x155: { bytes: 1, decode: no } }, every: { second: no }, start: no, stop: no, sms: { WORK: { usage: "WORK", run: no } }`,
  "floods metrics":
    `metrics: { n: { name: "x.n", unit: "" } }, start: ({ metrics }) => { let n = 0; setInterval(() => { for (let k = 0; k < 1000; k++) metrics.n.set(n++); }, 10); }`,
  "floods events":
    `needs: ["memory"], start: ({ hal }) => { let n = 0; setInterval(() => { for (let k = 0; k < 500; k++) hal.memory.put({ n: "" + n++ }); }, 10); }`,
  "floods the pipe":
    `start: () => { const line = new TextEncoder().encode('[0,{"t":"log","text":"x"}]\\n'.repeat(2000)); const more = () => { Deno.stdout.writeSync(line); setTimeout(more); }; more(); }`,
  "sends garbage":
    `start: () => { setInterval(() => Deno.stdout.writeSync(crypto.getRandomValues(new Uint8Array(65536))), 5); }`,
  "answers 10 MB":
    `sms: { WORK: { usage: "WORK", run: () => "x".repeat(1e7) } }`,
  "never answers":
    `sms: { WORK: { usage: "WORK", timeout: 1, run: () => new Promise(() => {}) } }`,
  "decodes every frame":
    `metrics: { n: { name: "x.n", unit: "", initial: 0 } }, frames: Object.fromEntries([0x155, 0x196, 0x19f, 0x423, 0x424, 0x425, 0x554, 0x599, 0x69f].map((id) => [id, { bytes: 4, decode: (frame, put) => { put.n = frame.u32(0); } }]))`,
  "decodes slowly":
    `frames: { 0x155: { bytes: 4, decode: () => { const end = performance.now() + 20; while (performance.now() < end); } } }`,
};

/** Runs one; sentences about what was wrong. */
async function beside(
  name: string,
  literal: string,
  seconds: number,
): Promise<string[]> {
  const folder = Deno.makeTempDirSync(), total = RATE * seconds;
  Deno.writeTextFileSync(
    `${folder}/mod.js`,
    `const no = () => { throw new Error("no"); };\nexport default { id: "guest", ${literal} };`,
  );
  const specifier = pathToFileURL(`${folder}/mod.js`).href;
  const keeper = await Keeper.open([{ name, specifier }]);
  const bus = await busyBus(total), { tap } = bus;
  const hal = { ...simHal(clock), can: new GatedCan([[1, tap]]) };
  hal.store.put("params", { 14: "RT" });
  const runtime = new Runtime({
    hal,
    common,
    vehicles,
    extra: keeper.plugins,
    log: () => {},
    fresh: false,
  });
  keeper.attach(runtime, clock);
  runtime.start();
  const times: number[] = [], from = { link: "console", from: "" } as const;
  const limit = clock.monotonic() + (seconds + 30) * 1000;
  let memory = 0;
  for (let k = 0; tap.taken < total && clock.monotonic() < limit; k++) {
    // Counted from when it was due, so that work which keeps everybody waiting counts as well.
    const due = clock.monotonic() + PAUSE;
    await pause(clock, PAUSE);
    await runtime.text("STAT?", { ...from, principal: "owner" });
    times.push(clock.monotonic() - due);
    if (k % 25 === 0) {
      memory = Math.max(memory, keeper.memory ?? 0);
      void runtime.text("WORK", { ...from, principal: "owner" });
    }
  }
  const { dropped } = keeper;
  runtime.stop();
  await keeper.close();
  await hal.can.close();
  hal.store.close();
  await bus.end();
  Deno.removeSync(folder, { recursive: true });
  times.sort((a, b) => a - b);
  const p99 = times[Math.floor(times.length * 0.99)] ?? Infinity;
  const lost = total - tap.taken;
  console.log(
    `isolation: beside one that ${name}: ${times.length} times STAT?, p99 ${
      p99.toFixed(1)
    } ms, longest ${
      (times.at(-1) ?? 0).toFixed(1)
    } ms; ${tap.taken} of ${total} frames, ${tap.gaps} gaps; its memory ${
      (memory / 1024 / 1024).toFixed(0)
    } MB, frames that it was too slow for ${dropped}`,
  );
  return [
    ...lost > 0 || tap.gaps > 0
      ? [`beside one that ${name}: ${lost} frames lost, ${tap.gaps} gaps`]
      : [],
    ...p99 > ALLOWED
      ? [`beside one that ${name}: STAT? took ${p99.toFixed(0)} ms`]
      : [],
  ];
}

const seconds = argument("seconds", 20), only = argument("only", 0);
const wrong: string[] = [];
for (const [k, [name, literal]] of Object.entries(PLUGINS).entries()) {
  if (only !== 0 && only !== k + 1) continue;
  wrong.push(...await beside(name, literal, seconds));
}
for (const sentence of wrong) console.error(`isolation: ${sentence}`);
Deno.exit(wrong.length === 0 ? 0 : 1);
