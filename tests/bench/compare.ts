import type { Frame } from "../../hal/can_frame.ts";
import type { Clock, Stop, WallTime } from "../../hal/mod.ts";
import { simHal } from "../../hal/sim/mod.ts";
import { common, vehicles } from "../../plugins/mod.ts";
import { definePlugin, type Plugin } from "../../runtime/contract/plugin.ts";
import type { Log } from "../../runtime/log.ts";
import { Runtime } from "../../runtime/runtime.ts";
import { frameSeconds } from "./frame_mix.ts";
import { PlainSwitch } from "./plain_switch.ts";

/** Something that decodes a bus second. */
export interface Decoder {
  frame(frame: Frame): void;
  second(): void;
}

type Named = readonly [name: string, decoder: Decoder];

/** Bus seconds before anything is timed: a few hours of driving, after which V8 has compiled all of it. */
const WARM = 20_000;
/** Seconds in a round, and between two turns of the event loop. */
const TURN = 500;
/** The wall's time at the start. */
const BEGIN = Date.UTC(2026, 0, 1, 12);
/** Rounds of so many seconds in which the designs take turns. */
const ROUNDS = 40;

const seconds = frameSeconds(10);

/** The one function that drives all designs. */
function drive(decoder: Decoder, frames: readonly Frame[]): void {
  for (let i = 0; i < frames.length; i++) decoder.frame(frames[i] as Frame);
  decoder.second();
}

/** A plugin that had a fault is set aside, and what does nothing would be measured as fast. */
export function failOnFault(...[level, text, fields]: Parameters<Log>): void {
  if (level !== "error") return;
  throw new Error(`${text}: ${JSON.stringify(fields)}`);
}

/** The yardstick. */
export function plainSwitch(): Decoder {
  const plain = new PlainSwitch();
  return { frame: (frame) => plain.frame(frame), second: () => {} };
}

/** Goes on by a second with each that is driven; what falls due then is called by the bench itself. */
class Seconds implements Clock {
  #ms = 0;

  monotonic(): number {
    return this.#ms;
  }
  wall(): WallTime {
    return { ms: BEGIN + this.#ms, trusted: true };
  }
  pass(): void {
    this.#ms += 1000;
  }
  every(): Stop {
    return () => {};
  }
  after(): Stop {
    return () => {};
  }
}

/**
 * The whole vehicle. What its plugins record in one second is one commit, as in the program.
 * @param edit what the plugins are to be like
 */
export function wholeVehicle(edit: (plugin: Plugin) => Plugin): Decoder {
  const clock = new Seconds(), hal = simHal(clock);
  hal.store.put("params", { 14: "RT" });
  let together = (work: () => void) => work();
  const commit = definePlugin({
    id: "bench-commit",
    summary: "One commit a second",
    start: (ctx) => together = ctx.together,
  });
  const runtime = new Runtime({
    hal,
    common: [...common.map(edit), commit],
    vehicles: vehicles.map((vehicle) => ({
      ...vehicle,
      plugins: vehicle.plugins.map(edit),
    })),
    log: failOnFault,
    fresh: false,
  });
  runtime.start();
  const { host } = runtime, second = () => host.second();
  return {
    frame: (frame) => host.frame(frame),
    second: () => {
      clock.pass();
      together(second);
    },
  };
}

/** Milliseconds for a round of one design, in which promises are kept each `kept` seconds. */
async function round(decoder: Decoder, kept: number): Promise<number> {
  const begin = performance.now();
  for (let k = 1; k <= TURN; k++) {
    drive(decoder, seconds[k % seconds.length] ?? []);
    if (k % kept === 0) await null;
  }
  return performance.now() - begin;
}

/**
 * Prints how much longer each design takes than the first. They take turns, and of the rounds the
 * median counts, where what else runs on the machine slows all of them alike; where much does, the
 * quickest round of each.
 */
async function takeTurns(
  all: readonly Named[],
  kept: number,
): Promise<void> {
  const times = all.map((): number[] => []);
  for (let n = 0; n < ROUNDS; n++) {
    for (const [i, [, decoder]] of all.entries()) {
      times[i]?.push(await round(decoder, kept));
    }
    await new Promise((turn) => setTimeout(turn));
  }
  const [first = []] = times;
  for (const [i, [name]] of all.entries()) {
    const own = times[i] ?? [];
    const ratios = own.map((time, n) => time / (first[n] ?? NaN))
      .toSorted((a, b) => a - b);
    const at = (part: number) =>
      ratios[Math.floor(part * ratios.length)]?.toFixed(2);
    const quickest = Math.min(...own) / Math.min(...first);
    console.log(
      `taking turns, ${name}: ${at(0.5)} times (9 of 10 rounds ${at(0.05)} to ${
        at(0.95)
      }), by the quickest rounds ${quickest.toFixed(2)}`,
    );
  }
}

/**
 * Measures designs against the first one, each warmed in turn with the others.
 * @param kept seconds after which what plugins have promised is kept: who waits has no second turn
 */
export async function compare(
  group: string,
  designs: Readonly<Record<string, Decoder>>,
  kept = TURN,
): Promise<void> {
  const all: readonly Named[] = Object.entries(designs);
  for (let k = 0; k < WARM; k++) {
    for (const [, decoder] of all) {
      drive(decoder, seconds[k % seconds.length] ?? []);
    }
    if (k % kept === 0) await null;
    if (k % TURN === 0) await new Promise((turn) => setTimeout(turn));
  }
  await takeTurns(all, kept);
  for (const [n, [name, decoder]] of all.entries()) {
    let k = 0;
    const one = () => drive(decoder, seconds[k++ % seconds.length] ?? []);
    const keeping = async () => {
      one();
      if (k % kept === 0) await null;
    };
    Deno.bench(
      name,
      { group, baseline: n === 0 },
      kept < TURN ? keeping : one,
    );
  }
}
