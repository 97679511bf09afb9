import * as v from "valibot";
import type { Clock } from "../../hal/mod.ts";
import type { Authority } from "./auth.ts";
import type { LinkName } from "../contract/calls.ts";
import type { Outcome } from "../contract/commands.ts";
import type { AnyQuery } from "../contract/queries.ts";
import {
  type AnyCode,
  type AnyVerb,
  type Call,
  CommandError,
} from "../contract/plugin.ts";
import type { Text } from "../contract/notices.ts";
import { failed, refused, replyOf } from "./replies.ts";
import { type Queried, queryArguments } from "./queries.ts";
import { refusal } from "./refusal.ts";
import type { AnyAnswerer, Entry, Registry } from "./registry.ts";
import type { Answered, Runner } from "./runner.ts";
import type { Sender } from "./sensitive.ts";
import { ANSWER, boundedAll, isReply, isText, messagesOf } from "./text.ts";

const UNKNOWN: Outcome = { status: "unknown", messages: [], loud: false };

/** A command's verb and words: split at single blanks, so that two blanks give an empty word. */
export function splitCommand(
  text: string,
): { verb: string; words: readonly string[] } {
  const [verb = "", ...words] = text.replaceAll(/\r\n|[\r\n]/g, " ").trim()
    .split(" ");
  return { verb: verb.toUpperCase(), words };
}

/** What becomes of an answer of any length. */
function boundedOutcome(outcome: Outcome): Outcome {
  return { ...outcome, messages: boundedAll(outcome.messages, ANSWER) };
}

/** Runs commands: those of each plugin one at a time, whatever link they came from. */
export class Dispatcher {
  constructor(
    readonly registry: Registry,
    readonly runner: Runner,
    readonly authority: Authority,
    readonly clock: Clock,
  ) {}

  /**
   * Runs a text command.
   * @param from who sends it: the principal the link vouches for, and the number if there is one
   */
  async text(line: string, from: Sender): Promise<Outcome> {
    return boundedOutcome(await this.#textInTurn(line, from, false));
  }

  /**
   * Runs a text command as the owner, as a part of the command that asks for it: what is refused to
   * whoever gave that is refused here, too.
   * @throws Error when no command does
   */
  async within(line: string): Promise<Outcome> {
    const { current } = this.runner;
    if (!current) {
      throw new Error("a command can be run from within a command only");
    }
    const from: Sender = { ...current, principal: "owner" };
    return boundedOutcome(await this.#textInTurn(line, from, true));
  }

  /** The text that a verb answers to the owner, outside of the turn: for notices. */
  async answer(verb: string): Promise<Text | undefined> {
    const entry = this.registry.verb(verb);
    if (!entry) return undefined;
    const from: Call = { link: "console", from: "", principal: "owner" };
    const answered = await this.runner.inTurn(
      entry.owner,
      { parallel: true },
      from,
      false,
      () => this.#run(entry.owner, entry.def, [], from),
    );
    return answered.ok && isText(answered.value) ? answered.value : undefined;
  }

  /**
   * Runs a server command, the part behind `MP-0 C`.
   * @param guarded why one with power is refused; undefined where it is not
   * @param link where it came from
   * @returns the lines of its reply, without `MP-0 `
   */
  async msg(
    line: string,
    guarded?: string,
    link: LinkName = "msg",
  ): Promise<readonly string[]> {
    const comma = line.indexOf(","), from = comma < 0 ? line.length : comma;
    const code = line.slice(0, from).trim();
    const entry = this.registry.codes.get(code);
    if (!entry) return refused(code, "3");
    const { owner, def } = entry;
    const asked = comma < 0 ? undefined : line.slice(comma + 1);
    const caller: Sender = {
      link,
      from: "",
      principal: "app",
      guarded,
    };
    const command = "verb" in def ? def.verb : def.code;
    const words = "verb" in def ? [] : splitArguments(asked, def.code.split);
    const refusal = this.#refusal({ owner, def: command }, words, caller);
    if (refusal !== undefined) return refused(code, `1,${refusal}`);
    const answered = await this.runner.inTurn(
      owner,
      command,
      caller,
      false,
      () => this.#msg(owner, def, words, caller),
    );
    return this.#lines(owner, code, answered);
  }

  async #textInTurn(
    line: string,
    from: Sender,
    part: boolean,
  ): Promise<Outcome> {
    const { verb, words } = splitCommand(line),
      entry = this.registry.verb(verb);
    if (!entry) return UNKNOWN;
    const { owner, def } = entry, loud = def.mute === false;
    const refusal = this.#refusal(entry, taken(entry, verb, words), from);
    if (refusal !== undefined) {
      return { status: "denied", messages: [refusal], loud };
    }
    try {
      return await this.runner.inTurn(
        owner,
        def,
        from,
        part,
        () => this.#text(entry, verb, words, from),
      );
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      return { status: "failed", messages: [error.message], loud };
    }
  }

  async #text(
    entry: Entry<AnyVerb>,
    verb: string,
    words: readonly string[],
    from: Sender,
  ): Promise<Outcome> {
    const { owner, def } = entry;
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
    const caller: Sender = { ...from, principal: verdict.principal };
    const answered = await this.#run(
      owner,
      def,
      taken(entry, verb, verdict.words),
      caller,
    );
    if (!answered.ok) {
      if (answered.declined) return UNKNOWN;
      return { status: "failed", messages: [answered.text], loud };
    }
    const { value } = answered;
    const messages = looked(() =>
      isReply(value) ? messagesOf(value) : undefined
    );
    if (messages) return { status: "ok", messages, loud };
    return {
      status: "failed",
      messages: [this.#wrong(owner, verb, value)],
      loud,
    };
  }

