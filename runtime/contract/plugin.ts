/** The plugin contract: one literal; every type below follows from it. */
import type { Args, ArgsOf } from "./args.ts";
import type { Emit, EventDecls, EventRefs, PayloadOf } from "./events.ts";
import type { AnyFrame, FrameDef } from "./frames.ts";
import type { AnyPoll, PollDef } from "./polls.ts";
import type { Granted, Need } from "./handles.ts";
import type {
  AnyChannel,
  ChannelDecl,
  NoticeDecl,
  NoticeText,
  Text,
} from "./notices.ts";
import type {
  AnyQuery,
  PageDecls,
  QueryAnswer,
  QueryArgs,
  QuerySchema,
} from "./queries.ts";
import type {
  AnySettings,
  SettingDecl,
  SettingSchema,
  SettingValues,
} from "./settings.ts";
import type { AnySchedule, Schedules } from "./schedules.ts";
import type { PaceOptions } from "../records/pace.ts";
import type {
  MetricOf,
  MetricRefs,
  Put,
  ReadingOf,
  ReadRefs,
  ValueOf,
} from "./metric_types.ts";

// ---- what a plugin declares --------------------------------------------------

/** A feature slot that a plugin claims. */
export interface FeatureDecl {
  /** 0 to 15; 8 to 15 survive a restart. */
  readonly slot: number;
  readonly summary: string;
  /** Unit of the value; `user` is km or miles as parameter 2 says. */
  readonly unit?: "%" | "user" | "bits";
  /** Whether setting it makes the program write to the car; default as the plugin's. */
  readonly sensitive?: boolean;
}

/** A column of a record: decimals of a number, or a text. */
export type Column = 0 | 1 | 2 | 3 | 6 | "text";

/**
 * Who reads a record, where there are two forms of the same facts: `guide` who goes by the guide of the
 * first firmware, `current` today's apps and download scripts.
 */
export type RecordForm = "guide" | "current";

/** A kind of history record. */
export interface RecordDecl {
  /** Type on the wire, such as `RT-GPS-Log`. */
  readonly type: string;
  readonly summary: string;
  /** Seconds that the server keeps it. */
  readonly lifetime: number;
  /** Seconds that it is kept here; default: as the server. */
  readonly keep?: number;
  /** False for what stays here and is not sent; default true. */
  readonly send?: boolean;
  /**
   * How many changed records of one number go to the server while no app looks on, which data costs;
   * the others stay here. Default: all.
   */
  readonly pace?: PaceOptions;
  /**
   * Sent only if the setting `ovms.records` wants this form; one of the `current` form is then not kept
   * here either. Default: sent always.
   */
  readonly form?: RecordForm;
  /** First of the columns that only the `current` form has. */
  readonly currentFrom?: string;
  /** Columns in the order of the literal. */
  readonly fields: Readonly<Record<string, Column>>;
}

/** A file that a plugin makes of what it keeps durably; `--export NAME` writes it. */
export interface ExportDecl {
  readonly summary: string;
  /**
   * @param memory all small values of the plugin
   * @returns the file's text, and a sentence about it
   * @throws CommandError with a sentence when there is nothing to export
   */
  readonly make: (
    memory: ReadonlyMap<string, string>,
  ) => { readonly text: string; readonly said: string };
}

/** One row of a record. */
export type Row<F> = {
  readonly [K in keyof F]: F[K] extends "text" ? string : number;
};

/** An answer: a text, several messages, or nothing. */
export type Reply = Text | { readonly parts: readonly Text[] } | undefined;

/** All that a plugin declares; `Ctx<typeof mine>` names its context. */
export interface Declares {
  readonly needs?: readonly Need[];
  readonly metrics?: MetricRefs;
  readonly reads?: ReadRefs;
  readonly features?: Readonly<Record<string, FeatureDecl>>;
  readonly records?: Readonly<Record<string, RecordDecl>>;
  readonly notices?: Readonly<Record<string, NoticeDecl>>;
  readonly settings?: AnySettings;
  readonly events?: EventDecls;
  readonly hears?: EventRefs;
  readonly state?: () => unknown;
}

// ---- what a handler is given -------------------------------------------------

type Of<D, K extends keyof Declares, Else> = K extends keyof D
  ? Exclude<D[K], undefined>
  : Else;

