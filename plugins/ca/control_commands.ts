/** CA and its codes where the charge can be limited and stopped. */
import {
  CommandError,
  definePlugin,
  distance,
  int,
  type LinkName,
  type Plugin,
  round,
  unitName,
  v,
} from "ovms-edge";
import { MODE, publishControl, stopNow } from "./control.ts";
import type {
  ChargeAlertOptions,
  ChargeControl,
  ChargeWords,
} from "./options.ts";
import { declaration, LEVEL_SLOT, MODE_SLOT, type X } from "./own.ts";
import { nearest, publish, timesOf } from "./times.ts";
import { type Wanted, wantedFields, wantedWords } from "./wanted.ts";

interface Options extends ChargeAlertOptions {
  readonly control: ChargeControl & { readonly words: ChargeWords };
}

/** A at the battery of a step of the level, and the highest level. */
const STEP = 5, HIGHEST = 7;
/** Takes the time to a threshold that is not set, or not told. */
const UNSET = -1;

function limits({ features: f, user }: X): string {
  const soc = f.soc.value, range = f.range.value;
  const set = [
    ...(soc > 0 ? [`${soc}%`] : []),
    ...(range > 0 ? [`${range} ${unitName(user.units)}`] : []),
  ];
  if (set.length === 0) return "OFF";
  const mode = f.mode.value === MODE.stop ? "STOP" : "Notify";
  return `${mode} @ ${set.join(" or ")}`;
}

function stateOf({ metrics: m }: X, words: ChargeWords): string {
  if (!m.port.or(false)) return "Not charging";
  const state = m.state.or("done");
  return isWord(state, words) ? words[state] : words.stopped;
}

function isWord(
  state: string,
  words: ChargeWords,
): state is keyof ChargeWords {
  return Object.hasOwn(words, state);
}

function answer(ctx: X, options: Options): readonly string[] {
  const { metrics: m, features: f, user } = ctx, times = timesOf(ctx, options);
  const next = nearest(times), soc = m.soc.value;
  const shown = (km: number) => round(distance(km, user.units));
  return [
    `Limits: ${limits(ctx)}`,
    ...(next === undefined ? [] : [`Time: ${next} min.`]),
    `Level: ${f.level.value}`,
    ...(times.full === undefined ? [] : [`Full: ${times.full} min.`]),
    stateOf(ctx, options.control.words),
    ...(m.ideal.value === undefined ? [] : [
      `Range: ${shown(m.estimated.or(m.ideal.value))} - ${
        shown(m.ideal.value)
      } ${unitName(user.units)}`,
    ]),
    ...(soc === undefined ? [] : [`SOC: ${soc.toFixed(2)}%`]),
  ];
}

function values(ctx: X, options: Options): readonly number[] {
  const { features: f } = ctx, times = timesOf(ctx, options);
  return [
    f.range.value,
    f.soc.value,
    times.range ?? UNSET,
    times.soc ?? UNSET,
    times.full ?? UNSET,
    f.level.value,
    f.mode.value,
  ];
}

/** Told instead of stopping a charge, which would begin by itself when writing is allowed one day. */
const CLOSED =
  "The charge cannot be stopped while CAN writing is off: allow it with FEATURE 15 1";

/** Told where something is wanted of a charge that nobody may tell the charger. */
const NEITHER =
  "The charge is neither limited nor stopped while CAN writing is off: allow it with FEATURE 15 1";

/** What of the settings has no effect now, in lines. */
function unable({ hal, features: f }: X): readonly string[] {
  const stops = f.mode.value === MODE.stop &&
    (f.soc.value > 0 || f.range.value > 0);
  return !hal.can.tx.open && (stops || f.level.value > 0) ? [NEITHER] : [];
}

/** Links whose replies are those of the original, to the letter. */
const AS_RECORDED: readonly LinkName[] = ["sms", "msg"];

/** Carries out what is wanted. @returns what could not be, in lines */
function apply(
  ctx: X,
  options: Options,
  { slots, halt }: Wanted,
): readonly string[] {
  if (slots.size > 0) ctx.hal.slots.setAll(slots);
  publish(ctx, options);
  publishControl(ctx);
  return halt && stopNow(ctx) === "closed" ? [CLOSED] : [];
}

/** Asks for the end of the charge. @throws CommandError with a sentence, or without one where none is on */
function mustStop(ctx: X, none: string): void {
  const outcome = stopNow(ctx);
  if (outcome === "closed") throw new CommandError(CLOSED);
  if (outcome === "none") throw new CommandError(none);
}

