/** The literal of a plugin, its types, and the plugin as the runtime keeps it. */
import type { Args } from "./args.ts";
import type { Ctx, Declares, Of } from "./context.ts";
import type { PayloadOf } from "./events.ts";
import type { AnyFrame, FrameDef } from "./frames.ts";
import type { Code, Queries, Verb } from "./handlers.ts";
import type { Put, ValueOf } from "./metric_types.ts";
import type { AnyChannel, ChannelDecl } from "./notices.ts";
import type { AnyPoll, PollDef } from "./polls.ts";
import type { AnyQuery, PageDecls } from "./queries.ts";
import type { Texts } from "./texts.ts";
import type { AnySchedule, Schedules } from "./schedules.ts";

/** A file that a plugin makes of what it keeps durably; `--export NAME` writes it. */
export interface ExportDecl {
  /** What the file is, for listings. */
  readonly summary: string;
  /**
   * Makes the file.
   * @param memory all small values of the plugin
   * @returns the file's text, and a sentence about it
   * @throws CommandError with a sentence when there is nothing to export
   */
  readonly make: (
    memory: ReadonlyMap<string, string>,
  ) => { readonly text: string; readonly said: string };
}

/** Work at regular times of the vehicle's clock. */
export interface Every<X> {
  /** Each second. */
  readonly second?: (ctx: X) => void;
  /** Every ten seconds. */
  readonly tenSeconds?: (ctx: X) => void;
  /** Every minute. */
  readonly minute?: (ctx: X) => void;
  /** Every ten minutes. */
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

/** What a plugin tells of itself, whatever else it is made of. */
export interface PluginFacts {
  /** Lower case letters, digits, `-`. */
  readonly id: string;
  /** What it does, in a few words for listings. */
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
  /** Pages for the web console. */
  readonly pages?: PageDecls;
  /** What it declares and tells, in other languages, for the web console. */
  readonly texts?: Texts;
}

/** A plugin literal. Type parameters are never written by hand. */
export interface PluginLiteral<
  D extends Declares,
  S,
  C,
  QA = None,
  QB = None,
> extends PluginFacts {
  /** Verbs of text messages and prompts, in upper case. */
  readonly sms?: { readonly [K in keyof S]: Verb<S[K], Ctx<D>> };
  /** Codes of the server protocol, by their numbers. */
  readonly msg?: { readonly [K in keyof C]: Code<C[K], Ctx<D>> };
  /** Frames of bus 1, by their identifiers. */
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
  /** Work at regular times. */
  readonly every?: Every<Ctx<D>>;
  /** Work at times of the day, and at intervals of its own. */
  readonly schedules?: Schedules<Ctx<D>>;
  /** Ways to the owner besides SMS and the OVMS server, by name. */
  readonly channels?: Readonly<Record<string, ChannelDecl<Ctx<D>>>>;
  /** Typed JSON for programs and pages, by name. */
  readonly queries?: Queries<QA, QB, Ctx<D>>;
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
  /** Runs before the plugin ends: at the program's end, and before it begins anew. */
  readonly stop?: (ctx: Ctx<D>) => void;
  /**
   * Leaves devices on the bus as they have to be left: runs before the write gate closes, the vehicle
   * side starts again or the program ends, behind `can.sdo.work` that is under way. All together have
   * ten seconds; undefined where there is nothing to do.
   */
  readonly settle?: (ctx: Ctx<D>) => Promise<void> | undefined;
}

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
export interface Plugin extends Declares, PluginFacts {
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
  readonly start?: Hook;
  readonly stop?: Hook;
  readonly settle?: Hook;
}

/** Nothing declared. */
export type None = Record<never, never>;