/** A feature slot of the plugin. */
export interface Feature {
  /** 0 to 255. */
  readonly value: number;
  /** Sets it, durably for the slots 8 to 15; `text` is what parameter 24 to 31 then shows. */
  set(value: number, text?: string): void;
}

/** A kind of record of the plugin. */
export interface Recorder<F> {
  /** Writes a record and queues it for the server. */
  write(number: number, row: Row<F>): void;
  /** The same, unless the last record of this number had the same fields. */
  writeChanged(number: number, row: Row<F>): void;
}

/** What a handler is given: exactly what the literal declares. */
export interface Ctx<D extends Declares> {
  readonly hal: Granted<
    Of<D, "needs", readonly []> extends readonly (infer N extends Need)[] ? N
      : never
  >;
  readonly metrics:
    & {
      readonly [K in keyof Of<D, "metrics", object>]: MetricOf<
        Of<D, "metrics", object>[K]
      >;
    }
    & {
      readonly [K in keyof Of<D, "reads", object>]: ReadingOf<
        Of<D, "reads", object>[K]
      >;
    };
  readonly features: {
    readonly [K in keyof Of<D, "features", object>]: Feature;
  };
  readonly records: {
    readonly [K in keyof Of<D, "records", object>]: Recorder<
      Of<D, "records", Record<string, RecordDecl>>[K]["fields"]
    >;
  };
  /** Records that are written during `work` go to the store as one write, which spares memory cards. */
  readonly together: (work: () => void) => void;
  readonly notify: {
    readonly [K in keyof Of<D, "notices", object>]: (text?: NoticeText) => void;
  };
  /** Tells whoever hears it, at once, that something happened. */
  readonly emit: {
    readonly [K in keyof Of<D, "events", object>]: Emit<
      Of<D, "events", object>[K]
    >;
  };
  /** Present values of the plugin's settings. */
  readonly settings: SettingValues<Of<D, "settings", object>>;
  /** What `state()` made when the plugin was loaded. */
  readonly state: Of<D, "state", () => undefined> extends () => infer T ? T
    : undefined;
  readonly user: UserUnits;
  /** Seconds of the vehicle's clock since the start. */
  readonly now: number;
}

/** How the owner wants distances. */
export interface UserUnits {
  /** `K` kilometres, `M` miles; parameter 2. */
  readonly units: "K" | "M";
}

/** Which way a command came. */
export type LinkName = "sms" | "msg" | "http" | "mqtt" | "console";

/** Who asks. */
export type Principal = "owner" | "password" | "app" | "anyone";

/** One call of a command. */
export interface Call {
  readonly link: LinkName;
  /** Sender's number; empty where there is none. */
  readonly from: string;
  readonly principal: Principal;
}

/**
 * Fails a command with a text for its sender; what a handler throws besides this counts as its fault.
 *
 * ```ts
 * import { CommandError, definePlugin } from "ovms-edge";
 * import { bench } from "ovms-edge/testing";
 * import { deepEqual } from "node:assert/strict";
 *
 * await using car = await bench(definePlugin({
 *   id: "gate",
 *   sms: {
 *     "OPEN": {
 *       usage: "OPEN",
 *       run: () => {
 *         throw new CommandError("The gate is locked");
 *       },
 *     },
 *   },
 * }));
 * deepEqual(await car.sms("OPEN"), ["The gate is locked"]);
 * ```
 */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

/** A verb's handler leaves the text to the apps, as if nobody knew the verb. */
export class Declined extends Error {
  override readonly name = "Declined";
}

// ---- commands ----------------------------------------------------------------

/**
 * Who may run a verb: `owner` the registered phone, or anybody who gives the module password as first
 * word; `phone` the registered phone only; `password` anybody with the password, also the owner.
 */
export type Auth = "owner" | "phone" | "password";

/**
 * Whether a command lets its sender write to the car, or change who commands. Such a one is refused where
 * somebody on the way could have sent it, as over an OVMS server without TLS and paranoid mode, and to
 * tokens that may command but not tune.
 *
 * A function tells by the words behind the verb or code; `slots` are the feature slots that are declared
 * so. In a process of its own a plugin's function counts as true.
 */
