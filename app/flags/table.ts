import { DEVICES } from "./devices.ts";
import type { Flags } from "./flag.ts";
import { MOVING } from "./moving.ts";
import { RUNNING } from "./running.ts";
import { SETTINGS } from "./settings.ts";
import { TELLING } from "./telling.ts";

/** All flags: from this table parsing and `--help` follow. */
export const FLAGS = {
  ...RUNNING,
  ...SETTINGS,
  ...DEVICES,
  ...TELLING,
  ...MOVING,
} as const satisfies Flags;

/** Name of a flag. */
export type FlagName = keyof typeof FLAGS;

/** The given flags: texts, lists of texts, or true. */
export type FlagValues =
  & {
    /** Second word behind --convert. */
    readonly target?: string;
  }
  & {
    readonly [K in FlagName]?:
      | ((typeof FLAGS)[K] extends { readonly multiple: true } ? string[]
        : (typeof FLAGS)[K] extends { readonly type: "boolean" } ? boolean
        : string)
      | undefined;
  };
