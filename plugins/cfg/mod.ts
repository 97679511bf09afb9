/**
 * Tunes the motor controller: macros, direct access to its objects, backup, undo and profiles. Made
 * for the SEVCON Gen4 of the Twizy (twizy-cfg.md; the guide's part about it).
 * @module
 */
import {
  alerts,
  type Call,
  CommandError,
  definePlugin,
  type Plugin,
  v,
} from "ovms-edge";
import { tuningAlerts } from "./alerts.ts";
import {
  carOf,
  cfgVerb,
  DRIVER,
  inTurn,
  isRescue,
  kept,
  own,
  PATIENCE,
  profilesIcon,
  showProfile,
  tuningIcon,
  type X,
} from "./base.ts";
import { begin, free, settle, tellShut } from "./left.ts";
import type { Asker } from "./command.ts";
import { commands } from "./commands.ts";
import { carFrames } from "./car.ts";
import { cardsAnswer, namedCards } from "./cards.ts";
import { isUnfinished, Ledger } from "./ledger.ts";
import {
  formsAnswer,
  offered,
  reading,
  valuesAnswer,
  valuesArgs,
  valuesOf,
} from "./queries.ts";
import { profileOfSettings } from "./exchange.ts";
import { macroSettings } from "./settings.ts";
import { perform, type Result, runCommand } from "./run_command.ts";
import { PRESSES } from "./watch.ts";
import { texts } from "./languages.ts";

export { later } from "./later/plugin.ts";
export { driveByteMetric } from "./later/drive_mode.ts";
export { logs } from "./logs/plugin.ts";
export type { LogsOptions } from "./logs/own.ts";

/** Runs a command, and shows what it changed. */
function run(
  ctx: X,
  [word = "", ...words]: readonly string[],
  asker: Asker,
): Promise<Result> {
  return inTurn(ctx, asker, async (world) => {
    const before = JSON.stringify(world.ledger.settings);
    try {
      return await runCommand(world, word, words, asker);
    } finally {
      if (JSON.stringify(world.ledger.settings) !== before) publish(ctx);
    }
  });
}

/** Shows what is set. */
function publish({ metrics, hal }: X): void {
  const { settings } = new Ledger(hal.memory);
  showProfile(
    metrics.profile,
    profileOfSettings(macroSettings(settings)).made,
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

/** Returns what is done about the controller in this second, if anything. */
function second(ctx: X): Promise<void> | void {
  const { hal, metrics, state } = ctx, presses = metrics.emergencies.value;
  state.words.second(hal.clock.monotonic());
  const due = state.check.second(metrics.on.or(false));
  // Where nothing can be sent, something may be left to tell
  const asks = (due || presses > 0) &&
    (hal.can.sdo.writable || state.inherited);
  if (!asks && presses < PRESSES) return undefined;
  // What falls due while a command runs waits, and nobody sends by himself where the car is not known
  if (state.turns.busy || isRescue(ctx)) return undefined;
  if (presses >= PRESSES) return resetByKeys(ctx);
  if (carOf(ctx).obstacle("on")) return undefined;
  return hal.can.sdo.writable ? free(ctx) : tellShut(ctx);
}

const plugin: Plugin = definePlugin({
  ...own,
  id: "cfg",
  summary: "Tunes the motor controller",
  texts,
  frames: carFrames,
  leftUndone: isUnfinished,
  ...kept,
  sms: {
    "CFG": { ...cfgVerb(commands), run: answer },
  },
  queries: {
    alerts: {
      summary: "A command that did not end, a missing backup, a locked bus",
      answer: alerts,
      run: (_, { hal }) =>
        tuningAlerts(new Ledger(hal.memory), hal.can.sdo.writable),
    },
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
    profiles: {
      summary: "Profiles, and what is set now",
      answer: cardsAnswer,
      run: (_, { hal }) => namedCards(new Ledger(hal.memory)),
    },
    read: {
      summary: "Reads what the page shows from the controller",
      acts: true,
      sensitive: false,
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
      names: { de: "Tuning", fr: "Réglage moteur" },
      about: "tuning",
      icon: tuningIcon,
      module: new URL("./page/tuning.js", import.meta.url),
    },
    profiles: {
      name: "Profiles",
      names: { de: "Profile", fr: "Profils" },
      about: "tuning",
      icon: profilesIcon,
      module: new URL("./page/profiles.js", import.meta.url),
    },
  },
  every: { second },
  start: (ctx) => {
    begin(ctx);
    publish(ctx);
  },
  settle,
});
export default plugin;
