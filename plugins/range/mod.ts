import {
  type Ctx,
  declare,
  definePlugin,
  kilometres,
  type Plugin,
  unitName,
  v,
  type Written,
  written,
} from "ovms-edge";
import { xrt } from "../twizy/metrics.ts";

/** Bits of the status byte: the car charges while of these only CHARGING is set. */
const SWITCHING_AND_CHARGING = 0x60, CHARGING = 0x20;

const own = declare({
  reads: {
    soc: "v.b.soc",
    status: xrt.status,
    socMin: xrt.socMin,
    rangeAtSocMin: xrt.rangeAtSocMin,
  },
  metrics: {
    estimated: "v.b.range.est",
    ideal: "v.b.range.ideal",
    full: "v.b.range.full",
    /** Range as the display has it; while charging the display stands still, so it is scaled here. */
    canRange: xrt.canRange,
  },
  features: {
    max: { slot: 12, unit: "user", summary: "Maximum ideal range; 0 for none" },
  },
});
type X = Ctx<typeof own>;

/** Ranges as they are now, at full precision. */
function update(ctx: X): void {
  const { metrics: m, features, user } = ctx, soc = m.soc.value;
  if (soc === undefined) return;
  const max = kilometres(features.max.value, user.units);
  const charging = (m.status.value & SWITCHING_AND_CHARGING) === CHARGING;
  if (charging) {
    if (m.rangeAtSocMin.value <= 0 || soc <= 0 || m.socMin.value <= 0) return;
    m.canRange.set(m.rangeAtSocMin.value / m.socMin.value * soc, m.soc);
  }
  const range = m.canRange.value;
  if (range <= 0) return;
  m.estimated.set(range, m.canRange);
  m.ideal.set(max > 0 ? max * soc / 100 : range, m.soc);
  m.full.set(
    max > 0 ? max : rangeOfFull(m.rangeAtSocMin.value, m.socMin.value),
    m.soc,
  );
}

/** Without a setting: what the lowest SOC of the last use makes of a full battery, km. */
function rangeOfFull(rangeAtSocMin: number, socMin: number): number {
  return socMin > 0 ? rangeAtSocMin / socMin * 100 : 0;
}

const answer = ({ features, user }: X) =>
  `Max ideal range: ${
    features.max.value > 0
      ? `${features.max.value} ${unitName(user.units)}`
      : "UNSET"
  }`;

/** A range as the owner wrote it; the text is what parameter 28 then shows. */
const setting = v.tuple([written(0, 255)]);

function set(
  ctx: X,
  [{ value, text }]: readonly [Written],
): void {
  ctx.features.max.set(value, text);
  update(ctx);
}

const plugin: Plugin = definePlugin({
  ...own,
  id: "range",
  summary: "Estimated and ideal range",
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
  every: { second: update },
});
export default plugin;
