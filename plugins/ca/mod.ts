/**
 * The charge: its state, the owner's thresholds, the time to them, and the notices about it.
 * @module
 */
import {
  definePlugin,
  int,
  type Plugin,
  unitName,
  v,
  written,
} from "ovms-edge";
import { controlCommands } from "./control_commands.ts";
import { follow, unplugged } from "./follow.ts";
import type { ChargeAlertOptions } from "./options.ts";
import { declaration, RANGE_SLOT, SOC_SLOT, type X } from "./own.ts";
import {
  chargeNow,
  followThresholds,
  nearest,
  publish,
  publishTimes,
  timesOf,
} from "./times.ts";
import { texts } from "./languages.ts";

export type {
  ChargeAlertOptions,
  ChargeControl,
  ChargeNow,
  ChargeWords,
} from "./options.ts";

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
  // A sign says nothing where no number is below 0
  v.transform((words) => words.map((word) => word.replace(/^[+-]/, ""))),
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

function set({ hal }: X, { soc, range }: Thresholds): void {
  hal.slots.setAll(new Map([[SOC_SLOT, soc], [RANGE_SLOT, range]]));
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

/** Charge alerts of a car. */
export function ca(options: ChargeAlertOptions): Plugin {
  const { control } = options;
  const plain = alerts(options);
  return control
    ? { ...plain, ...controlCommands({ ...options, control }) }
    : plain;
}

function alerts(options: ChargeAlertOptions): Plugin {
  return definePlugin({
    ...declaration(options),
    id: "ca",
    summary: "Charge alerts",
    texts,
    // What stops or limits a charge says so.
    sensitive: false,
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
    queries: {
      estimate: {
        summary:
          "Minutes from empty to each whole percent as the charge is now; null where that cannot be told",
        answer: v.object({ minutes: v.array(v.nullable(v.number())) }),
        run: (_, ctx) => {
          const now = chargeNow(ctx);
          return {
            minutes: Array.from(
              { length: 101 },
              (_, soc) => options.chargeMinutes(0, soc, now) ?? null,
            ),
          };
        },
      },
    },
    pages: {
      charge: {
        name: "Charge",
        names: { de: "Laden", fr: "Charge" },
        often: true,
        icon: "M9 3v5M15 3v5M7 8h10v3a5 5 0 0 1-10 0zM12 16v5",
        module: new URL("./page/charge.js", import.meta.url),
      },
    },
    start: (ctx) => publish(ctx, options),
    every: {
      second: (ctx) => {
        followThresholds(ctx, options);
        follow(ctx, options);
      },
      tenSeconds: (ctx) => publish(ctx, options),
    },
    on: {
      soc: (_, ctx) => publishTimes(ctx, options),
      port: unplugged,
    },
  });
}