export type Sensitive =
  | boolean
  | ((words: readonly string[], slots: ReadonlySet<number>) => boolean);

/** A word behind a verb that has words of its own, as CFG has. */
export interface Subcommand {
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
  readonly summary?: string;
  readonly auth?: Auth;
  /** Answers with a question mark behind it as well (`STAT?`). */
  readonly query?: boolean;
  /** What dashboards offer to press: names, each with the words behind the verb, such as `{ "Climate on": "on" }`. */
  readonly buttons?: Readonly<Record<string, string>>;
  /** MSG code for which the same text is pushed. */
  readonly code?: number;
  /** Default as the plugin's. */
  readonly sensitive?: Sensitive;
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
  readonly run: (args: ArgsOf<A>, ctx: X, call: Call) => Reply | Promise<Reply>;
}

/** Values behind `c<code>,0,`; several lines; or a text that is pushed before `c<code>,0`. */
export type Answer =
  | readonly (number | string)[]
  | { readonly lines: readonly (readonly (number | string)[])[] }
  | { readonly push: Reply };

/** A MSG code. */
export interface Code<A, X> {
  readonly name: string;
  readonly summary?: string;
  /** Default as the plugin's. */
  readonly sensitive?: Sensitive;
  readonly replaces?: string;
  readonly timeout?: number;
  /** Runs beside other commands of its plugin: for one that hands work on to others; default false. */
  readonly parallel?: boolean;
  /** The arguments are one text that may contain commas, split at this many of them; default: at all. */
  readonly split?: number;
  readonly args?: A & Args;
  readonly run: (
    args: ArgsOf<A>,
    ctx: X,
    call: Call,
  ) => Answer | Promise<Answer>;
}

/** A query: typed JSON for programs, served under `/api/v1/plugins/<id>/<name>`. */
export interface Query<A, B, X> {
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
  readonly run: (
    args: QueryArgs<A>,
    ctx: X,
    call: Call,
  ) => QueryAnswer<B> | Promise<QueryAnswer<B>>;
}

/** Queries by name: the first half infers the arguments, the second one the answer. */
type Queries<QA, QB, X> =
  & {
    readonly [K in keyof QA]: Query<QA[K], QB[K & keyof QB], X>;
  }
  & {
    readonly [K in keyof QB]: {
      /** Schema of the answer. */
      readonly answer: QB[K] & QuerySchema;
    };
  };

/** Work at regular times of the vehicle's clock. */
export interface Every<X> {
  readonly second?: (ctx: X) => void;
  readonly tenSeconds?: (ctx: X) => void;
  readonly minute?: (ctx: X) => void;
  readonly tenMinutes?: (ctx: X) => void;
}

/** A metric's value; nothing for what is no metric of the plugin, where `on` may mean an event. */
type Watched<R> = unknown extends R ? never : ValueOf<R>;

/** What a plugin in a process of its own may do besides reading its own folder. */
export interface PermissionDecl {
  /** Hosts that it connects to, `api.example.com` or `api.example.com:8443`; `*` for any. */
  readonly net?: readonly string[];
  /** Files or folders that it reads, as full paths. */
  readonly read?: readonly string[];
}

/** A plugin literal. Type parameters are never written by hand. */
export interface PluginLiteral<
  D extends Declares,
  S,
  C,
  QA = None,
  QB = None,
