/** Profiles as commands: kept by number, taken and given as texts, written as a whole. */
import { ParameterFailure, Refused } from "../failure.ts";
import { DEFAULT, numberOf } from "../macro.ts";
import {
  EMPTY,
  GREATEST,
  type Profile,
  profileOf,
  profileText,
  withValues,
} from "../profile.ts";
import {
  type Applied,
  appliedText,
  applyWorkingSet,
  checkProfile,
  infoText,
  noteProfile,
} from "./apply.ts";
import type { LaterCommand, LaterSession } from "./session.ts";

/** Greatest number of a profile. */
const MOST = 3;

/** The number of a stored profile; undefined for the working set. */
function slotOf(
  { working }: LaterSession,
  word: string | undefined,
): number | undefined {
  const number = /^\d+$/.test(word ?? "") ? Number(word) : 0;
  return working.isSlot(number) ? number : undefined;
}

/** Replaces the working set, and writes it; what cannot be written replaces nothing. */
async function replace(
  session: LaterSession,
  profile: Profile,
  number: number,
  unsaved: boolean,
): Promise<Applied> {
  const { working } = session;
  checkProfile(session, profile);
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
    const named = word === DEFAULT ? undefined : word;
    const number = named === undefined ? working.live : Number(named);
    if (!working.isSlot(number)) {
      throw new Refused(`wrong key #${named ?? number}`, "Profiles are 1 to 3");
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
  try {
    working.current = number;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw new Refused(
      `The profile is written, but that it is #${number} cannot be stored`,
      error.advice,
    );
  }
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

/** In the order in which they are looked for. */
export const profileCommands: readonly LaterCommand[] = [
  set,
  reset,
  get,
  info,
  save,
  brakelight,
  load,
];
