/**
 * Tunes the motor controller: macros, direct access to its objects, backup, undo and profiles. Made
 * for the SEVCON Gen4 of the Twizy (twizy-cfg.md; the guide's part about it).
 * @module
 */
import type { Asker } from "./command.ts";
import {
  type Call,
  CommandError,
  type Ctx,
  declare,
  definePlugin,
  optional,
  type Plugin,
  v,
} from "ovms-edge";
import { commands } from "./commands.ts";
import { Car, carFrames, carMetrics } from "./car.ts";
import type { Wires } from "./controller.ts";
import { interrupted, interruptionText } from "./keeping.ts";
import { isUnfinished, Ledger } from "./ledger.ts";
import { controller } from "./objects.ts";
import type { Objects } from "./forms.ts";
import {
  formsAnswer,
  offered,
  reading,
  valuesAnswer,
  valuesArgs,
  valuesOf,
} from "./queries.ts";
import { perform, type Result, runCommand, type World } from "./run_command.ts";
import {
  type Found,
  freeController,
  PRESSES,
  SwitchOnCheck,
  Turns,
} from "./watch.ts";

export { exportController } from "./export.ts";

/** Seconds that a command may take with lost replies and all tries of the return; less than code 7 allows. */
const PATIENCE = 540;

const own = declare({
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
  metrics: carMetrics,
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
  state: () => ({
    turns: new Turns(),
    check: new SwitchOnCheck(),
    /** The controller's objects as the tuning page had them read. */
    now: undefined as Objects | undefined,
    /** A program before this one left the controller pre-operational. */
    inherited: false,
  }),
});
type X = Ctx<typeof own>;

const STUCK =
  "The motor controller is still pre-operational (SERV lamp, keys without effect). Stop the car and send CFG OP, or switch it off and on and wait 10 s";

const SHUT =
  "The motor controller may still be pre-operational (SERV lamp, keys without effect), and writing to the car is off. Send FEATURE 15 1, then CFG OP";

function wires({ hal }: X): Wires {
  return {
    sdo: hal.can.sdo.node(controller.node),
    sleep: (ms) => hal.clock.sleep(ms),
  };
}

/** The vehicle type whose controller this is. */
const TYPE = "RT";
const isRescue = ({ hal }: X) => hal.system.vehicleType !== TYPE;

/** Who asks with the keys of the car. */
const DRIVER: Asker = { who: "keys driver", brief: true };

function carOf({ metrics }: X, asker?: Asker): Car {
  return new Car(metrics, () => metrics.on.or(false), asker === DRIVER);
}

/** Does something in the controller's world when what was begun before it has ended. */
function inTurn(
  ctx: X,
  asker: Asker,
  work: (world: World) => Promise<Result>,
): Promise<Result> {
  const { hal: { can: { sdo }, memory }, state } = ctx;
  return state.turns.run(() =>
    sdo.work((ends) =>
      work({
        wires: wires(ctx),
        ledger: new Ledger(memory),
        writable: () => sdo.writable,
        car: carOf(ctx, asker),
        ends,
        rescue: isRescue(ctx),
      })
    )
  );
}

/** Runs a command. */
function run(
  ctx: X,
  [word = "", ...words]: readonly string[],
  asker: Asker,
): Promise<Result> {
  return inTurn(
    ctx,
    asker,
    (world) => runCommand(world, word, words, asker),
  );
}

/** Reads what the tuning page shows. */
async function readForPage(ctx: X, { link, principal }: Call): Promise<void> {
  const asker = { who: `${link} ${principal}`, brief: false };
  const command = reading((objects) => ctx.state.now = objects);
  const { ok, text } = await inTurn(
    ctx,
    asker,
    (world) => perform(world, command.name, command, [], asker),
  );
  if (!ok) throw new CommandError(text);
}

async function answer(
  words: readonly string[],
  ctx: X,
  { link, principal }: Call,
): Promise<string> {
  if (words.length === 0) {
    throw new CommandError("Usage: CFG command [values], see CFG HELP");
  }
  const { ok, text } = await run(ctx, words, {
    who: `${link} ${principal}`,
    brief: link === "sms" || link === "msg",
  });
  if (ok) return text;
  throw new CommandError(text);
}

