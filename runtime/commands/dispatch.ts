import { AsyncLocalStorage } from "node:async_hooks";
import * as v from "valibot";
import type { Clock } from "../../hal/mod.ts";
import type { Authority } from "./auth.ts";
import type { Outcome } from "../contract/commands.ts";
import { call, type Host } from "../vehicle/host.ts";
import {
  type Answer,
  type AnyCode,
  type AnyVerb,
  type Call,
  CommandError,
  Declined,
  type Text,
} from "../contract/plugin.ts";
import { isWhole, refused } from "../messages/replies.ts";
import type { Entry, Registry } from "./registry.ts";
import { isReply, isText, messagesOf, msgText, textsOf } from "./text.ts";

/** Seconds until a handler that never answers is given up. */
const TIMEOUT = 60;

const UNKNOWN: Outcome = { status: "unknown", messages: [], loud: false };

/** Standard texts behind result 1. */
export const MSG_ERROR = {
  syntax: "Invalid syntax",
  range: "Parameter out of range",
} as const;

type Answered =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly text: string; readonly declined?: boolean };

/** A command's verb and words: split at single blanks, so that two blanks give an empty word. */
export function splitCommand(
  text: string,
): { verb: string; words: readonly string[] } {
  const [verb = "", ...words] = text.replaceAll(/\r\n|[\r\n]/g, " ").trim()
    .split(" ");
  return { verb: verb.toUpperCase(), words };
}

/** Runs commands: one at a time, whatever link they came from. */
export class Dispatcher {
  /** The call that each running handler, with all that it awaits, belongs to. */
  readonly #calls = new AsyncLocalStorage<Call>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    readonly registry: Registry,
    readonly host: Host,
    readonly authority: Authority,
    readonly clock: Clock,
  ) {}

  /** The call on whose behalf the present code runs; undefined where a plugin acts by itself. */
  get current(): Call | undefined {
    return this.#calls.getStore();
  }

  /**
   * Runs a text command.
   * @param from who sends it: the principal the link vouches for, and the number if there is one
   */
  text(line: string, from: Call): Promise<Outcome> {
    return this.#inTurn(() => this.#text(line, from));
  }

  /**
   * Runs a server command, the part behind `MP-0 C`.
   * @returns the lines of its reply, without `MP-0 `
   */
  msg(line: string): Promise<readonly string[]> {
    return this.#inTurn(() => this.#msg(line));
  }

  /**
   * Runs a text command as the owner within the turn of the command that asks for it.
   * @throws Error when no command does
   */
  async within(line: string): Promise<Outcome> {
    const { current } = this;
    if (!current) {
      throw new Error("a command can be run from within a command only");
    }
    return await this.#text(line, { ...current, principal: "owner" });
  }

  /** The text that a verb answers to the owner, outside of the turn: for notices. */
  async answer(verb: string): Promise<Text | undefined> {
    const entry = this.registry.verb(verb);
    if (!entry) return undefined;
    const from: Call = { link: "console", from: "", principal: "owner" };
    const answered = await this.#run(entry, entry.def, [], from);
    return answered.ok && isText(answered.value) ? answered.value : undefined;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => {});
    return turn;
  }

  async #text(line: string, from: Call): Promise<Outcome> {
    const { verb, words } = splitCommand(line),
      entry = this.registry.verb(verb);
    if (!entry) return UNKNOWN;
    const { def } = entry;
    const verdict = this.authority.check(
      def.auth ?? "owner",
      from.principal,
      from.from,
      words,
      this.clock.monotonic() / 1000,
    );
    if (!verdict.ok) {
      return { status: "denied", messages: ["Permission denied"], loud: true };
    }
    const loud = def.mute === false;
    const caller: Call = { ...from, principal: verdict.principal };
    const answered = await this.#run(entry, def, verdict.words, caller);
    if (!answered.ok) {
      if (answered.declined) return UNKNOWN;
      return { status: "failed", messages: [answered.text], loud };
    }
    if (isReply(answered.value)) {
      return { status: "ok", messages: messagesOf(answered.value), loud };
    }
    return {
      status: "failed",
      messages: [this.#wrong(entry, verb, answered.value)],
      loud,
    };
  }

  async #msg(line: string): Promise<readonly string[]> {
    const comma = line.indexOf(","), from = comma < 0 ? line.length : comma;
    const code = line.slice(0, from).trim();
    const entry = this.registry.codes.get(code);
    if (!entry) return refused(code, "3");
    const { def } = entry;
    const caller: Call = { link: "msg", from: "", principal: "app" };
    if ("verb" in def) {
      const answered = await this.#run(entry, def.verb, [], caller);
      return this.#lines(
        entry,
        code,
        answered.ok ? { ok: true, value: { push: answered.value } } : answered,
      );
    }
    const words = splitArguments(
      comma < 0 ? undefined : line.slice(comma + 1),
      def.code.split,
    );
    return this.#lines(
      entry,
      code,
      await this.#run(entry, def.code, words, caller),
    );
  }

  #lines(
    entry: Entry<unknown>,
    code: string,
    answered: Answered,
  ): readonly string[] {
    if (!answered.ok) return refused(code, `1,${oneLine(answered.text)}`);
    const { value } = answered;
    if (!isAnswer(value)) {
      return refused(code, `1,${this.#wrong(entry, code, value)}`);
    }
    const lines = linesOf(value);
    if (!isWhole(code, lines)) {
      return refused(code, `1,${this.#wrong(entry, code, value)}`);
    }
    return [
      ...pushed(value),
      ...lines.map((values) => `c${code},${[0, ...values].join(",")}`),
    ];
  }

  async #run(
    entry: Entry<unknown>,
    def: AnyVerb | AnyCode,
    words: readonly string[],
    from: Call,
  ): Promise<Answered> {
    const loaded = this.host.find(entry.owner);
    if (!loaded || loaded.aside) {
      return {
        ok: false,
        text: `Command not available: plugin ${entry.owner} is set aside`,
      };
    }
    try {
      let args: unknown = words;
      if (def.args) {
        const parsed = v.safeParse(def.args, words);
        if (!parsed.success) {
          return { ok: false, text: refusal(def, parsed.issues) };
        }
        args = parsed.output;
      }
      const answer = this.#calls.run(
        from,
        () => call(def.run, args, loaded.ctx, from),
      );
      return { ok: true, value: await this.#inTime(answer, def) };
    } catch (error) {
      if (error instanceof CommandError) {
        return { ok: false, text: error.message };
      }
      if (error instanceof Declined) {
        return { ok: false, text: "Unknown command", declined: true };
      }
      this.host.fault(loaded, nameOf(def), error);
      return { ok: false, text: "Command failed: its plugin has a fault" };
    }
  }

  /** A handler's answer, or an error when it takes too long. */
  #inTime(answer: unknown, def: AnyVerb | AnyCode): unknown {
    if (!(answer instanceof Promise)) return answer;
    const seconds = def.timeout ?? TIMEOUT;
    return new Promise((resolve, reject) => {
      const stop = this.clock.after(seconds * 1000, () => {
        reject(new Error(`no answer within ${seconds} s`));
      });
      answer.then(resolve, reject).finally(stop);
    });
  }

  /** A handler answered something that cannot be sent: its plugin's fault. */
  #wrong(entry: Entry<unknown>, name: string, value: unknown): string {
    const loaded = this.host.find(entry.owner);
    const error = new TypeError(
      `answered ${typeof value}: expected a text, lines of text or values`,
    );
    if (loaded) this.host.fault(loaded, name, error);
    return "Command failed: its plugin has a fault";
  }
}

