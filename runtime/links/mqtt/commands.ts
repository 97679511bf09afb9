import type { Outcome } from "../../contract/commands.ts";
import type { Call } from "../../contract/plugin.ts";
import type { Sender } from "../../commands/sensitive.ts";
import type { Received } from "./broker.ts";
import { asksForUpdate, verbOf } from "./shell.ts";

/** What runs a command. */
export interface CommandRunner {
  text(line: string, from: Sender): Promise<Outcome>;
  msg(line: string, guarded?: string): Promise<readonly string[]>;
  /** Why commands with power over car or gateway must not come this way; undefined where they may. */
  guarded(): string | undefined;
  /** Whether what comes now may be late, as the program was held up. */
  isLate(): boolean;
  /** Publishes all values. */
  update(): void;
}

/** Who asks: the broker let it in as an app; a lock-out is for the link, not for some phone. */
const CALL: Call = { link: "mqtt", from: "mqtt", principal: "app" };
/** A server command, such as `M 204,55,80`. */
const SERVER = /^\s*M\s+(\d+\s*(?:,.*)?)$/is;
/** The server command with which an app gives the owner's text commands. */
const AS_OWNER = 7;
/** Code, result and values of a reply. */
const REPLY = /^c\d*,(\d+),?(.*)$/s;
/** Commands at work at the same time. */
const MOST = 10;

/** Executes clients' commands: each at most once, and never one that the broker had kept. */
export class Commands {
  readonly #runner: CommandRunner;
  #running = 0;

  constructor(runner: CommandRunner) {
    this.#runner = runner;
  }

  /**
   * Executes a command. One that the broker may have delivered before could have been executed, perhaps
   * before a restart; its client, who had no answer, gives it again.
   * @param line the command; undefined where what came is no text
   * @returns its answer, beginning with `Error: ` where it failed; undefined where it is not executed
   */
  async run(
    line: string | undefined,
    { retain, dup }: Received,
  ): Promise<string | undefined> {
    if (retain || dup) return undefined;
    if (line === undefined || line.trim() === "") {
      return "Error: expected one line of text as the command";
    }
    if (this.#runner.isLate()) return "Error: too late";
    if (this.#running >= MOST) return "Error: too many commands at once";
    this.#running++;
    try {
      return await this.#answer(line);
    } finally {
      this.#running--;
    }
  }

  async #answer(line: string): Promise<string> {
    if (asksForUpdate(line)) {
      this.#runner.update();
      return "All values follow";
    }
    const verb = verbOf(line);
    const server = verb === undefined
      ? SERVER.exec(line)?.[1]?.trim()
      : `${AS_OWNER},${verb}`;
    const guarded = this.#runner.guarded();
    return server === undefined
      ? answerOf(await this.#runner.text(line, { ...CALL, guarded }))
      : serverAnswer(await this.#runner.msg(server, guarded));
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
