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

/** Messages that the memory holds. */
export const CAPACITY = 50;

/** Commands that keep what they are given, with what they have after a start. */
export const SETTINGS: ReadonlyMap<string, string> = new Map([
  ["+CREG", "0"],
  ["+CGREG", "0"],
  ["+CLIP", "0"],
  ["+CMGF", "0"],
  ["+CNMI", "2,1,0,0,0"],
  ["+CSDH", "0"],
  ["+CMEE", "0"],
  ["+CSCS", '"IRA"'],
  ["+CSMP", "17,167,0,0"],
  ["+CSMS", "0"],
  ["+IPR", "0"],
]);

/** What commands can be given. */
export const TESTS: Readonly<Record<string, string>> = {
  "+CMGF": "(0,1)",
  "+CNMI": "(0-3),(0-3),(0,2,3),(0,2),(0,1)",
  "+CPMS": '("SM"),("SM"),("SM")',
  "+CSCS": '("IRA","GSM","UCS2")',
  "+CMGL": "(0-4)",
  "+CMGR": `(1-${CAPACITY})`,
};
