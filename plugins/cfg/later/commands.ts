/** All words behind CFG in the last release, in the order in which they are looked for. */
import type { Command } from "../command.ts";
import { FailureIn, ParameterFailure, Refused } from "../failure.ts";
import { keeping } from "../keeping.ts";
import { numberOf, type Step } from "../macro.ts";
import {
  EMPTY,
  GREATEST,
  type Profile,
  type ProfileField,
  profileOf,
  profileText,
} from "../profile.ts";
import {
  type Applied,
  appliedText,
  applyWorkingSet,
  carryOutSteps,
  infoText,
  noteProfile,
  playMacro,
  PROFILE,
  reached,
  tuningFor,
} from "./apply.ts";
import { direct } from "./direct.ts";
import { type LaterMacro, type MacroField, macros } from "./macros.ts";
import type { LaterCommand, LaterSession } from "./session.ts";
import { mapRequest, mapStepOf } from "./tsmap.ts";

/** Greatest number of a profile. */
const MOST = 3;

// ---- macros --------------------------------------------------------------------

/** A profile with other values of some fields; undefined is the default. */
function withValues(
  profile: Profile,
  values: readonly (readonly [ProfileField, number | undefined])[],
): Profile {
  const changed = new Map(Object.entries(profile));
  for (const [field, value] of values) {
    if (value === undefined) changed.delete(field);
    else changed.set(field, value);
  }
  return Object.fromEntries(changed);
}

