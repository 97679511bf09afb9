/**
 * Tuning as the last release has it: profiles, drive modes, kickdown, automatic power, lock and valet
 * (twizy-later.md, sections 5 to 13).
 * @module
 */
import {
  type Call,
  CommandError,
  Declined,
  definePlugin,
  int,
  type Plugin,
  v,
} from "ovms-edge";
import { withAdvice } from "../advice.ts";
import {
  cfgVerb,
  isRescue,
  kept,
  PATIENCE,
  profilesIcon,
  tuningIcon,
} from "../base.ts";
import { begin, settle } from "../left.ts";
import { carFrames } from "../car.ts";
import { cardsAnswer } from "../cards.ts";
import { LONGEST, numberedCards } from "./cards.ts";
import type { Asker } from "../command.ts";
import { Refused } from "../failure.ts";
import { isUnfinished } from "../ledger.ts";
import { DEFAULT } from "../macro.ts";
import { commands, findCommand, usageOf } from "./commands.ts";
import { curvesAnswer, curvesArgs, curvesOf } from "./curves.ts";
import { formsFor, macroForms } from "./forms.ts";
import {
  interruptedText,
  lockRequest,
  type LockWord,
  tryToEnd,
} from "./lock.ts";
import {
  beginFeatures,
  inWorld,
  motorOf,
  own,
  publish,
  workingOf,
  type X,
} from "./own.ts";
import { switchTo } from "./profiles.ts";
import { runLater } from "./run.ts";
import { kickDown, pressPedal, second } from "./watch.ts";
import { texts } from "../languages.ts";

function askerOf({ link, principal }: Call): Asker {
  return {
    who: `${link} ${principal}`,
    brief: link === "sms" || link === "msg",
  };
}

async function answer(
  [word, ...words]: readonly string[],
  ctx: X,
  call: Call,
): Promise<string> {
  if (word === undefined) {
    // A text without a command may be meant for somebody
    if (call.link === "sms") throw new Declined();
    throw new CommandError("Usage: CFG command [values], see CFG HELP");
  }
  const command = findCommand(word), name = word.toUpperCase();
  const usage = command ? undefined : usageOf(word);
  if (usage !== undefined) throw new CommandError(usage);
  const asker = askerOf(call);
  const { ok, text, advice } = await inWorld(
    ctx,
    asker,
    (world) => runLater(world, name, command, words, asker),
  );
  const line = `CFG ${name}: ${text}`;
  // Code 7 tells what the command answered, whatever that is
  if (ok || call.link === "msg") return line;
  throw new CommandError(withAdvice(line, advice));
}

/** Carries a request out; an error is told with how the car is now. */
function lock(
  word: LockWord,
  [given]: readonly string[],
  ctx: X,
  call: Call,
) {
  const asker = askerOf(call), { odometer } = ctx.metrics;
  // A field of a code that is empty is not given
  const words = given ? [given] : [];
  return inWorld(
    ctx,
    asker,
    (world) => lockRequest(world, word, words, odometer.value, asker),
  );
}

/** Tells the owner once of a lock of which nobody knows whether it was set or lifted. */
function tellLock(ctx: X): void {
  const working = workingOf(ctx), { lockUnderWay, lockKph } = working;
  if (lockUnderWay === undefined || isRescue(ctx)) return;
  ctx.notify.interrupted(interruptedText(lockUnderWay));
  tryToEnd(working, lockKph);
}

function lockVerb(word: LockWord, usage: string, summary: string) {
  return {
    usage: [word, usage].join(" ").trim(),
    summary,
    auth: "phone",
    mute: false,
    replaces: "framework",
    timeout: PATIENCE,
    run: async (words: readonly string[], ctx: X, call: Call) => {
      const { text, error } = await lock(word, words, ctx, call);
      if (error === undefined || call.link === "msg") return text;
      throw new CommandError(text);
    },
  } as const;
}

function lockCode(word: LockWord, name: string) {
  return {
    name,
    timeout: PATIENCE,
    run: async (words: readonly string[], ctx: X, call: Call) => {
      const { text, error } = await lock(word, words, ctx, call);
      if (error === undefined) return { push: text };
      ctx.hal.messages.push(text);
      throw new CommandError(error);
    },
  } as const;
}

/** Loads the profile of a HomeLink button. */
function homelink(words: readonly string[], ctx: X, call: Call) {
  const asker = askerOf(call), number = homelinkProfile(words);
  return inWorld(ctx, asker, (world) => switchTo(world, number, asker));
}