> {
  /** Lower case letters, digits, `-`. */
  readonly id: string;
  readonly summary?: string;
  /** Version of the contract that it was made for, such as `1.0`; one that it does not know refuses it. */
  readonly contract?: string;
  /** What it needs of the world outside of the program; the owner allows it, once. */
  readonly permissions?: PermissionDecl;
  /**
   * Whether its commands, acting queries and features have power over car or gateway where they do not
   * say so themselves (see `Sensitive`). Default: whether it needs `can.tx`, `can.sdo`, `diag`,
   * `gsm.command`, `params`, `settings` or `slots`.
   */
  readonly sensitive?: boolean;
  /**
   * Whether it left something in the car that only it can take back, by its small values in the store:
   * then it is loaded whatever vehicle type is set.
   */
  readonly leftUndone?: (memory: ReadonlyMap<string, string>) => boolean;
  /** Files that it makes of its small values, by name. */
  readonly exports?: Readonly<Record<string, ExportDecl>>;
  /**
   * Whether a small value is better lost than taken from an older copy, where the store was damaged;
   * default: none is.
   */
  readonly ages?: (key: string) => boolean;
  readonly sms?: { readonly [K in keyof S]: Verb<S[K], Ctx<D>> };
  readonly msg?: { readonly [K in keyof C]: Code<C[K], Ctx<D>> };
  readonly frames?: {
    readonly [id: number]: FrameDef<Put<Of<D, "metrics", object>>, Ctx<D>>;
  };
  /** Frames of other buses, by the number of the bus: `{ 2: { 0x355: ... } }`; `frames` is bus 1. */
  readonly framesOn?: {
    readonly [bus: number]: {
      readonly [id: number]: FrameDef<Put<Of<D, "metrics", object>>, Ctx<D>>;
    };
  };
  /** What is asked of control units, while feature 15 allows it and the car is awake. */
  readonly polls?: readonly PollDef<Put<Of<D, "metrics", object>>, Ctx<D>>[];
  readonly every?: Every<Ctx<D>>;
  /** Work at times of the day, and at intervals of its own. */
  readonly schedules?: Schedules<Ctx<D>>;
  /** Ways to the owner besides SMS and the OVMS server, by name. */
  readonly channels?: Readonly<Record<string, ChannelDecl<Ctx<D>>>>;
  readonly queries?: Queries<QA, QB, Ctx<D>>;
  /** Pages for the web console. */
  readonly pages?: PageDecls;
  /** Runs when a metric changes (not for lists), and when an event is heard. */
  readonly on?:
    & {
      readonly [
        K in keyof (Of<D, "metrics", object> & Of<D, "reads", object>)
      ]?: (
        value: Watched<(Of<D, "metrics", object> & Of<D, "reads", object>)[K]>,
        ctx: Ctx<D>,
      ) => void;
    }
    & {
      readonly [K in keyof Of<D, "hears", object>]?: (
        payload: PayloadOf<Of<D, "hears", object>[K]>,
        ctx: Ctx<D>,
      ) => void;
    };
  /**
   * Runs when all plugins are wired and last known values are back; once more where the closed write
   * gate ended it, when that opens, and after `stop` and a rest where the plugin had too many faults.
   */
  readonly start?: (ctx: Ctx<D>) => void;
  readonly stop?: (ctx: Ctx<D>) => void;
  /**
   * Leaves devices on the bus as they have to be left: runs before the write gate closes, the vehicle
   * side starts again or the program ends, behind `can.sdo.work` that is under way. All together have
   * ten seconds; undefined where there is nothing to do.
   */
  readonly settle?: (ctx: Ctx<D>) => Promise<void> | undefined;
}

// ---- a plugin as the runtime keeps it ------------------------------------------

type Handler = (args: never, ctx: never, call: never) => unknown;
type Hook = (ctx: never) => void;

/** A verb, inner types gone. */
export interface AnyVerb extends Omit<Verb<unknown, never>, "args" | "run"> {
  readonly args?: Args;
  readonly run: Handler;
}
/** A code, inner types gone. */
export interface AnyCode extends Omit<Code<unknown, never>, "args" | "run"> {
  readonly args?: Args;
  readonly run: Handler;
}

/** A plugin: shapes known, inner types gone, so that a plain object from outside fits as well. */
export interface Plugin extends Declares {
  readonly id: string;
  readonly summary?: string;
  readonly contract?: string;
  readonly permissions?: PermissionDecl;
  readonly sensitive?: boolean;
  readonly leftUndone?: (memory: ReadonlyMap<string, string>) => boolean;
  readonly exports?: Readonly<Record<string, ExportDecl>>;
  readonly ages?: (key: string) => boolean;
  readonly sms?: Readonly<Record<string, AnyVerb>>;
  readonly msg?: Readonly<Record<string, AnyCode>>;
  readonly frames?: Readonly<Record<string, AnyFrame>>;
  readonly framesOn?: Readonly<
    Record<string, Readonly<Record<string, AnyFrame>>>
  >;
  readonly polls?: readonly AnyPoll[];
  readonly every?: {
    readonly second?: Hook;
    readonly tenSeconds?: Hook;
    readonly minute?: Hook;
    readonly tenMinutes?: Hook;
  };
  readonly on?: Readonly<
    Record<string, ((value: never, ctx: never) => void) | undefined>
  >;
  readonly channels?: Readonly<Record<string, AnyChannel>>;
  readonly schedules?: Readonly<Record<string, AnySchedule>>;
  readonly queries?: Readonly<Record<string, AnyQuery>>;
  readonly pages?: PageDecls;
  readonly start?: Hook;
  readonly stop?: Hook;
  readonly settle?: Hook;
}