const nameOf = (def: AnyVerb | AnyCode) =>
  "usage" in def ? def.usage : def.name;

/** Arguments behind a code; none at all when there was no comma. */
function splitArguments(
  text: string | undefined,
  commas = Infinity,
): readonly string[] {
  if (text === undefined) return [];
  const words = text.split(",");
  if (words.length <= commas) return words;
  return [...words.slice(0, commas), words.slice(commas).join(",")];
}

/** Why arguments were refused: the usage line of a verb, the standard text of a code. */
function refusal(
  def: AnyVerb | AnyCode,
  issues: readonly v.BaseIssue<unknown>[],
): string {
  if ("usage" in def) return `Usage: ${def.usage}`;
  const range = issues.every(({ type }) =>
    type === "min_value" || type === "max_value"
  );
  return range ? MSG_ERROR.range : MSG_ERROR.syntax;
}

function isAnswer(value: unknown): value is Answer {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.every(isField);
  if ("push" in value) return isReply(value.push);
  return "lines" in value && Array.isArray(value.lines) &&
    value.lines.every((line) => Array.isArray(line) && line.every(isField));
}

/** A value between two commas. */
function isField(value: unknown): boolean {
  return typeof value === "number" || typeof value === "string";
}

/** Plain values; an array has a method named push, so this is asked first. */
function isValues(answer: Answer): answer is readonly (number | string)[] {
  return Array.isArray(answer);
}

/** The values behind each line of the reply. */
function linesOf(answer: Answer): readonly (readonly (number | string)[])[] {
  if (isValues(answer)) return [answer];
  return "lines" in answer ? answer.lines : [[]];
}

/** The messages with texts that go before the reply. */
function pushed(answer: Answer): readonly string[] {
  if (isValues(answer) || "lines" in answer) return [];
  return textsOf(answer.push).map((text) => `PA${msgText(text)}`);
}

/** An error text in one line of a reply, where commas separate fields. */
function oneLine(text: string): string {
  return msgText(text).replaceAll("\r", " ");
}
