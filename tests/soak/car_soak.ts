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
/** With this before them, `UNDO` and `RESTORE` have something to take back. */
const BEFORE = ["BACKUP", "SPEED 100"];
const STANDING = [
  "PRE",
  "UNDO",
  "SPEED 90",
  "TORQUE 80",
  "TSMAP D 50",
  "BRAKELIGHT 50",
  "RESET",
  "RESTORE",
  "WRITE 2920 5 8000",
];
const KEY = "009521412900013C", STANDS = "00000D80FF3C0000";
const one = (id: number, hex: string) => ({ hal: { bus } }: Rig) =>
  bus.inject(id, fromHex(hex));
/** What spoils a condition. */
const SPOIL: Readonly<
  Record<string, (rig: Rig, kmh: number) => Promise<void> | void>
> = {
  "moving": (rig, kmh) => rig.seconds(1, true, kmh),
  "just moving": one(0x599, "00000D80FF3C0001"),
  "speed not available": one(0x599, "00000D80FF3CFFFF"),
  "in GO": one(0x59b, "800C655E44720090"),
  "in D": one(0x59b, "8000655E44720090"),
  "in R": one(0x59b, "0800655E44720090"),
  "charging": one(0x597, "20B521412900013C"),
  "switching on": one(0x597, "00D521412900013C"),
  "off": one(0x597, "008521412900013C"),
  "restarted": (rig) => rig.kill(),
  "restarted, no speed yet": (rig) => {
    rig.kill();
    one(0x597, KEY)(rig);
  },
  "RESET, no frames yet": (rig) => rig.runtime.restart(),
  "silent": (rig, kmh) => silent(rig, 3 + kmh),
  "no speed": (rig, kmh) => silent(rig, 1 + kmh, one(0x597, KEY)),
  "no key": (rig, kmh) => silent(rig, 1 + kmh, one(0x599, STANDS)),
  "speed in short frames": (rig, kmh) =>
    silent(rig, 1 + kmh, (rig) => {
      one(0x597, KEY)(rig);
      one(0x599, STANDS.slice(0, 14))(rig);
    }),
};

/** Seconds in which at most some of the frames come, half a second after each began. */
async function silent(
  rig: Rig,
  seconds: number,
  frames: (rig: Rig) => void = () => {},
): Promise<void> {
  const { clock } = rig.hal;
  for (let i = 0; i < seconds; i++) {
    clock.advance(500);
    frames(rig);
    clock.advance(500);
    await clock.drain(1_000_000);
  }
}

/** What became of what was tried, and how often. */
const counts = new Map<string, number>();
function count(what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}

/** The command was done before it could be killed. */
const MISSED = "missed";

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
  if (!fell) return MISSED;
  count(undoes ? "of the undo" : "of a macro");
  if (JSON.stringify(rig.settings()) === before) {
    count("  controller as before");
    return undefined;
  }
  const done = undoes && !rig.told.includes("CFG UNDO");
  if (!done && !rig.told.includes("CFG UNDO")) {
    return `CFG ${command}: values changed, and nobody was told`;
  }
  count("  told, and as before with CFG UNDO");
  const answer = await rig.cfg("UNDO");
  return JSON.stringify(rig.settings()) === before
    ? undefined
    : `CFG ${command}: ${answer}`;
}

/** Asks for a command in a condition that forbids it; a sentence when a frame was sent. */
async function forbidden(next: () => number): Promise<string | undefined> {
  using rig = await carOn();
  const kinds = Object.entries(SPOIL);
  const [what = "", spoil] = kinds[Math.floor(next() * kinds.length)] ?? [];
  const command = STANDING[Math.floor(next() * STANDING.length)] ?? "PRE";
  for (const command of BEFORE) await rig.cfg(command);
  rig.writes.length = 0;
  await spoil?.(rig, 1 + Math.floor(next() * 80));
  count(`  ${what}`);
  const before = rig.hal.bus.counters.sent;
  const answer = await rig.cfg(command);
  return rig.hal.bus.counters.sent === before && answer.includes("ERROR: ")
    ? undefined
    : `CFG ${command}, ${what}: ${answer}`;
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
    if (problem === MISSED) i--;
    if (problem === undefined || problem === MISSED) continue;
    wrong++;
    console.log(problem);
  }
  console.log(`${what}: ${times}, ${wrong} went wrong`);
  for (const [what, number] of [...counts].sort()) {
    console.log(`  ${what}: ${number}`);
  }
  counts.clear();
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
