/**
 * The battery monitor: deviations of cell voltages and module temperatures, watched and told about.
 * @module
 */
import {
  alerts,
  definePlugin,
  noDataLines,
  type NumberRef,
  type Plugin,
  type Reply,
  v,
} from "ovms-edge";
import { batteryAlerts } from "./alerts.ts";
import { batteryOf, declaration, type X } from "./context.ts";
import { DriftHistory } from "./drift.ts";
import { type BattOptions, complete } from "./options.ts";
import {
  STATUS_LIMIT,
  statusText,
  temperatureDeviations,
  temperatures,
  voltageDeviations,
  voltages,
} from "./texts.ts";
import {
  alertText,
  recordChanges,
  refresh,
  reset,
  saveDrift,
  second,
  sensorsArrived,
  today,
  writeAll,
} from "./watching.ts";
import { texts } from "./languages.ts";

export type {
  BatterySpec,
  BattOptions,
  Limits,
  SensorOptions,
  SensorSpec,
} from "./options.ts";

const MINUTE = 60;

/** Answers by the first two letters of the argument; any other argument asks for the status. */
const answers: Readonly<Record<string, (ctx: X) => Reply | Promise<Reply>>> = {
  V: async (ctx) => parts(ctx, voltages(await battery(ctx))),
  VD: async (ctx) => {
    const found = await battery(ctx);
    return found.set.cells ? parts(ctx, voltageDeviations(found)) : noData(ctx);
  },
  T: async (ctx) => temperatures(await battery(ctx)) ?? noData(ctx),
  TD: async (ctx) => {
    const found = await battery(ctx);
    return found.set.modules ? temperatureDeviations(found) : noData(ctx);
  },
  R: async (ctx) => {
    await reset(ctx);
    return "Battery monitor reset.";
  },
  H: (ctx) => ctx.state.drift.lines(today(ctx)),
};

/** The battery with the next sensor set, or with the last known values when none comes. */
async function battery(ctx: X) {
  await sensorsArrived(ctx);
  return batteryOf(ctx);
}

/** How a metric is called. */
const nameOf = (ref: NumberRef): string =>
  typeof ref === "string" ? ref : ref.name;

const noData = ({ state, metrics: m }: X): string =>
  noDataLines(state.options.asked ? m.polls.value : undefined).join("\n ");

const parts = (ctx: X, texts: readonly string[] | undefined): Reply =>
  texts ? { parts: texts } : noData(ctx);

async function status(ctx: X, limit: number): Promise<Reply> {
  const found = await battery(ctx), { cells, modules } = found.set;
  return cells || modules ? statusText(found, limit) : noData(ctx);
}

/** A second, and in one of each minute the records; the others need no promise. */
function everySecond(
  ctx: X,
  { recordsAt }: BattOptions,
): Promise<void> | void {
  return ctx.now % MINUTE === recordsAt ? withRecords(ctx) : second(ctx);
}

async function withRecords(ctx: X): Promise<void> {
  await second(ctx);
  await recordChanges(ctx);
}

/** A battery monitor for a car's battery. */
export function batt(said: BattOptions): Plugin {
  const options = complete(said);
  return definePlugin({
    ...declaration(options),
    id: "batt",
    summary: "Battery monitor: deviations of cells and modules",
    texts,
    sms: {
      "BATT": {
        usage: "BATT [S|V|VD|T|TD|R|H]",
        summary: "Battery monitoring",
        args: v.tuple([v.optional(v.string(), "")]),
        run: ([what], ctx, { link }) => {
          const answer = answers[what.slice(0, 2).toUpperCase()];
          return answer
            ? answer(ctx)
            : status(ctx, link === "sms" ? STATUS_LIMIT.sms : Infinity);
        },
      },
    },
    msg: {
      "205": {
        name: "BatteryAlert",
        summary: "Pushes the battery status if there is an alert",
        run: async (_, ctx) => {
          await sensorsArrived(ctx);
          return { push: alertText(ctx) };
        },
      },
      "206": {
        name: "BatteryStatus",
        summary: "Sends the battery's records",
        run: async (_, ctx) => {
          await sensorsArrived(ctx);
          writeAll(ctx);
          return [];
        },
      },
    },
    queries: {
      alerts: {
        summary: "Cells and modules that are off the others",
        answer: alerts,
        run: (_, ctx) => batteryAlerts(ctx),
      },
      sources: {
        summary:
          "Record type of this vehicle's battery, and the metrics of the lowest and highest SOC of the present use; null where it has none",
        answer: v.object({
          pack: v.string(),
          socWindow: v.nullable(v.object({ min: v.string(), max: v.string() })),
        }),
        run: () => ({
          pack: options.records.pack,
          socWindow: options.socWindow
            ? {
              min: nameOf(options.socWindow.min),
              max: nameOf(options.socWindow.max),
            }
            : null,
        }),
      },
      drift: {
        summary: "Largest deviation of each cell by day, mV",
        answer: v.object({
          days: v.array(v.object({
            /** Number of the UTC day, counted from 1970-01-01. */
            day: v.number(),
            cells: v.array(v.number()),
          })),
        }),
        run: (_, { state }) => ({ days: [...state.drift.all()] }),
      },
    },
    pages: {
      battery: {
        name: "Battery",
        names: { de: "Akku", fr: "Batterie" },
        often: true,
        icon: "M3 8h15v9H3zM18 11h3v3h-3M7 11v3M10.500 11v3M14 11v3",
        module: new URL("./page/battery.js", import.meta.url),
      },
    },
    on: {
      on: (on, { state }) => {
        if (on) state.switchedOn = true;
      },
      chargeState: (now, { state }) => {
        const charging = now === "charging" || now === "topoff";
        if (options.resetsAtCharge && charging && !state.charging) {
          state.switchedOn = true;
        }
        state.charging = charging;
      },
      sets: (_, { state }) => {
        if (options.sets) state.arrivals.arrived();
      },
    },
    every: {
      second: options.recordsAt === undefined
        ? second
        : (ctx) => everySecond(ctx, options),
      tenSeconds: refresh,
      minute: (ctx) =>
        options.recordsAt === undefined ? recordChanges(ctx) : undefined,
      tenMinutes: saveDrift,
    },
    start: ({ hal, state }) => {
      state.drift = new DriftHistory(
        hal.memory.entries(),
        options.cells.count,
        options.cells.most,
      );
    },
    stop: saveDrift,
  });
}
