/** What links and channels tell people of themselves. */

/** A link as it is now. */
export interface LinkState {
  /** A name for people, such as `MQTT broker`. */
  readonly name: string;
  /** `connected`, or a sentence that says what is missing. */
  readonly state: string;
  /** What went wrong lately, the newest last; without secrets. */
  readonly problems: readonly string[];
}

/** A channel of notices as it is now. */
export interface ChannelState {
  /** Its name, such as `sms`. */
  readonly id: string;
  /** Whether it is set up. */
  readonly exists: boolean;
  /** Whether something could go out now. */
  readonly ready: boolean;
  /** Messages that wait for it. */
  readonly waiting: number;
  /** What became of the last message. */
  readonly last: string;
  /** Why the last one that failed did; empty for none. */
  readonly error: string;
}
