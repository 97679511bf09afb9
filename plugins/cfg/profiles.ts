/** SAVE, LOAD, LIST and INFO: sets of macro parameters by name. */
import { type Command, on, standing } from "./command.ts";
import { ParameterFailure, Refused } from "./failure.ts";
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
  needs: on,
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
  needs: standing,
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
  needs: on,
  run: ({ ledger }) => ledger.profiles().join(", ") || "No profiles",
};

const info: Command = {
  name: "INFO",
  usage: "[name]",
  summary: "what is set, by macros and WRITE, or in a profile",
  bus: "none",
  needs: on,
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
