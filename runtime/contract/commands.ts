/** What is told of commands: those that there are, and what became of one. */

/** One line of HELP and `--list`. */
export interface CommandInfo {
  /** Given as a text, or by a number of the server protocol. */
  readonly kind: "verb" | "code";
  /** The verb, or the code's number. */
  readonly name: string;
  /** How it is used; a code's name. */
  readonly usage: string;
  /** What it does, in a few words. */
  readonly summary: string;
  /** Id of the plugin that answers it. */
  readonly owner: string;
  /** Whether the verb is also answered with a question mark. */
  readonly query: boolean;
}

/** What became of a text command. */
export interface Outcome {
  /** `unknown`: no such verb; the text is for the apps. */
  readonly status: "ok" | "failed" | "denied" | "unknown";
  /** Messages for the sender, in order. */
  readonly messages: readonly string[];
  /** Answers although feature 14 suppresses messages. */
  readonly loud: boolean;
}
