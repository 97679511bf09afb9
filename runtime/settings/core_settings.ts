import * as v from "valibot";
import { setting, type SettingValues } from "../contract/settings.ts";
import type { SettingClaim, Settings } from "./settings.ts";

/** Settings of the core and its links, by the part that they belong to. */
const coreSettings = {
  sms: {
    budget: setting({
      schema: v.pipe(
        v.number(),
        v.integer(),
        v.minValue(0),
        v.maxValue(9999),
      ),
      default: 20,
      summary: "Text messages that notices may cost in an hour",
    }),
  },
} as const;

/** Present values of the core's settings. */
export type CoreValues = {
  readonly [K in keyof typeof coreSettings]: SettingValues<
    (typeof coreSettings)[K]
  >;
};

/** Declares them; the values are read live. */
export function declareCore(settings: Settings): CoreValues {
  return { sms: settings.declare("sms", coreSettings.sms) };
}

/** The same as claims by full name, for listings. */
export const coreClaims: ReadonlyMap<string, SettingClaim> = new Map(
  Object.entries(coreSettings).flatMap(([owner, settings]) =>
    Object.entries(settings).map(([name, def]) =>
      [`${owner}.${name}`, { owner, def }] as const
    )
  ),
);
