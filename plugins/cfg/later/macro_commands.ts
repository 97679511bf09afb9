/** The macros of the last release as commands. */
import { FailureIn } from "../failure.ts";
import { DEFAULT, numberOf, type Step } from "../macro.ts";
import { type ProfileField, withValues } from "../profile.ts";
import { carryOutSteps, playMacro, reached, tuningFor } from "./apply.ts";
import {
  checkMacro,
  type LaterMacro,
  type MacroField,
  macros,
} from "./macros.ts";
import type { LaterCommand, LaterSession } from "./session.ts";
import { mapRequest, mapStepOf } from "./tsmap.ts";

/** A number, whatever it may be; NaN is none. Its range is looked at in the macro's own order. */
function valueOf(word: string | undefined): number | undefined {
  if (word === undefined || word === DEFAULT) return undefined;
  return /^\+?\d+$/.test(word) ? Number(word) : NaN;
}

/** The fields of a macro, as the words behind it say. */
function numbers(
  words: readonly string[],
  fields: readonly MacroField[],
): readonly (readonly [ProfileField, number | undefined])[] {
  let last: number | undefined;
  return fields.map(({ field, follows }, at) => {
    const word = words[at];
    if (word !== undefined || !follows) last = valueOf(word);
    return [field, last] as const;
  });
}

function macroCommand(
  macro: LaterMacro,
  more: Partial<Pick<LaterCommand, "usage">> & {
    /** Takes further words; gives what is done after the writes. */
    readonly then?: (session: LaterSession) => () => void;
  } = {},
): LaterCommand {
  const { name, summary, preOp, fields } = macro;
  const names = fields.map(({ name }) => `[${name}]`);
  return {
    name,
    usage: [...names, more.usage ?? ""].join(" ").trim(),
    summary,
    help: fields.map(({ name, range: [min, max], limit }) =>
      limit === undefined
        ? `${name} ${min}..${max}`
        : `${name} ${min}..${limit}, with a current% up to ${max}`
    ),
    bus: preOp ? "pre-op" : "returns",
    async run(session) {
      const { words, working } = session;
      const wanted = withValues(working.profile, numbers(words, fields));
      checkMacro(macro, wanted);
      const then = more.then?.(session);
      await playMacro(session, macro, wanted);
      then?.();
      const restarts = macro === macros.speed || macro === macros.power;
      return restarts ? "OK, power cycle to activate!" : "OK";
    },
  };
}

/** Kickdown: threshold and compensation point, as the pedal is counted. */
const PEDAL = [0, 255] as const;

const drive = macroCommand(macros.drive, {
  usage: "[kickdown] [comp]",
  then({ words, world: { wrote } }) {
    const threshold = numberOf(words[3], 4, PEDAL);
    const zero = numberOf(words[4], 5, PEDAL);
    return () => {
      wrote.levels("drive");
      wrote.kickdown(threshold, zero);
    };
  },
});
const recup = macroCommand(macros.recup, {
  then: ({ world }) => () => world.wrote.levels("recup"),
});

const tsmap: LaterCommand = {
  name: "TSMAP",
  usage: "[DNB] [t1%[@kph]] [t2%[@kph]] [t3%[@kph]] [t4%[@kph]]",
  summary: "power by speed: D drive, N neutral, B brake",
  help: [
    "t1..t4 0..100 at 33, 39, 50, 66 km/h, or at a speed: 80@40; speeds must rise",
  ],
  bus: "pre-op",
  async run(session) {
    const { working, words } = session, request = mapRequest(words);
    let { profile } = working, wrong = request.wrong;
    const steps: Step[] = [];
    for (const letter of request.letters) {
      try {
        const next = withValues(profile, request.fields(letter));
        steps.push(
          {
            ...mapStepOf(tuningFor(session, next), letter),
            before: `MAP ${letter}`,
          },
          reached(() => {
            working.profile = next;
            working.unsaved = true;
          }),
        );
        profile = next;
      } catch (error) {
        if (!(error instanceof FailureIn)) throw error;
        wrong = error;
        break;
      }
    }
    // What comes before the one that is wrong is written
    if (steps.length > 0) {
      await carryOutSteps(session, steps, profile);
    }
    if (wrong) throw wrong;
    return "OK";
  },
};

/** In the order in which they are looked for. */
export const macroCommands: readonly LaterCommand[] = [
  drive,
  recup,
  macroCommand(macros.ramps),
  macroCommand(macros.rampl),
  macroCommand(macros.smooth),
  macroCommand(macros.speed),
  macroCommand(macros.power),
  tsmap,
];
