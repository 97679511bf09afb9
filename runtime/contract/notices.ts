/** Notices to the owner, and the channels that carry them. */

/** Texts that the runtime joins as a link wants it: lines with LF + blank for SMS, CR + blank for MSG. */
export type Text = string | readonly string[];

/** Order in which pending notices are delivered. */
export type Priority = "alarm" | "charge" | "12v" | "trunk" | "info";

/** A text that the vehicle sends unasked, to the channels that the owner wants. */
export interface NoticeDecl {
  /** How much it matters. */
  readonly priority: Priority;
  /** What it tells of, for listings. */
  readonly summary: string;
  /** Its text is the answer of this verb. */
  readonly verb?: string;
  /** Sent on every channel that is set up, whatever parameter 3 says. */
  readonly always?: boolean;
  /**
   * Handed over at once, where others go out one a second: on all channels together, or on the first
   * that is ready while the others follow as usual.
   */
  readonly prompt?: boolean | "first";
}

/**
 * The text of a notice, or what makes it when it is delivered; nothing cancels it.
 * The channel is `sms`, `ip` for the OVMS server, or one that a plugin or a link brings.
 */
export type NoticeText = Text | ((channel: string) => Text | undefined);

/** What a channel is asked before it gets a notice. */
export interface NoticeInfo {
  /** How much it matters. */
  readonly priority: Priority;
  /** Plugin and name of the notice, such as `ca.done`. */
  readonly kind: string;
  /** As its declaration has it. */
  readonly always: boolean;
}

/** A message that a channel is to send. */
export interface ChannelMessage extends NoticeInfo {
  /** Its number; the same at each try. */
  readonly id: number;
  /** Lines end with LF. A message that is old, or may have arrived before, says so. */
  readonly text: string;
  /** Seconds since it was asked for; undefined where nobody knows. */
  readonly age: number | undefined;
  /** Tries that failed before this one. */
  readonly tries: number;
  /** Fires when the time for this try is over. */
  readonly signal: AbortSignal;
}

/**
 * What became of a try: `later` is tried again after a pause, for a day; `refused` never. Reasons are
 * for the owner, without secrets. With `perhapsSent` the next try says that it may be a repetition.
 */
export type Delivered =
  | "delivered"
  | { readonly later: string; readonly perhapsSent?: boolean }
  | { readonly refused: string };

/** A way to the owner that a plugin brings. Queue, order, repetition and state are the runtime's. */
export interface ChannelDecl<X> {
  /** What the channel is, for listings. */
  readonly summary: string;
  /** Whether it is set up: while it is not, it gets no notices, and what waits for it ends; default true. */
  readonly exists?: (ctx: X) => boolean;
  /** Whether it gets a notice at all; default: every one. */
  readonly wants?: (notice: NoticeInfo, ctx: X) => boolean;
  /** Whether one of this priority can be sent now; until then it waits; default true. */
  readonly ready?: (priority: Priority, ctx: X) => boolean;
  /** Messages that it may cost in an hour; further ones are only listed. Default: any number. */
  readonly budget?: number;
  /** Seconds that a try may take; default 60. */
  readonly timeout?: number;
  /** Sends one message, one at a time. What it throws is a reason to try again later. */
  readonly send: (
    message: ChannelMessage,
    ctx: X,
  ) => Delivered | Promise<Delivered>;
}

type Part = (...args: never[]) => unknown;

/** A channel as the runtime keeps it: inner types gone. */
export interface AnyChannel {
  readonly summary: string;
  readonly exists?: Part;
  readonly wants?: Part;
  readonly ready?: Part;
  readonly budget?: number;
  readonly timeout?: number;
  readonly send: Part;
}