/** Numbers that fit into a profile; their ranges are the macro's. */
function numbers(
  words: readonly string[],
  fields: readonly MacroField[],
): readonly (readonly [ProfileField, number | undefined])[] {
  let last: number | undefined;
  return fields.map(({ field, follows }, at) => {
    const word = words[at];
    last = word === undefined && follows
      ? last
      : numberOf(word, at + 1, [0, GREATEST]);
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
    bus: preOp ? "pre-op" : "returns",
    async run(session) {
      const { words, working } = session;
      const given = numbers(words, fields), then = more.then?.(session);
      await playMacro(session, macro, withValues(working.profile, given));
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

// ---- profiles ------------------------------------------------------------------

/** The number of a stored profile; undefined for the working set. */
function slotOf(
  { working }: LaterSession,
  word: string | undefined,
): number | undefined {
  const number = /^\d+$/.test(word ?? "") ? Number(word) : 0;
  return working.isSlot(number) ? number : undefined;
}

/** Replaces the working set, and writes it. */
async function replace(
  session: LaterSession,
  profile: Profile,
  number: number,
  unsaved: boolean,
): Promise<Applied> {
  const { working } = session;
  working.profile = profile;
  working.unsaved = unsaved;
  return await applyWorkingSet(session, number);
}

/** SET and RESET: into a slot, or the working set. */
async function setTo(
  session: LaterSession,
  profile: Profile,
  unsaved: boolean,
): Promise<string> {
  const { working, words: [word] } = session, slot = slotOf(session, word);
  if (slot !== undefined) {
    working.store(slot, profile);
    return `OK #${slot}`;
  }
  const applied = await replace(session, profile, working.live, unsaved);
  return appliedText("WS", applied, profile);
}

/** Whether a word can be a profile's number; a profile's text is longer. */
const isNumber = (word: string) => /^-?\d{1,2}$/.test(word);
const isOffline = ([word = ""]: readonly string[]) =>
  /^[1-3]$/.test(word) ? "none" : "returns";

const set: LaterCommand = {
  name: "SET",
  usage: "[n] [text]",
  summary: "take a profile's text, into a number or the working set",
  bus: isOffline,
  async run(session) {
    const { words } = session;
    const text = words.find((word) => !isNumber(word));
    if (text === undefined) return await resetTo(session);
    const profile = profileOf(text);
    if (!profile) throw new Refused("wrong checksum");
    return await setTo(session, profile, true);
  },
};

function resetTo(session: LaterSession): Promise<string> {
  return setTo(session, EMPTY, session.working.live !== 0);
}

const reset: LaterCommand = {
  name: "RESET",
  usage: "[n]",
  summary: "all to defaults, or a stored profile",
  bus: isOffline,
  run: resetTo,
};

const get: LaterCommand = {
  name: "GET",
  usage: "[n]",
  summary: "a profile as text, to keep or to give away",
  bus: "none",
  run(session) {
    const { working, words: [word] } = session, slot = slotOf(session, word);
    return slot === undefined
      ? `WS= ${profileText(working.profile)}`
      : `#${slot}= ${working.slotText(slot)}`;
  },
};

const info: LaterCommand = {
  name: "INFO",
  usage: "",
  summary: "what is set",
  bus: "none",
  run({ working: { live, unsaved, profile } }) {
    return `#${live}${unsaved ? "/WS" : ""} ${infoText(profile)}`;
  },
};

const save: LaterCommand = {
  name: "SAVE",
  usage: "[n]",
  summary: "keep the working set as a profile",
  bus: "none",
  run({ working, words: [word] }) {
    const number = word === undefined || word === "-1"
      ? working.live
      : Number(word);
    if (!working.isSlot(number)) {
      throw new Refused(`wrong key #${word ?? number}`, "Profiles are 1 to 3");
    }
    working.save(number);
    return `OK saved as #${number}`;
  },
};

/** Loads a profile by its number, and writes it. */
export async function loadProfile(
  session: LaterSession,
  number: number,
): Promise<string> {
  const { working } = session;
  if (!(number >= 0 && number <= MOST)) throw new ParameterFailure(1);
  const profile = working.slot(number);
  const applied = await replace(session, profile, number, false);
  working.current = number;
  return appliedText(`#${number}`, applied, profile);
}

const load: LaterCommand = {
  name: "LOAD",
  usage: "[0-3]",
  summary: "set all as a profile says; 0 is the car as delivered",
  bus: "returns",
  run: (session) =>
    loadProfile(
      session,
      numberOf(session.words[0], 1, [0, MOST]) ?? session.working.live,
    ),
};

/** Deceleration levels for a brake light output; the program has none, and only keeps them. */
const brakelight: LaterCommand = {
  name: "BRAKELIGHT",
  usage: "[on] [off]",
  summary: "levels of a module's brake light output, for profiles only",
  bus: "none",
  run({ working, words, ledger }) {
    const on = numberOf(words[0], 1, [0, GREATEST]);
    const off = numberOf(words[1], 2, [0, GREATEST]) ?? on;
    working.profile = withValues(working.profile, [
      ["brakeLightOn", on],
      ["brakeLightOff", off],
    ]);
    working.unsaved = true;
    noteProfile(ledger, working.profile);
    return "OK";
  },
};

// ---- what every release has ------------------------------------------------------

/** A command of every release; what it takes back or brings back is the working set, too. */
function common(command: Command): LaterCommand {
  const { name, usage, summary, bus } = command;
  return {
    name,
    usage,
    summary,
    bus,
    reads: true,
    async run(session) {
      const { working, ledger, words } = session;
      session.allow(command.needs(ledger, words));
      const before = ledger.settings[PROFILE];
      try {
        return await command.run(session);
      } finally {
        const after = ledger.settings[PROFILE];
        if (after !== before) {
          working.known = {};
          working.profile = profileOf(after ?? "") ?? EMPTY;
          working.unsaved = true;
        }
      }
    },
  };
}

const help: LaterCommand = {
  name: "HELP",
  usage: "[command]",
  summary: "what a command does",
  bus: "none",
  run({ words: [word] }) {
    if (word === undefined) {
      const names = commands.map(({ name }) => name);
      return `${names.join(" ")}\nMore with CFG HELP and a command`;
    }
    const command = findCommand(word);
    if (!command) throw new Refused("No such command", "See CFG HELP");
    const { name, usage, summary, bus } = command;
    return [
      `${[name, usage].join(" ").trimEnd()}: ${summary}`,
      ...bus === "pre-op" ? ["The car has to stand in N"] : [],
    ].join("\n");
  },
};

/** All of them; a word is the first one that it begins with. */
export const commands: readonly LaterCommand[] = [
  set,
  reset,
  get,
  info,
  save,
  brakelight,
  load,
  ...direct,
  drive,
  recup,
  macroCommand(macros.ramps),
  macroCommand(macros.rampl),
  macroCommand(macros.smooth),
  macroCommand(macros.speed),
  macroCommand(macros.power),
  tsmap,
  ...keeping.map(common),
  help,
];

/**
 * The command that a word, in any case, begins with; `READSTR` is a READS. A number right behind it is
 * no part of a word: `SPEED90` lacks a blank, and is not taken for a SPEED without values.
 */
export function findCommand(word: string): LaterCommand | undefined {
  const upper = word.toUpperCase();
  return commands.find(({ name }) =>
    upper.startsWith(name) && /^[A-Z]*$/.test(upper.slice(name.length))
  );
}

/** What a word was probably meant to be, where it is none. */
export function usageOf(word: string): string | undefined {
  const upper = word.toUpperCase();
  const meant = commands.find(({ name }) => upper.startsWith(name));
  return meant && `Usage: ${`CFG ${meant.name} ${meant.usage}`.trimEnd()}`;
}
