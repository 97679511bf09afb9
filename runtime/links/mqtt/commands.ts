import type { Outcome } from "../../contract/commands.ts";
import type { Call } from "../../contract/plugin.ts";
import type { Received } from "./broker.ts";

/** What runs a command. */
export interface CommandRunner {
  text(line: string, from: Call): Promise<Outcome>;
  msg(line: string): Promise<readonly string[]>;
}

/** Who asks: the broker let it in as an app; a lock-out is for the link, not for some phone. */
const CALL: Call = { link: "mqtt", from: "mqtt", principal: "app" };
/** A server command, such as `M 204,55,80`. */
const SERVER = /^\s*M\s+(\d+\s*(?:,.*)?)$/is;
/** Code, result and values of a reply. */
const REPLY = /^c\d*,(\d+),?(.*)$/s;
/** Commands at work at the same time, and those that are remembered. */
const MOST = 10, REMEMBERED = 100;

/** Executes clients' commands: each at most once, and never one that the broker had kept. */
export class Commands {
  readonly #runner: CommandRunner;
  readonly #seen = new Set<string>();
  #running = 0;

  constructor(runner: CommandRunner) {
    this.#runner = runner;
  }

  /**
   * Executes a command.
   * @param name client and id
   * @param line the command; undefined where what came is no text
   * @returns its answer, beginning with `Error: ` where it failed; undefined where it is not executed
   */
  async run(
    name: string,
    line: string | undefined,
    { retain, dup }: Received,
  ): Promise<string | undefined> {
    if (retain || (dup && this.#seen.has(name))) return undefined;
    this.#remember(name);
    if (line === undefined || line.trim() === "") {
      return "Error: expected one line of text as the command";
    }
    if (this.#running >= MOST) return "Error: too many commands at once";
    this.#running++;
    try {
      const server = SERVER.exec(line)?.[1];
      return server === undefined
        ? answerOf(await this.#runner.text(line, CALL))
        : serverAnswer(await this.#runner.msg(server.trim()));
    } finally {
      this.#running--;
    }
  }

  #remember(name: string): void {
    this.#seen.add(name);
    for (const oldest of this.#seen) {
      if (this.#seen.size <= REMEMBERED) return;
      this.#seen.delete(oldest);
    }
  }
}

/** An answer that begins with neither `Error: ` nor `Usage:` counts as success. */
function answerOf({ status, messages }: Outcome): string {
  const text = messages.join("\n");
  if (status === "unknown") return "Error: unknown command";
  if (status === "ok") return text === "" ? "OK" : text;
  return text.startsWith("Usage:") ? text : `Error: ${text || status}`;
}

/** Texts for people and values of a server command's reply, without code and result. */
function serverAnswer(lines: readonly string[]): string {
  const texts: string[] = [];
  let failed = lines.length === 0;
  for (const line of lines) {
    const [, result, values = ""] = REPLY.exec(line) ?? [];
    failed ||= result !== undefined && result !== "0";
    const text = result === undefined ? line.replace(/^P[AIE]/, "") : values;
    if (text !== "") texts.push(text.replaceAll("\r", "\n"));
  }
  const text = texts.join("\n");
  return failed ? `Error: ${text || "refused"}` : text || "OK";
}
