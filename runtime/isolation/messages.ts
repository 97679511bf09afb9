/**
 * What a plugin in a process of its own (the guest) and the program tell each other: a JSON text a line.
 * Values are copies; functions stay where they are.
 */
import type { Call } from "../contract/plugin.ts";

/** Longest line that a guest may send, characters; what is longer ends it. */
export const LONGEST_LINE = 1 << 20;
/** Longest answer of a handler, characters of JSON. */
export const LONGEST_ANSWER = 1 << 18;
/** Bytes that the small values of a guest may have, keys included. */
export const MEMORY_QUOTA = 1 << 16;
/** Time in which values and frames are gathered, ms. */
export const GATHER = 10;

/** A metric: its place among the plugin's metrics, value, and age in seconds; null: never received. */
export type Sample = readonly [
  place: number,
  value: unknown,
  age: number | null,
];

/** The world as a guest sees it; what is left out is as before. */
export interface Copies {
  /** Seconds since the start, by the vehicle's clock. */
  readonly now: number;
  /** Milliseconds since the program started. */
  readonly monotonic: number;
  readonly wall: { readonly ms: number; readonly trusted: boolean };
  readonly metrics?: readonly Sample[];
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly features?: Readonly<Record<string, number>>;
  readonly units?: "K" | "M";
  /** What stands behind the handles, by need. */
  readonly handles?: Readonly<Record<string, unknown>>;
}

/** What the program tells a guest. */
export type ToGuest =
  /** Everything anew: a state and a context of its own, from then on. */
  | { readonly t: "begin"; readonly copies: Copies; readonly memory: Memory }
  | { readonly t: "start" | "stop" | "second"; readonly copies: Copies }
  | { readonly t: "copies"; readonly copies: Copies }
  | {
    readonly t: "call";
    readonly id: number;
    readonly kind: CallKind;
    readonly name: string;
    readonly args: unknown;
    readonly call: Call;
    readonly copies: Copies;
  }
  | { readonly t: "event"; readonly name: string; readonly payload: unknown }
  /** Frames: the place among the declared frames, and the bytes as hexadecimal digits. */
  | {
    readonly t: "frames";
    readonly frames: readonly (readonly [place: number, hex: string])[];
  }
  | { readonly t: "poll"; readonly place: number; readonly hex: string }
  /** What became of a request. */
  | { readonly t: "done"; readonly id: number; readonly value: unknown }
  | {
    readonly t: "failed";
    readonly id: number;
    readonly text: string;
    /** Whether the closed write gate is the reason. */
    readonly gate: boolean;
    /** A transfer by SDO that failed. */
    readonly sdo?: FailedTransfer;
  }
  /** Work that must not be cut: it may begin, or has to end, for the reason that is said. */
  | { readonly t: "work"; readonly id: number; readonly ends?: string };

/** Why a transfer failed, as `SdoError` has it; `code` is null for none. */
export interface FailedTransfer {
  readonly kind: string;
  readonly index: number;
  readonly sub: number;
  readonly code: number | null;
}

/** Small values that survive a restart. */
export type Memory = Readonly<Record<string, string>>;
/** Commands that a guest runs. */
export type CallKind = "sms" | "msg" | "query" | "channel";
/** Why a command failed: refused with a text, left to the apps, refused by the gate, or a fault. */
export type Failure = "command" | "declined" | "gate" | "fault";

/** What a guest tells the program. */
export type FromGuest =
  /** How many messages it has taken in and done what was to do at once. */
  | { readonly t: "taken"; readonly count: number }
  | { readonly t: "answer"; readonly id: number; readonly value: unknown }
  | {
    readonly t: "refused";
    readonly id: number;
    readonly why: Failure;
    readonly text: string;
    /** File and line of a fault. */
    readonly at?: string;
  }
  | { readonly t: "metrics"; readonly metrics: readonly Sample[] }
  | {
    readonly t: "fault";
    readonly where: string;
    readonly text: string;
    readonly at?: string;
  }
  | { readonly t: "log"; readonly text: string }
  | { readonly t: "wishes"; readonly wishes: Wishes }
  /** Something to be done, on behalf of the command with this id. */
  | { readonly t: "do"; readonly by?: number; readonly deed: Deed }
  /** The same with an answer. */
  | {
    readonly t: "ask";
    readonly id: number;
    readonly by?: number;
    readonly what: string;
    readonly args: readonly unknown[];
  }
  /** What was asked for is not wanted any more; work that must not be cut has ended. */
  | { readonly t: "cancel" | "worked"; readonly id: number };

/** What a guest says when it is asked, as it is at present. */
export interface Wishes {
  /** Whether each poll is wanted. */
  readonly polls: readonly boolean[];
  /** Whether each channel is set up, and what it could send. */
  readonly channels: Readonly<
    Record<
      string,
      { readonly exists: boolean; readonly ready: readonly string[] }
    >
  >;
}

/** What a guest wants to be done. */
export type Deed =
  | { readonly do: "records"; readonly records: readonly Written[] }
  | { readonly do: "notify"; readonly name: string; readonly text: unknown }
  | { readonly do: "emit"; readonly name: string; readonly payload: unknown }
  | {
    readonly do: "feature";
    readonly name: string;
    readonly value: number;
    readonly text: string;
  }
  | {
    readonly do: "memory";
    readonly changes: Readonly<Record<string, string | null>>;
    /** Written with what is written next: the last minute may get lost. */
    readonly later?: true;
  }
  | { readonly do: "message"; readonly what: string; readonly value: unknown }
  | { readonly do: "journal"; readonly entry: unknown };

/** A record to be written. */
export interface Written {
  readonly name: string;
  readonly number: number;
  readonly row: Readonly<Record<string, number | string | null>>;
  /** Only if its fields are others than the last. */
  readonly changed: boolean;
}
