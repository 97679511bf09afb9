/** Settings as plugins, vehicles, links and the core declare them. */
import type * as v from "valibot";

/** A schema over a setting's value, without anything that takes time. */
export type SettingSchema = v.GenericSchema<unknown, unknown>;

/** One setting. Its type follows from the schema. */
export interface SettingDecl<S extends SettingSchema> {
  /**
   * What it may be: numbers, flags, texts and choices are written by the owner as text and read as
   * what the schema wants, so `v.number()` gets 5 from `SET hill.reserve 5`, `v.boolean()` true from `on`.
   */
  readonly schema: S;
  /** Its value until somebody sets it. */
  readonly default: v.InferInput<S>;
  /** Unit for people, such as `km`. */
  readonly unit?: string;
  /** What it is for, a sentence. */
  readonly summary: string;
  /** What the web console calls values that it may have, by those as text; others stand there as they are. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Never shown in answers, logs, journals, listings and backups without secrets. */
  readonly secret?: boolean;
}

/** A setting as the runtime keeps it: inner types gone. */
export type AnySetting = SettingDecl<SettingSchema>;

/** Settings by the name that their owner gives them: letters, digits, `-`. */
export type AnySettings = Readonly<Record<string, AnySetting>>;

/** The type of a setting's value. */
export type SettingValue<D> = D extends
  { readonly schema: infer S extends SettingSchema } ? v.InferOutput<S>
  : never;

/** Present values of some settings. */
export type SettingValues<G> = {
  readonly [K in keyof G]: SettingValue<G[K]>;
};

/**
 * Declares one setting on its own: for a vehicle's settings that its plugins are to read. A plugin
 * that lists the same declaration reads the vehicle's value.
 *
 * ```ts
 * import { definePlugin, defineVehicle, setting, v } from "ovms-edge";
 *
 * const year = setting({
 *   schema: v.picklist([2011, 2013]),
 *   default: 2013,
 *   summary: "Model year",
 * });
 * const bus = definePlugin({
 *   id: "bicycle-bus",
 *   settings: { year },
 *   sms: { "YEAR": { usage: "YEAR", run: (_, { settings }) => `${settings.year}` } },
 * });
 * export const bicycle = defineVehicle({
 *   type: "BK",
 *   name: "Bicycle",
 *   plugins: [bus],
 *   settings: { year },
 * });
 * ```
 */
export function setting<S extends SettingSchema>(
  declared: SettingDecl<S>,
): SettingDecl<S> {
  return declared;
}
