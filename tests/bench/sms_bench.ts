/**
 * A text message in, its answer handed to the modem: on a quiet bus, and while the bus carries 4,500
 * frames a second in real time, in bunches as a USB adapter hands them over.
 */
import { SystemClock } from "../../hal/clock.ts";
import { pause } from "../../hal/pause.ts";
import { simHal } from "../../hal/sim/mod.ts";
import { common, vehicles } from "../../plugins/mod.ts";
import { Runtime } from "../../runtime/runtime.ts";
import { frameSeconds } from "./frame_mix.ts";

const OWNER = "+491701234567";
const RATE = 4500, BUNCH_MS = 2;

const clock = new SystemClock(), hal = simHal(clock);
hal.store.put("params", { 0: OWNER, 14: "RT" });
const runtime = new Runtime({
  hal,
  common,
  vehicles,
  log: (level, event) => console.error(level, event),
  fresh: false,
});
runtime.start();

const frames = frameSeconds(60).flat();
let next = 0;

function inject(count: number): void {
  for (let n = 0; n < count; n++) {
    const frame = frames[next++ % frames.length];
    if (frame) hal.bus.inject(frame.id, frame.data);
  }
}
inject(frames.length);

/** Sends STAT? and checks that it was answered. */
async function ask(): Promise<void> {
  hal.gsm.sent.length = 0;
  await hal.gsm.incoming(OWNER, "STAT?");
  if (!hal.gsm.sent[0]?.text.includes("SOC: ")) throw new Error("no answer");
}

/** Few enough that the answers of both are within what an hour may cost. */
const options = { group: "SMS in, reply out", n: 85, warmup: 5 } as const;

Deno.bench("quiet bus", { ...options, baseline: true }, async (b) => {
  await pause(clock, 1);
  b.start();
  await ask();
  b.end();
});

/** Puts on the bus what is due since the last call. */
function traffic(): () => void {
  const start = clock.monotonic();
  let sent = 0;
  return () => {
    const due = Math.floor((clock.monotonic() - start) * RATE / 1000);
    inject(due - sent);
    sent = due;
  };
}

const latencies: number[] = [];
let stop: (() => void) | undefined;

Deno.bench(`${RATE} frames a second`, options, async (b) => {
  stop ??= clock.every(BUNCH_MS, traffic());
  await pause(clock, 1);
  const begin = clock.monotonic();
  b.start();
  await ask();
  b.end();
  latencies.push(clock.monotonic() - begin);
});

globalThis.addEventListener("unload", () => {
  stop?.();
  latencies.sort((a, b) => a - b);
  const at = (share: number) =>
    latencies[Math.floor((latencies.length - 1) * share)]?.toFixed(3);
  console.log(
    `${RATE} frames a second: ${latencies.length} answers, p50 ${
      at(0.5)
    } ms, ` +
      `p99 ${at(0.99)} ms, longest ${at(1)} ms`,
  );
});
