/** SAVE, LOAD, LIST and INFO: sets of macro parameters by name. */
import type { Command } from "./command.ts";
import { ParameterFailure, Refused } from "./failure.ts";
import { profileOfSettings, settingsOfProfile } from "./exchange.ts";
import { fitting } from "./fitting.ts";
import { isOver } from "./ledger.ts";
import { profileOf, profileText } from "./profile.ts";
import { playAll } from "./macro_commands.ts";
import { macroSettings, settingsText } from "./settings.ts";

/** The name of a profile, in upper case. */
function nameOf([word]: readonly string[]): string {
  if (word === undefined) throw new Refused("Too few args");
  const name = word.toUpperCase();
  if (!/^[A-Z0-9_-]{1,16}$/.test(name)) throw new ParameterFailure(1);
  return name;
}

function missing(name: string): Refused {
  return new Refused(`No profile ${name}`, "See CFG LIST");
}

const save: Command = {
  name: "SAVE",
  usage: "name",
  summary: "keep the macros' settings as a profile",
  bus: "none",
  needs: () => "on",
  run({ ledger, words }) {
    const name = nameOf(words);
    ledger.saveProfile(name);
    return `OK ${name}, ${settingsText(macroSettings(ledger.settings))}`;
  },
};

const load: Command = {
  name: "LOAD",
  usage: "name",
  summary: "set all macros as a profile says",
  bus: "returns",
  needs: () => "standing",
  async run(session) {
    const name = nameOf(session.words);
    const profile = session.ledger.profile(name);
    if (!profile) throw missing(name);
    const items = await playAll(session, profile);
    return `OK, power cycle to activate!${items}`;
  },
};

const list: Command = {
  name: "LIST",
  usage: "",
  summary: "names of the profiles",
  bus: "none",
  needs: () => "on",
  run: ({ ledger }) => ledger.profiles().join(", ") || "No profiles",
};

const info: Command = {
  name: "INFO",
  usage: "[name]",
  summary: "what is set, by macros and WRITE, or in a profile",
  bus: "none",
  needs: () => "on",
  run({ ledger, words }) {
    if (words.length > 0) {
      const name = nameOf(words), profile = ledger.profile(name);
      if (!profile) throw missing(name);
      return settingsText(profile);
    }
    const [last] = ledger.records();
    const broken = last !== undefined && !isOver(last.state);
    return settingsText(ledger.settings) +
      (broken
        ? `\nThe last command, ${last.command}, is incomplete: send it again or CFG UNDO`
        : "");
  },
};

/** What a text cannot carry over, in a line. */
function lostLine(what: string, lost: readonly string[]): string {
  return lost.length === 0 ? "" : `\n${what}: ${[...new Set(lost)].join(", ")}`;
}

const get: Command = {
  name: "GET",
  usage: "[name]",
  summary: "the settings, or a profile, as a text for modules v2 and v3",
  bus: "none",
  needs: () => "on",
  run({ ledger, words }) {
    const name = words.length > 0 ? nameOf(words) : undefined;
    const settings = name === undefined
      ? macroSettings(ledger.settings)
      : ledger.profile(name);
    if (!settings) throw missing(name ?? "");
    const kept = name === undefined ? undefined : ledger.profileText(name);
    if (kept !== undefined) return `${name}= ${kept}`;
    const { made, lost } = profileOfSettings(settings);
    return `${name ?? "WS"}= ${profileText(made)}` +
      lostLine("Not in the text", lost);
  },
};

const set: Command = {
  name: "SET",
  usage: "name text",
  summary: "keep a text of a module v2 or v3 as a profile",
  bus: "none",
  needs: () => "on",
  run({ ledger, words }) {
    const name = nameOf(words), [, text] = words;
    if (text === undefined) throw new Refused("Too few args");
    const profile = profileOf(text);
    if (!profile) {
      throw new Refused("wrong checksum", "Copy all of the text");
    }
    const { made: all, lost } = settingsOfProfile(profile);
    const { made, lost: wide } = fitting(all);
    ledger.takeProfile(name, made, profileText(profile));
    return `OK ${name}, ${settingsText(made)}` +
      lostLine("Only with rt.firmware 3.9", lost) +
      lostLine("Not with rt.firmware 3.0", wide);
  },
};

export const profiles: readonly Command[] = [save, load, list, info, get, set];
