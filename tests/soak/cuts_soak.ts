/**
 * Closes the write gate, starts the vehicle side again, changes the vehicle type or ends the program at
 * every exchange of commands with the controller, and lets the disk be full from every write of the
 * store on. The controller is operational afterwards, or the owner told; nothing is sent through a closed
 * gate; CFG UNDO brings the values back.
 *
 * `deno run -A tests/soak/cuts_soak.ts`
 * @module
 */
import { carOn, type Rig } from "../plugins/cfg/rig.ts";

const COMMANDS = [
  "SPEED 100",
  "TSMAP DNB 90 80 70 60",
  "POWER 50",
  "PRE",
  "WRITE 2800 0 1",
  "UNDO",
];
/** Those that leave the controller pre-operational because somebody wants it there. */
const WANTED = ["PRE", "WRITE 2800 0 1"];
/** Longer than any of them has exchanges, or writes of the store. */
const LONGEST = 200;

const set = (rig: Rig, values: Readonly<Record<number, string>>) =>
  rig.runtime.params.set(
    new Map(Object.entries(values).map(([n, text]) => [Number(n), text])),
    "soak",
  );
const close = (rig: Rig) => set(rig, { 31: "0" });
const open = (rig: Rig) => set(rig, { 31: "1" });

/**
 * What cuts a command; `gate`: the gate is closed by it, `moves`: nothing may be written to a controller
 * any more, `ends`: nothing can be sent any more.
 */
interface Cut {
  readonly run: (rig: Rig) => void;
  readonly gate?: true;
  readonly moves?: true;
  /** Commands that it does not concern. */
  readonly but?: readonly string[];
  readonly silent?: true;
  readonly ends?: true;
}

const CUTS: Readonly<Record<string, Cut>> = {
  "gate": { run: close, gate: true },
  "gate to and fro": {
    run: (rig) => {
      close(rig);
      open(rig);
      close(rig);
    },
    gate: true,
  },
  "RESET": { run: ({ runtime }) => runtime.restart() },
  "gate and RESET": {
    run: (rig) => {
      close(rig);
      rig.runtime.restart();
    },
    gate: true,
  },
  "vehicle type": { run: (rig) => set(rig, { 14: "" }) },
  "type and gate": { run: (rig) => set(rig, { 14: "", 31: "0" }), gate: true },
  "gate, silent controller": {
    run: (rig) => {
      rig.node.offline = true;
      close(rig);
    },
    gate: true,
    silent: true,
  },
  "the car sets off": {
    run: (rig) => rig.frames(true, 30),
    moves: true,
    but: ["POWER 50"],
  },
  "another controller": {
    run: ({ node }) => node.objects.set(0x1018, 2, 0x0712301b),
    moves: true,
    but: WANTED,
  },
  "end of the program": {
    run: ({ runtime }) => void runtime.settle(),
    ends: true,
  },
};

async function prepared(): Promise<{ rig: Rig; before: string }> {
  const rig = await carOn();
  await rig.cfg("SPEED 90");
  return { rig, before: JSON.stringify(rig.settings()) };
}

/** Cuts a command at its n-th exchange: sentences about what went wrong; undefined when it has no such one. */
async function cutAt(
  command: string,
  { run, gate, silent, ends, moves }: Cut,
  n: number,
): Promise<readonly string[] | undefined> {
  const { rig, before } = await prepared(), wrong: string[] = [];
  using _ = rig;
  let left = n, fell = false, written = 0;
  rig.onRequest = () => {
    if (!fell && left-- <= 0) {
      fell = true;
      written = rig.writes.length;
      run(rig);
    }
    return true;
  };
  await rig.cfg(command);
  rig.onRequest = undefined;
  if (!fell) return undefined;
  if (moves && rig.writes.length > written) {
    wrong.push(`wrote ${rig.writes.slice(written).join(" ")}`);
  }
  rig.node.objects.set(0x1018, 2, 0x0712302d);
  await rig.hal.clock.drain(1_000_000);
  await rig.seconds(12);
  if (gate) {
    if (rig.hal.can.writable) wrong.push("the gate is open");
    const { sent } = rig.hal.bus.counters;
    await rig.seconds(5);
    if (rig.hal.bus.counters.sent !== sent) wrong.push("sent behind the gate");
  }
  rig.node.offline = false;
  if (rig.node.state !== 5 && !(silent && /pre-op/i.test(rig.told))) {
    wrong.push(`left in state ${rig.node.state}`);
  }
  if (!ends) wrong.push(...await takenBack(rig, command, before));
  return [...wrong, ...faults(rig)];
}

/** Whether all is as before when the type is known and the gate open again. */
async function takenBack(
  rig: Rig,
  command: string,
  before: string,
): Promise<readonly string[]> {
  set(rig, { 14: "RT", 31: "1" });
  await rig.hal.clock.drain(1_000_000);
  await rig.seconds(3);
  if (rig.node.state !== 5) await rig.cfg("OP");
  if (rig.node.state !== 5) return ["CFG OP did not help"];
  const same = () => JSON.stringify(rig.settings()) === before;
  if (same() || command === "UNDO") return [];
  const answer = await rig.cfg("UNDO");
  return same() ? [] : [answer];
}

function faults(rig: Rig): readonly string[] {
  return rig.log.filter((line) => line.includes("plugin fault")).slice(0, 1);
}

/** The same with a disk that is full from the n-th write of the store on, until the command is done. */
async function fullAt(
  command: string,
  n: number,
): Promise<readonly string[] | undefined> {
  const { rig, before } = await prepared(), { store } = rig;
  using _ = rig;
  const { put, journal, atomically } = store;
  let left = n, full = false;
  const check = () => {
    full ||= left-- <= 0;
    if (full) throw new Error("the disk is full");
  };
  store.put = (...values) => {
    check();
    put.apply(store, values);
  };
  store.journal = (entry) => {
    check();
    return journal.call(store, entry);
  };
  store.atomically = (work) => {
    check();
    return atomically.call(store, work) as ReturnType<typeof work>;
  };
  await rig.cfg(command);
  Object.assign(store, { put, journal, atomically });
  if (!full) return undefined;
  rig.kill();
  await rig.seconds(4);
  const wrong = rig.node.state === 5 || WANTED.includes(command)
    ? []
    : [`left in state ${rig.node.state}`];
  return [...wrong, ...await takenBack(rig, command, before), ...faults(rig)];
}

/** Runs `once` for each place of a command until it has no more. */
async function everywhere(
  what: string,
  once: (command: string, n: number) => Promise<readonly string[] | undefined>,
  but: readonly string[] = [],
): Promise<number> {
  let ran = 0, failed = 0;
  for (const command of COMMANDS) {
    if (but.includes(command)) continue;
    for (let n = 0; n < LONGEST; n++) {
      const wrong = await once(command, n);
      if (wrong === undefined) break;
      ran++;
      if (wrong.length === 0) continue;
      failed++;
      console.log(`CFG ${command}, ${what}, ${n + 1}: ${wrong.join(", ")}`);
    }
  }
  console.log(`${what}: ${ran} places, ${failed} went wrong`);
  return ran === 0 ? 1 : failed;
}

let failed = 0;
for (const [what, cut] of Object.entries(CUTS)) {
  const once = (command: string, n: number) => cutAt(command, cut, n);
  failed += await everywhere(what, once, cut.but);
}
failed += await everywhere("full disk", fullAt);
Deno.exit(failed === 0 ? 0 : 1);
