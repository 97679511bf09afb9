/** Lines that begin with `:`: the hand that steers the simulated world, where SMS texts are the owner's. */
import type { SimHal } from "../../hal/sim/mod.ts";
import type { SimulatedVehicle } from "../../runtime/contract/simulator.ts";
import { parseDuration } from "../duration.ts";
import { tableLines } from "../table.ts";

/** What the controls act on. */
export interface World {
  readonly hal: SimHal;
  /** The vehicle that is simulated now; absent while a recording runs, and where the vehicle has no simulator. */
  readonly car: SimulatedVehicle | undefined;
  /** Lets time pass, or says that it passes by itself. */
  readonly wait: (ms: number) => Promise<string>;
}

interface Control {
  readonly usage: string;
  readonly help: string;
  run(world: World, rest: string): string | Promise<string>;
}

/** Signal of a good reception. */
const SIGNAL = 20;
const CONTROLS: Readonly<Record<string, Control>> = {
  wait: {
    usage: "wait 10m",
    help: "lets time pass: s, m, h or d",
    run({ wait }, rest) {
      const ms = parseDuration(rest.trim());
      if (ms === undefined) throw misuse(this.usage);
      return wait(ms);
    },
  },
  sms: {
    usage: "sms +49123 TEXT",
    help: "a text message arrives from another phone",
    async run({ hal }, rest) {
      const [, from, text] = /^(\S+)\s+(.+)$/s.exec(rest) ?? [];
      if (from === undefined || text === undefined) throw misuse(this.usage);
      if (!hal.gsm.state.registered) {
        throw new Error("The network is down: `:net up` first");
      }
      await hal.gsm.incoming(from, text);
      return "";
    },
  },
  net: {
    usage: "net up|down",
    help: "gives the modem a network or takes it away",
    run({ hal: { gsm } }, rest) {
      const state = rest.trim();
      if (state !== "up" && state !== "down") throw misuse(this.usage);
      const registered = state === "up";
      gsm.state = { ...gsm.state, registered, signal: registered ? SIGNAL : 0 };
      return `The network is ${state}`;
    },
  },
};

const HELP = { usage: "help", help: "lists these lines" };

/** Words that may follow a colon, with their usages. */
export function controlWords(
  { car }: World,
): ReadonlyMap<string, Pick<Control, "usage">> {
  return new Map([
    ...Object.entries(CONTROLS),
    ...Object.entries(car?.steering ?? {}),
    ["help", HELP],
  ]);
}

/**
 * Runs a line, without its colon.
 * @returns a sentence; empty when there is nothing to say
 * @throws Error with a sentence when the line is not understood or not possible now
 */
export async function control(world: World, line: string): Promise<string> {
  const [, word = "", rest = ""] = /^\s*(\S*)\s*(.*)$/s.exec(line) ?? [];
  const name = word.toLowerCase();
  if (name === "help") return help(world);
  const own = Object.hasOwn(CONTROLS, name) ? CONTROLS[name] : undefined;
  if (own !== undefined) return await own.run(world, rest);
  const steering = world.car?.steering ?? {};
  const steer = Object.hasOwn(steering, name) ? steering[name] : undefined;
  if (steer !== undefined) {
    return steer.run(rest.trim().toLowerCase().split(/\s+/).filter(Boolean));
  }
  throw new Error(
    world.car === undefined
      ? `There is no simulated car here: expected ${usages(CONTROLS)}`
      : `The simulated car does not know "${word}": try :help`,
  );
}

function usages(controls: Readonly<Record<string, Control>>): string {
  return Object.values(controls).map(({ usage }) => `:${usage}`).join(", ");
}

function help({ car }: World): string {
  const all = [
    ...Object.values(CONTROLS),
    ...Object.values(car?.steering ?? {}),
    HELP,
  ];
  return tableLines(all.map(({ usage, help }) => [usage, help])).join("\n");
}

function misuse(usage: string): Error {
  return new Error(`Expected: :${usage}`);
}
