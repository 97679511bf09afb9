/** What the plugin is made of in every release: what it declares, its turns, and what it does by itself. */
import type { Asker } from "./command.ts";
import {
  type Ctx,
  declare,
  type ListMetric,
  optional,
  type Subcommand,
  v,
} from "ovms-edge";
import { controllerFile } from "./export.ts";
import { Car, Words } from "./car.ts";
import type { Wires } from "./controller.ts";
import { ages, Ledger } from "./ledger.ts";
import { turnsOf } from "./motor.ts";
import { type Profile, profileNumbers } from "./profile.ts";
import { controller, type ObjectId, od } from "./objects.ts";
import type { Objects } from "./forms.ts";
import { halt, isLeft, type World } from "./run_command.ts";
import { SwitchOnCheck } from "./watch.ts";

/** Seconds that a command may take with lost replies and all tries of the return; less than code 7 allows. */
export const PATIENCE = 540;
/** Seconds after which it begins no write any more: the return may take the rest. */
const WRITES = 300;

/** Runs one piece of work at a time, in the order in which they are asked for. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();
  #count = 0;

  /** Whether something runs or waits. */
  get busy(): boolean {
    return this.#count > 0;
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    this.#count++;
    const turn = this.#last.then(work).finally(() => this.#count--);
    this.#last = turn.catch(() => {});
    return turn;
  }
}

/** What the plugin remembers. */
const begun = () => ({
  turns: new Turns(),
  check: new SwitchOnCheck(),
  words: new Words(),
  /** The controller's objects as the tuning page had them read. */
  now: undefined as Objects | undefined,
  /** A program before this one left the controller pre-operational. */
  inherited: false,
});

/** Sliders, and cards one behind the other. */
export const tuningIcon = "M5 4v16M12 4v16M19 4v16M3 9h4M10 15h4M17 8h4";
export const profilesIcon = "M4 9h12v11H4zM8 9V5h12v11h-4";

/** The verb CFG, but for what it does. */
export const cfgVerb = (commands: readonly Subcommand[]) => ({
  usage: "CFG command [values]",
  summary: "Tunes the motor controller; CFG HELP",
  subcommands: commands.map(({ name, usage }) => ({ name, usage })),
  timeout: PATIENCE,
  sensitive: ([word = ""]: readonly string[]) =>
    !READING.includes(word.toUpperCase()),
});
/** Words of CFG that only read. */
const READING: readonly string[] = ["READ", "INFO"];

/** What is told of the ledger outside of the plugin. */
export const kept = {
  exports: {
    controller: {
      summary: "The controller's values that CFG BACKUP read, as JSON",
      make: controllerFile,
    },
  },
  ages,
};

/**
 * What is set now as a profile of 48 numbers: each byte of its text less 1. It is what the program itself
 * keeps, and shown at each change, so that it does not age.
 */
export const profileMetric = {
  name: "xrt.cfg.profile",
  unit: "",
  is: "list",
  fresh: Infinity,
} as const;

/** Shows a profile. */
export function showProfile(
  metric: Pick<ListMetric, "set">,
  profile: Profile,
): void {
  profileNumbers(profile).forEach((value, at) => metric.set(at, value));
}

/** What every release declares; others add to it. */
export const shared = {
  needs: ["can.sdo", "clock", "memory", "system"],
  reads: {
    on: "v.e.on",
    // Counted by the car's bus plugin
    emergencies: optional({
      name: "xrt.i.emergencies",
      unit: "",
      initial: 0,
    }),
  },
  // Presses of D or R were taken as what they mean: they count anew
  events: { "presses-used": v.undefined() },
  notices: {
    reset: {
      priority: "alarm",
      summary: "Result of a CFG RESET by three presses of D or R",
      always: true,
      prompt: true,
    },
    interrupted: {
      priority: "alarm",
      summary: "A CFG command ended early: it can be taken back",
      always: true,
    },
    stuck: {
      priority: "alarm",
      summary: "The motor controller did not leave pre-operational state",
      always: true,
    },
  },
  state: begun,
} as const;
export const own = declare({
  ...shared,
  metrics: { profile: profileMetric },
});
/** What handlers are given. */
export type X = Ctx<typeof own>;

/** @param mayAsk throws when an object of the controller is to be left alone */
export function wires(
  { hal }: X,
  mayAsk: (object: ObjectId) => void = () => {},
): Wires {
  return {
    node: (object, still) =>
      hal.can.sdo.node(controller.node, () => {
        mayAsk(object);
        still?.();
      }),
    sleep: (ms) => hal.clock.sleep(ms),
  };
}

/** The vehicle type whose controller this is. */
const TYPE = "RT";
/** Whether another vehicle type is set. */
export const isRescue = ({ hal }: X) => hal.system.vehicleType !== TYPE;

/** Who asks with the keys of the car. */
export const DRIVER: Asker = { who: "keys driver", brief: true };
/** What is written without being asked for. */
export const ITSELF: Asker = { who: "cfg automatic", brief: true };

/** @param by how its controller is asked */
export function carOf(
  ctx: X,
  asker?: Asker,
  by: Pick<Wires, "node"> = wires(ctx),
): Car {
  const { hal, metrics, state } = ctx;
  return new Car(
    state.words,
    () => hal.clock.monotonic(),
    () => metrics.on.or(false),
    () => turnsOf(by.node(od.velocity)),
    asker === DRIVER,
  );
}

/** What a command that was told to end still says to the controller: it logs in, and has it operational. */
const ENDING: readonly ObjectId[] = [
  od.accessLevel,
  od.userId,
  od.password,
  od.state,
  od.preOpRequest,
];

/** Runs work with a signal that says when it has to end. */
type Runs = <T>(work: (ends: AbortSignal) => Promise<T>) => Promise<T>;

/** Work that may be cut anywhere, as it changes nothing: a gate that closes does not wait for it. */
export const mayBeCut: Runs = (work) => work(new AbortController().signal);

/**
 * Does something in the controller's world when what was begun before it has ended.
 * @param run default: as what must not be cut in the middle
 */
export function inTurn<T>(
  ctx: X,
  asker: Asker,
  work: (world: World) => Promise<T>,
  run: Runs = (work) => ctx.hal.can.sdo.work(work),
): Promise<T> {
  const { hal: { can: { sdo }, clock, memory }, state } = ctx;
  const asked = clock.monotonic(), ledger = new Ledger(memory);
  return state.turns.run(() =>
    run((ends) => {
      const own = wires(ctx, (object) => {
        const isOver = isLeft({ ends, ledger }) ||
          ends.aborted && !ENDING.includes(object);
        if (isOver) throw halt(ends);
      });
      return work({
        wires: own,
        ledger,
        writable: () => sdo.writable,
        car: carOf(ctx, asker, own),
        ends,
        late: () => clock.monotonic() - asked > WRITES * 1000,
        rescue: isRescue(ctx),
      });
    })
  );
}
