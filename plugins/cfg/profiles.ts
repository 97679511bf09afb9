/** SAVE, LOAD, LIST and INFO: sets of macro parameters by name. */
import { always, type Command, never } from "./command.ts";
import { ParameterFailure, Refused } from "./failure.ts";
import type { Settings } from "./ledger.ts";
import { playAll } from "./macro_commands.ts";

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

/** The settings as the macros are given them, such as `SPEED 90 95, POWER 80`. */
function settingsText(settings: Settings): string {
  const texts = Object.entries(settings).map((entry) => entry.join(" "));
  return texts.length === 0 ? "all defaults" : texts.join(", ");
}

const save: Command = {
  name: "SAVE",
  usage: "name",
  summary: "keep the macros' settings as a profile",
  bus: "none",
  preOp: never,
  run({ ledger, words }) {
    const name = nameOf(words);
    ledger.saveProfile(name);
    return `OK ${name}, ${settingsText(ledger.settings)}`;
  },
};

const load: Command = {
  name: "LOAD",
  usage: "name",
  summary: "set all macros as a profile says",
  bus: "returns",
  preOp: always,
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
  preOp: never,
  run: ({ ledger }) => ledger.profiles().join(", ") || "No profiles",
};

const info: Command = {
  name: "INFO",
  usage: "[name]",
  summary: "the macros' settings, now or in a profile",
  bus: "none",
  preOp: never,
  run({ ledger, words }) {
    if (words.length > 0) {
      const name = nameOf(words), profile = ledger.profile(name);
      if (!profile) throw missing(name);
      return settingsText(profile);
    }
    const [last] = ledger.records();
    const broken = last !== undefined && last.state !== "done";
    return settingsText(ledger.settings) +
      (broken
        ? `\nThe last command, ${last.command}, is incomplete: send it again or CFG UNDO`
        : "");
  },
};

export const profiles: readonly Command[] = [save, load, list, info];
