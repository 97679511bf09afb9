import { splitFields } from "../modem/fields.ts";

/** Parts of one command, such as `+CMGS`, `=` and its arguments. */
export interface AtCommand {
  /** Upper case, such as `+CREG` or `E0`. */
  readonly name: string;
  readonly form: "run" | "set" | "read" | "test";
  /** Without quotes. */
  readonly fields: readonly string[];
  /** The arguments as they came. */
  readonly raw: string;
}

/** Splits a command line behind `AT` at its semicolons and reads each command. */
export function readCommands(line: string): AtCommand[] {
  const commands: string[] = [];
  let command = "", quoted = false;
  for (const char of line) {
    if (char === '"') quoted = !quoted;
    if (char === ";" && !quoted) {
      commands.push(command);
      command = "";
    } else command += char;
  }
  commands.push(command);
  return commands.filter((each) => each !== "").map(readCommand);
}

function readCommand(text: string): AtCommand {
  const [, name = text, sign = "", rest = ""] =
    /^([+^*#&$]?[^=?]*)(=\?|\?|=)?(.*)$/.exec(text) ?? [];
  const form = sign === "=?"
    ? "test"
    : sign === "?"
    ? "read"
    : sign === "="
    ? "set"
    : "run";
  return {
    name: name.toUpperCase(),
    form,
    fields: form === "set" ? splitFields(rest) : [],
    raw: rest,
  };
}

/** A refusal with the modem's text for it. */
export class AtError extends Error {}
