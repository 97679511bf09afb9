/** Server commands as lines of text, such as `M 204,55,80`, for links that answer themselves. */
import type { Outcome } from "../contract/commands.ts";
import type { Call } from "../contract/plugin.ts";
import type { Registry } from "./registry.ts";

const VERB = /^\s*M(?=\s|$)/i;
const FORM = /^\s*M\s+(\d+\s*(?:,.*)?)$/is;
const PREFIX = "MP-0 ";
/** A reply's line: code and result. */
const REPLY = /^c\d*,(\d+)/;

/** Whether a line is meant as a server command; not where a plugin brings a verb of that name. */
export function isServerCommand(
  line: string,
  registry: Pick<Registry, "verb">,
): boolean {
  return VERB.test(line) && registry.verb("M") === undefined;
}

/**
 * Runs a server command.
 * @param run runs the part behind `MP-0 C` and gives the lines of its reply
 * @returns what an app would get, all lines as one message
 */
export async function serverCommand(
  line: string,
  { principal }: Call,
  run: (command: string) => Promise<readonly string[]>,
): Promise<Outcome> {
  if (principal !== "owner") {
    return { status: "denied", messages: ["Permission denied"], loud: true };
  }
  const [, command] = FORM.exec(line) ?? [];
  if (command === undefined) {
    const usage = "Usage: M <code>[,<value>...], such as M 204,55,80";
    return { status: "failed", messages: [usage], loud: true };
  }
  const lines = await run(command.trim());
  const [, result] = REPLY.exec(lines.at(-1) ?? "") ?? [];
  const text = lines.map((reply) => PREFIX + reply.replaceAll("\r", "\n"));
  return {
    status: result === "0" ? "ok" : "failed",
    messages: [text.join("\n")],
    loud: true,
  };
}
