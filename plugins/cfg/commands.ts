/** All words behind CFG, and HELP about them. */
import type { Command } from "./command.ts";
import { Refused } from "./failure.ts";
import { keeping } from "./keeping.ts";
import { lowLevel } from "./low_level.ts";
import { macroCommands } from "./macro_commands.ts";
import { profiles } from "./profiles.ts";

const help: Command = {
  name: "HELP",
  usage: "[command]",
  summary: "what a command does",
  bus: "none",
  needs: () => "on",
  run({ words: [word], ledger }) {
    if (word === undefined) {
      const names = commands.map(({ name }) => name);
      return `${names.join(" ")}\nMore with CFG HELP and a command`;
    }
    const command = findCommand(word);
    if (!command) throw new Refused("No such command", "See CFG HELP");
    const { name, usage, summary, help = [] } = command;
    return [
      `${[name, usage].join(" ").trimEnd()}: ${summary}`,
      ...help,
      ...(command.needs(ledger, []) === "standing"
        ? ["The car has to stand"]
        : []),
    ].join("\n");
  },
};

/** All of them, in the order of HELP. */
export const commands: readonly Command[] = [
  ...macroCommands,
  ...lowLevel,
  ...keeping,
  ...profiles,
  help,
];

/** The command with this name, in any case. */
export function findCommand(word: string): Command | undefined {
  const upper = word.toUpperCase();
  return commands.find(({ name }) => upper === name);
}

/**
 * What a word was probably meant to be: `SPEED90` lacks a blank, and must not be taken for a SPEED
 * without values, which resets it.
 */
export function usageOf(word: string): string | undefined {
  const upper = word.toUpperCase();
  const meant = commands.find(({ name }) => upper.startsWith(name));
  return meant && `Usage: ${`CFG ${meant.name} ${meant.usage}`.trimEnd()}`;
}
