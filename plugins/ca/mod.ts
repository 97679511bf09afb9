import {
  type Ctx,
  declare,
  definePlugin,
  int,
  kilometres,
  type Plugin,
  unitName,
  v,
  written,
} from "ovms-edge";

/** What the plugin needs to know of a car. */
export interface ChargeAlertOptions {
  /** Minutes to charge from one SOC to another, %. */
  readonly minutes: (soc: number, to: number) => number;
}

const own = declare({
  reads: { soc: "v.b.soc", full: "v.b.range.full" },
  metrics: {
    socLimit: "v.c.limit.soc",
    rangeLimit: "v.c.limit.range",
    toFull: "v.c.duration.full",
    toSoc: "v.c.duration.soc",
    toRange: "v.c.duration.range",
  },
  features: {
    soc: {
      slot: 10,
      unit: "%",
      summary: "Sufficient SOC of the charge alert; 0 for none",
    },
    range: {
      slot: 11,
      unit: "user",
      summary: "Sufficient range of the charge alert; 0 for none",
    },
  },
});
type X = Ctx<typeof own>;

/** The thresholds as the owner wrote them; the texts are what the parameters 26 and 27 then show. */
interface Thresholds {
  readonly soc: string;
  readonly range: string;
}

const percent = v.pipe(
  v.string(),
  v.endsWith("%"),
  v.transform((word) => word.slice(0, -1)),
  int(0, 100),
);
const range = int(0, 255);

/** `30`, `60%`, `30 60%`, `60% 30`: of two values of a kind the later one counts. */
const thresholds = v.pipe(
  v.array(v.string()),
  v.check(
    (words) => words.every((word) => v.is(v.union([percent, range]), word)),
    "expected ranges and percents",
  ),
  v.transform((words): Thresholds => ({
    soc: words.findLast((word) => word.endsWith("%")) ?? "",
    range: words.findLast((word) => !word.endsWith("%")) ?? "",
  })),
);

/** Range and SOC by position, empty for none. */
const fields = v.pipe(
  v.tuple([written(0, 255), written(0, 100)]),
  v.transform(([range, soc]): Thresholds => ({
    soc: soc.text,
    range: range.text,
  })),
);

function set({ features }: X, { soc, range }: Thresholds): void {
  features.soc.set(Number.parseInt(soc || "0", 10), soc);
  features.range.set(Number.parseInt(range || "0", 10), range);
}

/** Times to the thresholds and to full, minutes; undefined where they cannot be told. */
interface Times {
  readonly soc: number | undefined;
  readonly range: number | undefined;
  readonly full: number | undefined;
}

function timesOf(
  { metrics: m, features: f, user }: X,
  { minutes }: ChargeAlertOptions,
): Times {
  const soc = m.soc.value, full = m.full.or(0);
  if (soc === undefined) {
    return { soc: undefined, range: undefined, full: undefined };
  }
  const socLimit = f.soc.value, rangeLimit = f.range.value;
  return {
    soc: socLimit > 0 ? minutes(soc, socLimit) : undefined,
    range: rangeLimit > 0 && full > 0
      ? minutes(soc, kilometres(rangeLimit, user.units) / full * 100)
      : undefined,
    full: minutes(soc, 100),
  };
}

/** Minutes to the next threshold that is not reached yet; 0 when all are. */
function nearest({ soc, range }: Times): number | undefined {
  const set = [soc, range].filter((minutes) => minutes !== undefined);
  if (set.length === 0) return undefined;
  const ahead = set.filter((minutes) => minutes > 0);
  return ahead.length === 0 ? 0 : Math.min(...ahead);
}

function answer(ctx: X, options: ChargeAlertOptions): readonly string[] {
  const { features: f, user } = ctx, times = timesOf(ctx, options);
  const set = [
    ...(f.soc.value > 0 ? [`${f.soc.value}%`] : []),
    ...(f.range.value > 0 ? [`${f.range.value} ${unitName(user.units)}`] : []),
  ];
  const next = nearest(times);
  return [
    `Charge Alert: ${set.join(" or ") || "OFF"}`,
    ...(next === undefined ? [] : [`Time: ${next} min.`]),
    ...(times.full === undefined ? [] : [`Full charge: ${times.full} min.`]),
  ];
}

function values(ctx: X, options: ChargeAlertOptions): readonly number[] {
  const { features: f } = ctx, times = timesOf(ctx, options);
  return [
    f.range.value,
    f.soc.value,
    times.range ?? 0,
    times.soc ?? 0,
    times.full ?? 0,
  ];
}

/** Thresholds in standard units and times, for whoever watches the charge. */
function publish(ctx: X, options: ChargeAlertOptions): void {
  const { metrics: m, features: f, user } = ctx;
  m.socLimit.set(f.soc.value);
  m.rangeLimit.set(kilometres(f.range.value, user.units));
  publishTimes(ctx, options);
}

/** Times; -1 is unknown. */
function publishTimes(ctx: X, options: ChargeAlertOptions): void {
  const { metrics: m } = ctx, times = timesOf(ctx, options);
  if (times.full === undefined) return;
  m.toFull.set(times.full, m.soc);
  m.toSoc.set(times.soc ?? -1, m.soc);
  m.toRange.set(times.range ?? -1, m.soc);
}

/** Charge alerts by SOC and range: their settings and times. The alert itself is the charge's. */
export function ca(options: ChargeAlertOptions): Plugin {
  return definePlugin({
    ...own,
    id: "ca",
    summary: "Charge alerts",
    sms: {
      "CA?": {
        usage: "CA?",
        summary: "Charge alerts and times",
        run: (_, ctx) => answer(ctx, options),
      },
      "CA": {
        usage: "CA [range] [soc%]",
        summary: "Sets charge alerts, or none",
        args: thresholds,
        run: (wanted, ctx) => {
          set(ctx, wanted);
          publish(ctx, options);
          return answer(ctx, options);
        },
      },
    },
    msg: {
      "203": {
        name: "QueryChargeAlerts",
        run: (_, ctx) => values(ctx, options),
      },
      "204": {
        name: "SetChargeAlerts",
        args: fields,
        run: (wanted, ctx) => {
          set(ctx, wanted);
          publish(ctx, options);
          return values(ctx, options);
        },
      },
    },
    start: (ctx) => publish(ctx, options),
    every: {
      // FEATURE and PARAM may have changed the thresholds.
      second: (ctx) => {
        const { metrics: m, features: f, user } = ctx;
        const same = m.socLimit.value === f.soc.value &&
          m.rangeLimit.value === kilometres(f.range.value, user.units);
        if (!same) publish(ctx, options);
      },
      tenSeconds: (ctx) => publish(ctx, options),
    },
    on: { soc: (_, ctx) => publishTimes(ctx, options) },
  });
}