  async #msg(
    owner: string,
    def: AnyAnswerer,
    words: readonly string[],
    caller: Sender,
  ): Promise<Answered> {
    if ("code" in def) {
      return await this.#run(owner, def.code, words, caller);
    }
    const answered = await this.#run(owner, def.verb, [], caller);
    return answered.ok
      ? { ok: true, value: { push: answered.value } }
      : answered;
  }

  #lines(
    owner: string,
    code: string,
    answered: Answered,
  ): readonly string[] {
    if (!answered.ok) return failed(code, answered.text);
    return looked(() => replyOf(code, answered.value)) ??
      refused(code, `1,${this.#wrong(owner, code, answered.value)}`);
  }

  /** Why a command is not carried out for whoever gives it. */
  #refusal(
    entry: Entry<AnyVerb | AnyCode>,
    words: readonly string[],
    { guarded }: Sender,
  ): string | undefined {
    if (guarded === undefined) return undefined;
    const isRefused = entry.def.secret === true ||
      this.registry.hasPower(entry, words);
    return isRefused ? guarded : undefined;
  }

  #run(
    owner: string,
    def: AnyVerb | AnyCode,
    words: readonly string[],
    from: Sender,
  ): Promise<Answered> {
    return this.runner.run(owner, nameOf(def), def, () => {
      if (!def.args) return words;
      const parsed = v.safeParse(def.args, words);
      if (parsed.success) return parsed.output;
      throw new CommandError(refusal(def, parsed.issues));
    }, from);
  }

  /**
   * Runs a query of a plugin.
   * @param texts whether the arguments are texts, as those behind a question mark are
   */
  async query(
    { owner, def }: Entry<AnyQuery>,
    name: string,
    input: unknown,
    texts: boolean,
    from: Sender,
  ): Promise<Queried> {
    if (
      from.guarded !== undefined && this.registry.queryHasPower({ owner, def })
    ) {
      return { status: "denied", text: from.guarded };
    }
    const args = queryArguments(def, input, texts);
    if (!args.ok) return { status: "wrong", text: args.text };
    const answered = await this.runner.inTurn(
      owner,
      { parallel: !def.acts },
      from,
      false,
      () => this.runner.run(owner, name, def, () => args.value, from),
    );
    if (!answered.ok) return { status: "failed", text: answered.text };
    const wrong = (why: unknown): Queried => ({
      status: "failed",
      text: this.runner.fault(owner, name, why).text,
    });
    let parsed;
    try {
      parsed = v.safeParse(def.answer, answered.value);
    } catch (error) {
      return wrong(error);
    }
    if (parsed.success) return { status: "ok", value: parsed.output };
    const [issue] = parsed.issues;
    const at = v.getDotPath(issue) ?? "answer";
    return wrong(new TypeError(`answered wrongly: ${at}: ${issue.message}`));
  }

  /** A handler answered something that cannot be sent: its plugin's fault. */
  #wrong(owner: string, name: string, value: unknown): string {
    const error = new TypeError(
      `answered ${typeof value}: expected a text, lines of text or values`,
    );
    return this.runner.fault(owner, name, error).text;
  }
}

/** What an answer becomes; undefined where it cannot be looked at, as those of a program's own objects may be. */
function looked<T>(make: () => T | undefined): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

const nameOf = (def: AnyVerb | AnyCode) =>
  "usage" in def ? def.usage : def.name;

/** What a verb takes of the words behind it: asked with a question mark none, so that it only tells. */
function taken(
  { def }: Entry<AnyVerb>,
  verb: string,
  words: readonly string[],
): readonly string[] {
  return def.query && verb.endsWith("?") ? [] : words;
}

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
