/**
 * Random walks: several commands of several links with events between them, and an observer at the bus. No
 * frame with the gate closed but those of a safe end, no write to a car that is not known to stand or
 * without its old value kept, no controller left pre-operational untold, no command without an answer.
 *
 * `deno run -A tests/soak/walk_soak.ts walks=2000 seed=1`
 * @module
 */
import { argument } from "./arguments.ts";
import { random } from "./random.ts";
import { WAYS, World } from "./walk/world.ts";

const COMMON = [
  "CFG READ 2920 5",
  "CFG WRITE 2920 5 6000",
  "CFG WRITE 2920 6 800",
  "CFG WRITE 2911 1 100",
  "CFG PRE",
  "CFG OP",
  "CFG RESET",
  "CFG UNDO",
  "CFG RESTORE",
  "CFG SPEED 90 95",
  "CFG SPEED 60",
  "CFG TORQUE 90",
  "CFG POWER 50",
  "CFG POWER 100",
  "CFG RECUP 30 60",
  "CFG BRAKELIGHT 60 40",
  "CFG TSMAP DNB 90 80 70 60",
  "CFG RAMPS 20",
  "CFG SMOOTH 50",
  "DYNO ON",
  "DYNO OFF",
  "STAT?",
  "FEATURE 15 0",
] as const;
const OWN = {
  "3.0": ["CFG BACKUP", "CFG SAVE x", "CFG LOAD x"],
  "3.9": [
    "CFG SAVE 1",
    "CFG LOAD 1",
    "CFG LOAD 2",
    "CFG DRIVE 80",
    "CFG WRITEO 2920 5 5000",
    "CFG CLEAR",
    "LOCK",
    "UNLOCK",
    "VALET",
  ],
} as const;

type Next = () => number;
type Event = (world: World, next: Next) => void;

/** What happens between commands. */
const EVENTS: Readonly<Record<string, Event>> = {
  "gate closed": (w) => w.gate("0"),
  "gate opened": (w) => w.gate("1"),
  "gate opened again": (w) => w.gate("1"),
  "sets off": ({ car }) => car.go(30),
  "rolls": ({ car }) => void (car.speed = 3),
  "stops": ({ car }) => car.go(0),
  "stops again": ({ car }) => car.go(0),
  "speed not available": ({ car }) => void (car.speed = undefined),
  "display silent": ({ car }) => void (car.displaySilent = true),
  "bus silent": ({ car }) => void (car.silent = true),
  "all heard": ({ car }) => void (car.silent = car.displaySilent = false),
  "key off": ({ car }) => void (car.key = false),
  "key on": ({ car }) => void (car.key = true),
  "plugged in": ({ car }) => void (car.charging = true),
  "unplugged": ({ car }) => void (car.charging = false),
  "killed": (w) => w.kill(),
  "module reset": (w) => w.runtime.restart(),
  "another type": (w) => w.type("NL"),
  "type back": (w) => w.type("RT"),
  "a reply lost": (w) => void (w.lost = 1),
  "replies lost": (w) => void (w.lost = 4),
  "controller slow": (w) => void (w.late = 300),
  "controller quick": (w) => void (w.late = 0),
  "controller refuses": ({ node }, next) =>
    void node.faults.add({
      do: "abort",
      code: 0x08000000,
      times: 1,
      after: Math.floor(next() * 8),
    }),
  "controller off": ({ node }) => node.power(false),
  "controller on": ({ node }) => node.power(true),
  "three presses": ({ car, hal, now }) => car.press(hal.bus, 3, now),
};
const NAMES = Object.keys(EVENTS);

const models = Object.fromEntries(
  Object.entries({ "3.0": "sevcon-model", "3.9": "sevcon-model-later" })
    .map(([firmware, file]) => [
      firmware,
      JSON.parse(
        Deno.readTextFileSync(
          new URL(`../scenarios/${file}.json`, import.meta.url),
        ),
      ),
    ]),
);

function pick<T>(next: Next, all: readonly [T, ...T[]] | readonly T[]): T {
  const one = all[Math.floor(next() * all.length)];
  if (one === undefined) throw new RangeError("there is nothing to pick");
  return one;
}

const counts = { commands: 0, events: 0, kills: 0, frames: 0, writes: 0 };

/** Walks once; what was wrong. */
async function walk(seed: number): Promise<readonly string[]> {
  const next = random(seed), steps: string[] = [];
  const world = new World(next() < 0.5 ? "3.0" : "3.9", models);
  await world.pass(1500);
  for (let left = 4 + Math.floor(next() * 10); left > 0; left--) {
    if (next() < 0.5) {
      const text = pick(next, [...COMMON, ...OWN[world.firmware]]);
      world.command(text, pick(next, WAYS));
      counts.commands++;
      steps.push(text);
    } else {
      const name = pick(next, NAMES);
      EVENTS[name]?.(world, next);
      counts.events++;
      if (name === "killed") counts.kills++;
      steps.push(name);
    }
    await world.pass(Math.floor(next() ** 3 * 60) * 100);
  }
  await world.mend();
  const wrong = [...world.observer.wrong, ...world.faults];
  if (world.open > 0) wrong.push(`${world.open} commands without an answer`);
  const isLeft = world.node.state !== 5;
  if (isLeft && !world.told && !steps.includes("CFG PRE")) {
    wrong.push(`left in state ${world.node.state}, and nobody was told`);
  }
  world.command("CFG OP", "console");
  await world.pass(20_000);
  if (world.node.state !== 5) wrong.push("CFG OP does not bring it back");
  counts.frames += world.observer.frames;
  counts.writes += world.observer.writes;
  world.close();
  return wrong.length === 0 ? [] : [steps.join(", "), ...wrong];
}

const walks = argument("walks", 2000), first = argument("seed", 1);
let wrong = 0;
for (let seed = first; seed < first + walks; seed++) {
  const found = await walk(seed);
  if (found.length === 0) continue;
  wrong++;
  console.log(`walk seed=${seed} walks=1: ${found.slice(0, 6).join("\n  ")}`);
}
console.log(
  `walks: ${walks} with ${counts.commands} commands, ${counts.events} events, ${counts.kills} kills, ${counts.frames} frames, ${counts.writes} writes; ${wrong} went wrong`,
);
Deno.exit(wrong === 0 ? 0 : 1);
