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
  Declined,
  definePlugin,
  type Plugin,
} from "ovms-edge";
import type { Wires } from "./controller.ts";
import { interrupted, interruptionText } from "./keeping.ts";
import { Ledger } from "./ledger.ts";
import { controller } from "./objects.ts";
import { type Result, runCommand } from "./run_command.ts";
import { freeController, PRESSES, SwitchOnCheck, Turns } from "./watch.ts";

export { exportController } from "./export.ts";

/** Seconds that a command may take with lost replies and all tries of the return; less than code 7 allows. */
const PATIENCE = 540;

const own = declare({
  needs: ["can.sdo", "clock", "memory"],
  reads: { on: "v.e.on", speed: "v.p.speed" },
  // Counted by the car's bus plugin.
  metrics: {
    emergencies: { name: "xrt.i.emergencies", unit: "", initial: 0 },
  },
  notices: {
    reset: {
      priority: "alarm",
      summary: "Result of a CFG RESET by three presses of D or R",
      always: true,
      prompt: true,
    },
    interrupted: {
      priority: "alarm",
      summary: "The program was killed while a CFG command ran",
      always: true,
    },
    stuck: {
      priority: "alarm",
      summary: "The motor controller did not leave pre-operational state",
      always: true,
    },
  },
  state: () => ({ turns: new Turns(), check: new SwitchOnCheck() }),
});
type X = Ctx<typeof own>;

const STUCK =
  "The motor controller is still pre-operational (SERV lamp, keys without effect). Stop the car and send CFG OP, or switch it off and on and wait 10 s";

function wires({ hal }: X): Wires {
  return {
    sdo: hal.can.sdo.node(controller.node),
    sleep: (ms) => hal.clock.sleep(ms),
  };
}

/** Runs a command when those before it have ended. */
function run(
  ctx: X,
  [word = "", ...words]: readonly string[],
  asker: Asker,
): Promise<Result> {
  const { hal, metrics, state } = ctx;
  return state.turns.run(() =>
    runCommand(
      {
        wires: wires(ctx),
        ledger: new Ledger(hal.memory),
        writable: hal.can.sdo.writable,
        on: metrics.on.or(false),
        moving: metrics.speed.or(0) > 0,
      },
      word,
      words,
      asker,
    )
  );
}

async function answer(
  words: readonly string[],
  ctx: X,
  { link, principal }: Call,
): Promise<string> {
  if (words.length === 0) {
    // The text is forwarded as it came, and there would be a password in it
    if (principal === "password") throw new CommandError("Usage: CFG command");
    throw new Declined();
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
  const { metrics, notify } = ctx;
  try {
    const asker = { who: "keys driver", brief: true };
    const { text } = await run(ctx, ["RESET"], asker);
    // The guide: by SMS; apps are not told
    notify.reset((channel) => channel === "sms" ? text : undefined);
  } finally {
    // Also when it failed, so that the driver can repeat it without switching off
    metrics.emergencies.set(0);
  }
}

async function free(ctx: X): Promise<void> {
  const { hal, metrics, state, notify } = ctx;
  const found = await state.turns.run(() =>
    freeController(wires(ctx), new Ledger(hal.memory))
  );
  if (found !== "unknown") state.check.done();
  if (found === "back") metrics.emergencies.set(0);
  if (found === "stuck") notify.stuck(STUCK);
}

/** Returns what is done about the controller in this second, if anything. */
function second(ctx: X): Promise<void> | undefined {
  const { hal, metrics, state } = ctx, presses = metrics.emergencies.value;
  const due = state.check.second(metrics.on.or(false));
  // What falls due while a command runs waits
  if (state.turns.busy) return undefined;
  if (presses >= PRESSES) return resetByKeys(ctx);
  return hal.can.sdo.writable && (due || presses > 0) ? free(ctx) : undefined;
}

/** Tells the owner once of each command that the program did not live to end. */
function tellInterrupted({ hal, notify }: X): void {
  const ledger = new Ledger(hal.memory);
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
  sms: {
    "CFG": {
      usage: "CFG command [values]",
      summary: "Tunes the motor controller; CFG HELP",
      timeout: PATIENCE,
      run: answer,
    },
  },
  every: { second },
  start: tellInterrupted,
});
export default plugin;