/** The profile of a HomeLink button; 0 without one. */
function homelinkProfile([word = ""]: readonly string[]): number {
  return word === "" || word === DEFAULT ? 0 : Number(word) + 1;
}

/** @throws CommandError when it cannot be stored */
function rename(ctx: X, number: number, name: string): void {
  try {
    workingOf(ctx).rename(number, name);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw new CommandError(withAdvice(error.message, error.advice));
  }
}

/** CFG, locks and drive modes of the last release. */
export const later: Plugin = definePlugin({
  ...own,
  id: "cfg",
  summary: "Tunes the motor controller; profiles, drive modes, lock and valet",
  texts,
  frames: {
    ...carFrames,
    0x59b: {
      bytes: 4,
      decode: (f, put, ctx) => {
        carFrames[0x59b].decode(f, put, ctx);
        if (pressPedal(ctx, f.u8(3))) put.kicks++;
      },
    },
  },
  leftUndone: isUnfinished,
  ...kept,
  sms: {
    "CFG": { ...cfgVerb(commands), run: answer },
    "LOCK": lockVerb("LOCK", "[km/h]", "Limits the speed, 6 km/h unless told"),
    "UNLOCK": lockVerb("UNLOCK", "", "Lifts the speed limit of LOCK"),
    "VALET": lockVerb("VALET", "[km]", "Locks the car after so many km"),
    "UNVALET": lockVerb("UNVALET", "", "Ends valet mode, and lifts its lock"),
    "HOMELINK": {
      usage: "HOMELINK <0-2>",
      summary: "Loads a profile: 0, 1, 2 are 1, 2, 3",
      auth: "phone",
      mute: false,
      replaces: "framework",
      timeout: PATIENCE,
      args: v.tuple([int(0, 2)]),
      run: async ([button], ctx, call) => {
        const { ok, text } = await homelink([String(button)], ctx, call);
        if (ok || call.link === "msg") return text;
        throw new CommandError(text);
      },
    },
  },
  msg: {
    "20": lockCode("LOCK", "Lock"),
    "21": lockCode("VALET", "ValetOn"),
    "22": lockCode("UNLOCK", "Unlock"),
    "23": lockCode("UNVALET", "ValetOff"),
    "24": {
      name: "HomeLink",
      summary:
        "Loads a profile: 0, 1, 2 are 1, 2, 3; none is the delivered car",
      timeout: PATIENCE,
      run: async (words, ctx, call) => {
        const { ok, text } = await homelink(words, ctx, call);
        if (ok) return { push: text };
        ctx.hal.messages.push(text);
        throw new CommandError(text);
      },
    },
  },
  queries: {
    profiles: {
      summary: "Profiles, what is set now, lock and valet mode",
      answer: cardsAnswer,
      run: (_, ctx) => numberedCards(workingOf(ctx)),
    },
    forms: {
      summary: "What the macros set: ranges and values of the delivered car",
      answer: macroForms,
      run: (_, ctx) => formsFor(workingOf(ctx).login?.base),
    },
    curves: {
      summary:
        "Torque and recuperation over speed: delivered, as set, and as planned",
      args: curvesArgs,
      answer: curvesAnswer,
      run: ({ planned }, ctx) => {
        const { profile, login } = workingOf(ctx);
        return curvesOf(profile, planned, login?.base, motorOf(ctx));
      },
    },
    name: {
      summary: "Calls a profile something",
      acts: true,
      args: v.object({
        id: v.picklist(["1", "2", "3"]),
        name: v.pipe(v.string(), v.trim(), v.maxLength(LONGEST)),
      }),
      answer: v.object({ ok: v.literal(true) }),
      run: ({ id, name }, ctx) => {
        rename(ctx, Number(id), name);
        return { ok: true } as const;
      },
    },
    inputs: {
      summary:
        "Buttons of a console: a bit each, 1 for the car as delivered, then the profiles",
      acts: true,
      args: v.object({
        bits: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(15)),
      }),
      answer: v.object({ ok: v.literal(true) }),
      run: ({ bits }, { state }) => {
        state.inputs = bits;
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
      module: new URL("../page/macros.js", import.meta.url),
    },
    profiles: {
      name: "Drive modes",
      names: { de: "Fahrmodi", fr: "Modes de conduite" },
      about: "tuning",
      icon: profilesIcon,
      module: new URL("../page/profiles.js", import.meta.url),
    },
  },
  every: { second, minute: publish },
  on: { kicks: (_, ctx) => kickDown(ctx), on: (_, ctx) => publish(ctx) },
  start: (ctx) => {
    beginFeatures(ctx);
    begin(ctx);
    tellLock(ctx);
    publish(ctx);
  },
  settle,
});
