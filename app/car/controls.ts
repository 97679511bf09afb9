/** Lines that begin with `:`: the hand that steers the simulated world, where SMS texts are the owner's. */
import type { SimHal } from "../../hal/sim/mod.ts";
import type { SimTwizy } from "../../plugins/twizy/sim/mod.ts";
import { parseDuration } from "../duration.ts";
import { tableLines } from "../table.ts";

/** What the controls act on. */
export interface World {
  readonly hal: SimHal;
  /** Absent while a recording runs. */
  readonly car: SimTwizy | undefined;
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
/** First words of the car's own commands, for completion. */
const CAR_WORDS = [
  "key",
  "go",
  "drive",
  "speed",
  "plug",
  "unplug",
  "trickle",
  "cell",
  "module",
  "soc",
  "12v",
  "gps",
  "press",
  "status",
];

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

/** Words that may follow a colon. */
export const controlWords: readonly string[] = [
  ...Object.keys(CONTROLS),
  ...CAR_WORDS,
  "help",
];

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
  if (world.car === undefined) {
    throw new Error(
      `There is no simulated car while a recording runs: expected ${
        Object.values(CONTROLS).map(({ usage }) => `:${usage}`).join(", ")
      }`,
    );
  }
  return world.car.command(line);
}

function help({ car }: World): string {
  const own = tableLines(
    Object.values(CONTROLS).map(({ usage, help }) => [usage, help]),
  );
  return [...own, ...(car === undefined ? [] : [car.command("help")])]
    .join("\n");
}

function misuse(usage: string): Error {
  return new Error(`Expected: :${usage}`);
}