/** Three presses of D or R: the way to CFG RESET without a network. */
async function resetByKeys(ctx: X): Promise<void> {
  const { emit, notify } = ctx;
  try {
    const { text } = await run(ctx, ["RESET"], DRIVER);
    // The guide: by SMS; apps are not told
    notify.reset((channel) => channel === "sms" ? text : undefined);
  } finally {
    // Also when it failed, so that the driver can repeat it without switching off
    emit["presses-used"]();
  }
}

/** @param wanted whether the controller may stay pre-operational where somebody asked for it */
function look(ctx: X, wanted: boolean): Promise<Found> {
  const { hal: { can: { sdo }, memory }, state } = ctx;
  return state.turns.run(() =>
    sdo.work(() => freeController(wires(ctx), new Ledger(memory), wanted))
  );
}

async function free(ctx: X): Promise<void> {
  const { emit, state, notify } = ctx, found = await look(ctx, true);
  if (found !== "unknown" && found !== "shut") state.check.done();
  if (found === "back") emit["presses-used"]();
  if (found === "stuck") notify.stuck(STUCK);
}

/** What is pre-operational returns to operational before nobody may speak to it any more. */
function settle(ctx: X): Promise<void> | undefined {
  const left = new Ledger(ctx.hal.memory).preOp !== undefined;
  // Nobody speaks to a car that is not known to be on
  return left && !carOf(ctx).obstacle("on") ? leave(ctx) : undefined;
}

async function leave(ctx: X): Promise<void> {
  const found = await look(ctx, false);
  if (found === "stuck" || found === "unknown") ctx.notify.stuck(STUCK);
}

/** The gate is closed, and the controller may be as a program before this one left it: told once. */
function tellShut({ state, notify }: X): void {
  if (!state.inherited) return;
  state.inherited = false;
  notify.stuck(SHUT);
}

/** Returns what is done about the controller in this second, if anything. */
function second(ctx: X): Promise<void> | void {
  const { hal, metrics, state } = ctx, presses = metrics.emergencies.value;
  const due = state.check.second(metrics.on.or(false));
  // What falls due while a command runs waits, and nobody sends by himself where the car is not known
  if (state.turns.busy || isRescue(ctx)) return undefined;
  if (presses >= PRESSES) return resetByKeys(ctx);
  const asks = due || presses > 0;
  if (!asks || carOf(ctx).obstacle("on")) return undefined;
  return hal.can.sdo.writable ? free(ctx) : tellShut(ctx);
}

function begin(ctx: X): void {
  ctx.state.inherited = new Ledger(ctx.hal.memory).preOp !== undefined;
  tellInterrupted(ctx);
}

/** Tells the owner once of each command that ended early, when its vehicle is there again. */
function tellInterrupted(ctx: X): void {
  if (isRescue(ctx)) return;
  const { hal, notify } = ctx, ledger = new Ledger(hal.memory);
  for (const record of interrupted(ledger).toReversed()) {
    notify.interrupted(interruptionText(record));
    if (record.writes.length > 0) ledger.keep({ ...record, state: "failed" });
    else ledger.end(record, "failed");
  }
}

const plugin: Plugin = definePlugin({
  ...own,
  id: "cfg",
  summary: "Tunes the motor controller",
  frames: carFrames,
  leftUndone: isUnfinished,
  sms: {
    "CFG": {
      usage: "CFG command [values]",
      summary: "Tunes the motor controller; CFG HELP",
      subcommands: commands.map(({ name, usage }) => ({ name, usage })),
      timeout: PATIENCE,
      run: answer,
    },
  },
  queries: {
    forms: {
      summary: "What the macros set: ranges and values as delivered",
      answer: formsAnswer,
      run: offered,
    },
    values: {
      summary:
        "The macros' numbers as read last and as in the backup, curves over speed",
      args: valuesArgs,
      answer: valuesAnswer,
      run: ({ planned }, { hal, state }) =>
        valuesOf(new Ledger(hal.memory), state.now, planned),
    },
    read: {
      summary: "Reads what the page shows from the controller",
      acts: true,
      timeout: PATIENCE,
      answer: v.object({ ok: v.literal(true) }),
      run: async (_, ctx, call) => {
        await readForPage(ctx, call);
        return { ok: true } as const;
      },
    },
  },
  pages: {
    tuning: {
      name: "Tuning",
      icon: "M5 4v16M12 4v16M19 4v16M3 9h4M10 15h4M17 8h4",
      module: new URL("./page/tuning.js", import.meta.url),
    },
  },
  every: { second },
  start: begin,
  settle,
});
export default plugin;
