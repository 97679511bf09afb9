/** What a plugin asks control units, as a table. */
import type {
  AnswerBytes,
  DiagAddress,
  DiagRequest,
} from "../diagnostics/mod.ts";

/**
 * States of a car in which polls are repeated at different times: `charging` while `v.c.charging`;
 * `driving` while `v.e.on` and a gear is in or the car moves; `on` while `v.e.on` or `v.e.awake`; else
 * `off`. A bus that is silent is never asked, whatever they say.
 */
export const pollStates = ["off", "on", "driving", "charging"] as const;
/** One of these. */
export type PollState = (typeof pollStates)[number];

/** One question that is asked again and again. */
export interface PollDef<W, X = unknown> extends DiagAddress {
  /** What is asked: `uds(0x1234)`, `kwp(0x02)`, `obd(1, 0x0c)`. */
  readonly read: DiagRequest;
  /** Seconds between two questions, by the state of the car; a state that is left out, or 0: never. */
  readonly every: { readonly [S in PollState]?: number };
  /** Answers with less data are broken ones; default: what `decode` reads. */
  readonly bytes?: number;
  /**
   * Asked although the bus is silent, as that of an OBD-II port behind a gateway; then only the
   * metrics tell that the car is awake, and in the state `off` it is not asked.
   */
  readonly onSilentBus?: boolean;
  /** Asked only while this is true, such as what the car said that it knows; default: always. */
  readonly when?: (ctx: X) => boolean;
  /** Puts an answer into the plugin's metrics; also one that somebody else asked for. */
  readonly decode: (answer: AnswerBytes, put: W, ctx: X) => void;
}

/** A poll as the runtime keeps it: inner types gone. */
export interface AnyPoll extends Omit<PollDef<never, never>, "decode"> {
  readonly decode: (answer: never, put: never, ctx: never) => void;
}
