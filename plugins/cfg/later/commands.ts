/** All words behind CFG in the last release, in the order in which they are looked for. */
import type { Command } from "../command.ts";
import { Refused } from "../failure.ts";
import { keeping } from "../keeping.ts";
import { EMPTY, profileOf } from "../profile.ts";
import { PROFILE } from "./apply.ts";
import { clear } from "./clear.ts";
import { direct } from "./direct.ts";
import { macroCommands } from "./macro_commands.ts";
import { profileCommands } from "./profile_commands.ts";
import type { LaterCommand } from "./session.ts";

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
      await session.allow(command.needs(ledger, words));
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
    const { name, usage, summary, bus, help = [] } = command;
    return [
      `${[name, usage].join(" ").trimEnd()}: ${summary}`,
      ...help,
      ...bus === "pre-op" ? ["The car has to stand in N"] : [],
    ].join("\n");
  },
};

/** All of them; a word is the first one that it begins with. */
export const commands: readonly LaterCommand[] = [
  ...profileCommands,
  clear,
  ...direct,
  ...macroCommands,
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
