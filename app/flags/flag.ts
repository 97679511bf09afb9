/** A flag; `type`, `multiple` and `short` are as `node:util` wants them. */
export interface Flag {
  readonly type: "string" | "boolean";
  readonly multiple?: boolean;
  readonly short?: string;
  /** What stands for the value in `--help`. */
  readonly value?: string;
  /** Environment variable that is used where the flag is absent; blanks part the values of a flag that may be repeated. */
  readonly env?: string;
  readonly group: "run" | "hardware" | "settings" | "tell" | "move";
  readonly help: string;
}

/** Flags by name, in the order of `--help`. */
export type Flags = Readonly<Record<string, Flag>>;
