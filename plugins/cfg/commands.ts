/** All words behind CFG, and HELP about them. */
import { type Command, never } from "./command.ts";
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
  preOp: never,
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
      ...(command.preOp(ledger) ? ["The car has to stand"] : []),
    ].join("\n");
  },
};

const commands: readonly Command[] = [
  ...macroCommands,
  ...lowLevel,
  ...keeping,
  ...profiles,
  help,
];

/** The command that a word stands for: the word begins with its name, in any case. */
export function findCommand(word: string): Command | undefined {
  const upper = word.toUpperCase();
  return commands.find(({ name }) => upper.startsWith(name));
}
