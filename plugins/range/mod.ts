/**
 * How far the car comes: the range that it estimates itself, and the ideal one.
 * @module
 */
import {
  type Ctx,
  declare,
  definePlugin,
  kilometres,
  type NumberRef,
  type Plugin,
  unitName,
  v,
  type Written,
  written,
} from "ovms-edge";
import { texts } from "./languages.ts";

/** What the ranges need to know of a car; all of it may be left out. */
export interface RangeOptions {
  /** Range that the car itself estimates, km, also while it charges; default: the ideal range. */
  readonly shown?: NumberRef;
  /**
   * Range of a full battery as the car's own plugin works it out, km; a maximum that the owner sets
   * takes its place.
   */
  readonly full?: NumberRef;
  /**
   * What the battery's temperature (°C) makes of the owner's maximum (km); 0 °C before it is known, so
   * that no more is promised than a cold battery has. Default: nothing.
   */
  readonly atTemperature?: (max: number, celsius: number) => number;
  /**
   * Range of a full battery at its present health and temperature, km; default: that of a full battery.
   */
  readonly present?: NumberRef;
  /**
   * A SOC (%) and the range that was shown then (km), from which the range of a full battery follows
   * where neither car nor owner tells one; default: the present ones.
   */
  readonly reference?: {
    /** The range that follows is cut to whole km. */
    readonly whole?: true;
    readonly soc: NumberRef;
    readonly range: NumberRef;
  };
}

const declaration = (
  { shown, full, present, reference }: RangeOptions,
) =>
  declare({
    reads: {
      soc: "v.b.soc",
      shown: shown ?? "v.b.soc",
      ownFull: full ?? "v.b.soc",
      present: present ?? "v.b.soc",
      socThen: reference?.soc ?? "v.b.soc",
      rangeThen: reference?.range ?? shown ?? "v.b.soc",
      temperature: "v.b.temp",
    },
    metrics: {
      estimated: "v.b.range.est",
      ideal: "v.b.range.ideal",
      full: "v.b.range.full",
    },
    features: {
      max: {
        slot: 12,
        unit: "user",
        summary: "Maximum ideal range; 0 for none",
      },
    },
  });
type X = Ctx<ReturnType<typeof declaration>>;

/** Ranges as they are now, at full precision. */
function update(ctx: X, options: RangeOptions): void {
  const { metrics: m } = ctx, soc = m.soc.or(NaN);
  if (Number.isNaN(soc)) return;
  const wanted = maxOf(ctx, options);
  const max = wanted || (options.full ? m.ownFull.or(0) : 0);
  const ofMax = max * soc / 100;
  const range = options.shown ? m.shown.or(0) : ofMax;
  if (range <= 0) return;
  m.estimated.set(range, options.shown ? m.shown : m.soc);
  m.ideal.set(max > 0 ? ofMax : range, m.soc);
  const present = wanted > 0 || !options.present ? 0 : m.present.or(0);
  m.full.set(
    present > 0
      ? present
      : max > 0
      ? max
      : rangeOfFull(m.rangeThen.or(0), m.socThen.or(0), options.reference),
    m.soc,
  );
}

/** The owner's maximum, km; 0 for none. */
function maxOf(
  { metrics: m, features, user }: X,
  { atTemperature }: RangeOptions,
): number {
  const max = kilometres(features.max.value, user.units);
  return max > 0 && atTemperature
    ? atTemperature(max, m.temperature.or(0))
    : max;
}

/** What one range at one SOC makes of a full battery, km. */
function rangeOfFull(
  range: number,
  soc: number,
  reference: RangeOptions["reference"],
): number {
  const km = soc > 0 ? range / soc * 100 : 0;
  return reference?.whole ? Math.trunc(km) : km;
}

const answer = ({ features, user }: X) =>
  `Max ideal range: ${
    features.max.value > 0
      ? `${features.max.value} ${unitName(user.units)}`
      : "UNSET"
  }`;

/** A range as the owner wrote it; the text is what parameter 28 then shows. */
const setting = v.tuple([written(0, 255)]);

/** The ranges of a car. */
export function range(options: RangeOptions = {}): Plugin {
  const set = (ctx: X, [{ value, text }]: readonly [Written]) => {
    ctx.features.max.set(value, text);
    update(ctx, options);
  };
  return definePlugin({
    ...declaration(options),
    id: "range",
    summary: "Estimated and ideal range",
    texts,
    sms: {
      "RANGE?": {
        usage: "RANGE?",
        summary: "Maximum ideal range",
        run: (_, ctx) => answer(ctx),
      },
      "RANGE": {
        usage: "RANGE [range]",
        summary: "Sets the maximum ideal range, or none",
        args: setting,
        run: (wanted, ctx) => {
          set(ctx, wanted);
          return answer(ctx);
        },
      },
    },
    msg: {
      "201": {
        name: "QueryRange",
        run: (_, { features }) => [features.max.value],
      },
      "202": {
        name: "SetRange",
        args: setting,
        run: (wanted, ctx) => {
          set(ctx, wanted);
          return [ctx.features.max.value];
        },
      },
    },
    every: { second: (ctx) => update(ctx, options) },
  });
}