/** A mode by its first three letters. */
const chargeMode = v.pipe(
  v.string(),
  v.transform((text) => text.slice(0, 3).toUpperCase()),
  v.picklist(["STA", "STO", "RAN", "PER"]),
  v.transform((mode) => mode === "STA" ? MODE.notify : MODE.stop),
);

/** Notify in the standard mode, stop in all others. */
const modeOf = (mode: number) => mode === 0 ? MODE.notify : MODE.stop;

/** The level that draws no more than so many A; the lowest one for fewer than it draws, none for 0. */
function levelOf(amperes: number): number {
  const level = Math.floor(amperes / STEP);
  return amperes === 0 ? 0 : Math.max(1, Math.min(HIGHEST, level));
}

function set(ctx: X, options: Options, slot: number, value: number): void {
  apply(ctx, options, { slots: new Map([[slot, String(value)]]), halt: false });
}

/** Verbs and codes in place of the plain ones. */
export function controlCommands(
  options: Options,
): Pick<Plugin, "sms" | "msg"> {
  const { sms = {}, msg = {} } = definePlugin({
    ...declaration(options),
    id: "ca",
    sms: {
      "CA": {
        usage: "CA [range] [soc%] [S|N] [L1..L7] [H] [R]",
        summary:
          "Sufficient range and SOC, stop (S) or notify (N) there, level, stop now (H), reset (R)",
        query: true,
        // Thresholds alone are alerts.
        sensitive: (words) => words.some((word) => !/^\d+%?$/.test(word)),
        args: wantedWords,
        run: (wanted, ctx, { link }) => {
          const undone = apply(ctx, options, wanted);
          return [
            ...undone,
            ...AS_RECORDED.includes(link) || undone.length > 0
              ? []
              : unable(ctx),
            ...answer(ctx, options),
          ];
        },
      },
      "CHARGESTOP": {
        usage: "CHARGESTOP",
        summary: "Stops the charge, as CA H does",
        auth: "phone",
        mute: false,
        replaces: "framework",
        sensitive: true,
        run: (_, ctx) => {
          if (!ctx.hal.can.tx.open) throw new CommandError(CLOSED);
          mustStop(ctx, "The car does not charge");
          return "Charge stop requested";
        },
      },
      "CHARGEMODE": {
        usage: "CHARGEMODE <STANDARD|STORAGE|RANGE|PERFORMANCE> [A]",
        summary:
          "At the sufficient SOC or range: STANDARD notifies, the others stop; limits the charge to A at the battery",
        auth: "phone",
        mute: false,
        replaces: "framework",
        sensitive: true,
        args: v.tuple([chargeMode, v.optional(int(0, 255))]),
        run: ([mode, amperes], ctx) => {
          set(ctx, options, MODE_SLOT, mode);
          if (amperes !== undefined) {
            set(ctx, options, LEVEL_SLOT, levelOf(amperes));
          }
          return [...unable(ctx), ...answer(ctx, options)];
        },
      },
    },
    msg: {
      "10": {
        name: "SetChargeMode",
        sensitive: true,
        summary:
          "What happens at the sufficient SOC or range: 0 notify, else stop",
        args: v.tuple([int(0, 255)]),
        run: ([mode], ctx) => {
          set(ctx, options, MODE_SLOT, modeOf(mode));
          return [];
        },
      },
      "12": {
        name: "StopCharge",
        sensitive: true,
        run: (_, ctx) => {
          mustStop(ctx, "");
          return [];
        },
      },
      "15": {
        name: "SetChargeCurrent",
        sensitive: true,
        summary: "Limits the charge to so many A at the battery",
        args: v.tuple([int(0, 255)]),
        run: ([amperes], ctx) => {
          set(ctx, options, LEVEL_SLOT, levelOf(amperes));
          return [];
        },
      },
      "16": {
        name: "SetChargeModeAndCurrent",
        sensitive: true,
        args: v.tuple([int(0, 255), int(0, 255)]),
        run: ([mode, amperes], ctx) => {
          set(ctx, options, MODE_SLOT, modeOf(mode));
          set(ctx, options, LEVEL_SLOT, levelOf(amperes));
          return [];
        },
      },
      "203": {
        name: "QueryChargeAlerts",
        run: (_, ctx) => values(ctx, options),
      },
      "204": {
        name: "SetChargeAlerts",
        sensitive: ([, , ...control]) => control.some((text) => text !== ""),
        args: wantedFields,
        run: (wanted, ctx) => {
          apply(ctx, options, wanted);
          return values(ctx, options);
        },
      },
    },
  });
  return { sms, msg };
}
