/** What a plugin answers: verbs, codes and queries. */
import type { Args, ArgsOf } from "./args.ts";
import type { Auth, Call, Sensitive } from "./calls.ts";
import type { Text } from "./notices.ts";
import type { QueryAnswer, QueryArgs, QuerySchema } from "./queries.ts";

/** An answer: a text, several messages, or nothing. */
export type Reply = Text | { readonly parts: readonly Text[] } | undefined;

/** A word behind a verb that has words of its own, as CFG has. */
export interface Subcommand {
  /** The word, in upper case. */
  readonly name: string;
  /** Its words, such as `[name]`; empty where it has none. */
  readonly usage: string;
}

/** An SMS verb. Verbs match whole and in any case. */
export interface Verb<A, X> {
  /**
   * Shown in HELP and after wrong arguments, such as `CA [range] [soc%]`. The prompt completes words
   * from it: those between `|`, and what `verb`, `plugin`, `<plugin>.<name>` and `type` stand for.
   */
  readonly usage: string;
  /** What its first word may be, for completion. */
  readonly subcommands?: readonly Subcommand[];
  /** What it does, in a few words for HELP. */
  readonly summary?: string;
  /** Who may give it; default `owner`. */
  readonly auth?: Auth;
  /** Answers with a question mark behind it as well (`STAT?`), and then takes no words: it only tells. */
  readonly query?: boolean;
  /** What dashboards offer to press: names, each with the words behind the verb, such as `{ "Climate on": "on" }`. */
  readonly buttons?: Readonly<Record<string, string>>;
  /** MSG code for which the same text is pushed. */
  readonly code?: number;
  /** Default as the plugin's. */
  readonly sensitive?: Sensitive;
  /**
   * Its answer has what gives power, such as a password: it is refused where commands with power are,
   * whoever asks.
   */
  readonly secret?: boolean;
  /** Id of the plugin whose verb and code of this name it takes over. */
  readonly replaces?: string;
  /** False: answers although feature 14 suppresses messages. */
  readonly mute?: boolean;
  /** Seconds until a handler that never answers is given up; default 60. */
  readonly timeout?: number;
  /** Runs beside other commands of its plugin: for one that hands work on to others; default false. */
  readonly parallel?: boolean;
  /** Schema over the words; without it `run` gets the words. */
  readonly args?: A & Args;
  /**
   * Answers it.
   * @throws CommandError with a text for the sender
   */
  readonly run: (args: ArgsOf<A>, ctx: X, call: Call) => Reply | Promise<Reply>;
}

/** Values behind `c<code>,0,`; several lines; or a text that is pushed before `c<code>,0`. */
export type Answer =
  | readonly (number | string)[]
  | { readonly lines: readonly (readonly (number | string)[])[] }
  | { readonly push: Reply };

/** A MSG code. */
export interface Code<A, X> {
  /** Name for listings, such as `SetChargeAlerts`. */
  readonly name: string;
  /** What it does, in a few words. */
  readonly summary?: string;
  /** Default as the plugin's. */
  readonly sensitive?: Sensitive;
  /** Its answer has what gives power, such as a password. */
  readonly secret?: boolean;
  /** Id of the plugin whose verb and code of this number it takes over. */
  readonly replaces?: string;
  /** Seconds until a handler that never answers is given up; default 60. */
  readonly timeout?: number;
  /** Runs beside other commands of its plugin: for one that hands work on to others; default false. */
  readonly parallel?: boolean;
  /** The arguments are one text that may contain commas, split at this many of them; default: at all. */
  readonly split?: number;
  /** Schema over the arguments; without it `run` gets their texts. */
  readonly args?: A & Args;
  /**
   * Answers it.
   * @throws CommandError with a text for the sender
   */
  readonly run: (
    args: ArgsOf<A>,
    ctx: X,
    call: Call,
  ) => Answer | Promise<Answer>;
}

/** A query: typed JSON for programs, served under `/api/v1/plugins/<id>/<name>`. */
export interface Query<A, B, X> {
  /** What it answers, for the API's description. */
  readonly summary: string;
  /** Schema over an object; without it there are no arguments. */
  readonly args?: A & QuerySchema;
  /** It changes something: asked with POST, and in the plugin's turn. */
  readonly acts?: boolean;
  /** Only for the owner, not for who logged in with the module password. */
  readonly owner?: boolean;
  /** Whether it writes to the car or changes who commands; default as the plugin's if it `acts`. */
  readonly sensitive?: boolean;
  /** Seconds until a handler that never answers is given up; default 60. */
  readonly timeout?: number;
  /**
   * Answers it.
   * @throws CommandError with a text for who asked
   */
  readonly run: (
    args: QueryArgs<A>,
    ctx: X,
    call: Call,
  ) => QueryAnswer<B> | Promise<QueryAnswer<B>>;
}

/** Queries by name: the first half infers the arguments, the second one the answer. */
export type Queries<QA, QB, X> =
  & {
    readonly [K in keyof QA]: Query<QA[K], QB[K & keyof QB], X>;
  }
  & {
    readonly [K in keyof QB]: {
      /** Schema of the answer. */
      readonly answer: QB[K] & QuerySchema;
    };
  };