/** Nothing declared. */
type None = Record<never, never>;

/** The declaring half of a literal; each part is inferred on its own. */
export interface Parts<
  N,
  M,
  R,
  F,
  H,
  A,
  T,
  G extends Readonly<Record<string, SettingSchema>> = None,
  E = None,
  L = None,
> {
  /** Handles that the plugin uses; they appear in `ctx.hal`. */
  readonly needs?: N;
  /** Metrics that the plugin writes. */
  readonly metrics?: M;
  /** Metrics that the plugin only reads. */
  readonly reads?: R;
  readonly features?: F;
  readonly records?: H;
  readonly notices?: A;
  /** What the owner can set; `ctx.settings` has the values. */
  readonly settings?: { readonly [K in keyof G]: SettingDecl<G[K]> };
  /** What the plugin tells others of, by schemas of the payloads: `ctx.emit`. */
  readonly events?: E;
  /** What it hears of others; `on` has the handlers. */
  readonly hears?: L;
  /** Makes what the plugin remembers; called at each load, given as `ctx.state`. */
  readonly state?: () => T;
}

/**
 * Declares a plugin. All types of `run`, `decode`, `on` and `every` follow from the literal,
 * whatever the order of its properties.
 *
 * ```ts
 * import { definePlugin, type Plugin } from "ovms-edge";
 *
 * const plugin: Plugin = definePlugin({
 *   id: "hello",
 *   reads: { soc: "v.b.soc" },
 *   sms: { "HELLO": { usage: "HELLO", run: (_, ctx) => `Hello, ${ctx.metrics.soc.or(0)} %` } },
 * });
 * export default plugin;
 * ```
 */
export function definePlugin<
  const N extends readonly Need[] = readonly [],
  const M extends MetricRefs = None,
  const R extends ReadRefs = None,
  const F extends Readonly<Record<string, FeatureDecl>> = None,
  const H extends Readonly<Record<string, RecordDecl>> = None,
  const A extends Readonly<Record<string, NoticeDecl>> = None,
  T = undefined,
  G extends Readonly<Record<string, SettingSchema>> = None,
  const E extends EventDecls = None,
  const L extends EventRefs = None,
  S = None,
  C = None,
  QA = None,
  QB = None,
>(
  literal:
    & Parts<N, M, R, F, H, A, T, G, E, L>
    & PluginLiteral<Parts<N, M, R, F, H, A, T, G, E, L>, S, C, QA, QB>,
): Plugin {
  return literal as Plugin;
}

/**
 * Names the declaring half apart, for functions that take the context.
 *
 * ```ts
 * import { type Ctx, declare, definePlugin, type Plugin } from "ovms-edge";
 *
 * const own = declare({ reads: { soc: "v.b.soc" } });
 * const text = ({ metrics }: Ctx<typeof own>) => `${metrics.soc.or(0)} %`;
 *
 * export const plugin: Plugin = definePlugin({
 *   ...own,
 *   id: "soc",
 *   sms: { "SOC": { usage: "SOC", run: (_, ctx) => text(ctx) } },
 * });
 * ```
 */
export function declare<
  const N extends readonly Need[] = readonly [],
  const M extends MetricRefs = None,
  const R extends ReadRefs = None,
  const F extends Readonly<Record<string, FeatureDecl>> = None,
  const H extends Readonly<Record<string, RecordDecl>> = None,
  const A extends Readonly<Record<string, NoticeDecl>> = None,
  T = undefined,
  G extends Readonly<Record<string, SettingSchema>> = None,
  const E extends EventDecls = None,
  const L extends EventRefs = None,
>(
  parts: Parts<N, M, R, F, H, A, T, G, E, L>,
): Parts<N, M, R, F, H, A, T, G, E, L> {
  return parts;
}
