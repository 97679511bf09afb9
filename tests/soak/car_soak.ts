/**
 * Kills the program at random exchanges of macros and of the undo itself, and asks for commands while
 * the car moves or nobody knows what it does. The controller is as before, or the owner is told; no
 * frame is sent.
 *
 * `deno run -A tests/soak/car_soak.ts kills=1000 conditions=200`
 * @module
 */
import { fromHex } from "../../hal/can_frame.ts";
import { carOn, type Rig } from "../plugins/cfg/rig.ts";
import { argument } from "./arguments.ts";
import { random } from "./random.ts";

const MACROS = [
  "SPEED 100 95",
  "TORQUE 90",
  "TSMAP DNB 90 80 70 60",
  "POWER 50",
  "RECUP 30 60",
  "BRAKELIGHT 60 40",
];
const STANDING = [
  "PRE",
  "SPEED 90",
  "TORQUE 80",
  "TSMAP D 50",
  "BRAKELIGHT 50",
  "RESET",
  "RESTORE",
  "WRITE 2920 5 8000",
];
/** What spoils a condition. */
const SPOIL: readonly ((rig: Rig, kmh: number) => Promise<void> | void)[] = [
  (rig, kmh) => rig.seconds(1, true, kmh),
  (rig) => rig.hal.bus.inject(0x599, fromHex("00000D80FF3CFFFF")),
  (rig) => rig.hal.bus.inject(0x59b, fromHex("800C655E44720090")),
  (rig) => rig.kill(),
  (rig, kmh) => silent(rig, 2 + kmh),
];

async function silent({ hal: { clock } }: Rig, seconds: number): Promise<void> {
  for (let i = 0; i < seconds; i++) {
    clock.second();
    await clock.drain(1_000_000);
  }
}

/** Kills a macro, or the undo of one, at a random request; a sentence about what was lost. */
async function killed(next: () => number): Promise<string | undefined> {
  using rig = await carOn();
  const macro = MACROS[Math.floor(next() * MACROS.length)] ?? "POWER 50";
  const before = JSON.stringify(rig.settings()), undoes = next() < 0.5;
  if (undoes) await rig.cfg(macro);
  const carriedOut = next() < 0.5;
  let left = Math.floor(next() * 40), fell = false;
  rig.onRequest = () => {
    if (fell || left-- > 0) return true;
    fell = true;
    if (!carriedOut) rig.kill();
    else queueMicrotask(() => rig.kill());
    return carriedOut;
  };
  const command = undoes ? "UNDO" : macro;
  void rig.hal.gsm.incoming("+491701234567", `CFG ${command}`);
  for (let i = 0; i < 100 && !fell; i++) await rig.hal.clock.drain();
  rig.onRequest = undefined;
  await rig.hal.clock.drain(1_000_000);
  await rig.seconds(5);
  if (rig.node.state !== 5 && !rig.told.includes("CFG OP")) {
    return `CFG ${command}: left in state ${rig.node.state}, and nobody was told`;
  }
  if (!fell) return undefined;
  if (JSON.stringify(rig.settings()) === before) return undefined;
  const done = undoes && !rig.told.includes("CFG UNDO");
  if (!done && !rig.told.includes("CFG UNDO")) {
    return `CFG ${command}: values changed, and nobody was told`;
  }
  const answer = await rig.cfg("UNDO");
  return JSON.stringify(rig.settings()) === before
    ? undefined
    : `CFG ${command}: ${answer}`;
}

/** Asks for a command in a condition that forbids it; a sentence when a frame was sent. */
async function forbidden(next: () => number): Promise<string | undefined> {
  using rig = await carOn();
  const spoil = SPOIL[Math.floor(next() * SPOIL.length)];
  const command = STANDING[Math.floor(next() * STANDING.length)] ?? "PRE";
  await spoil?.(rig, 1 + Math.floor(next() * 80));
  const before = rig.hal.bus.counters.sent;
  const answer = await rig.cfg(command);
  return rig.hal.bus.counters.sent === before && answer.includes("ERROR: ")
    ? undefined
    : `CFG ${command}: ${answer}`;
}

async function repeat(
  what: string,
  times: number,
  once: (next: () => number) => Promise<string | undefined>,
): Promise<number> {
  const next = random(argument("seed", 1));
  let wrong = 0;
  for (let i = 0; i < times; i++) {
    const problem = await once(next);
    if (problem === undefined) continue;
    wrong++;
    console.log(problem);
  }
  console.log(`${what}: ${times}, ${wrong} went wrong`);
  return wrong;
}

const wrong =
  await repeat("kills of macros and undo", argument("kills", 1000), killed) +
  await repeat(
    "conditions of a moving or unknown car",
    argument("conditions", 200),
    forbidden,
  );
Deno.exit(wrong === 0 ? 0 : 1);
