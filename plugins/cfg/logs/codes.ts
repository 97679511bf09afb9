/** Codes of the last firmware: the logs as records, and clearing them. */
import type { Code } from "ovms-edge";
import { intOr, v } from "ovms-edge";
import { ask, askAlone, PATIENCE, whoOf } from "./ask.ts";
import { lists } from "./lists.ts";
import type { X } from "./own.ts";
import { clear, readEntries, record, recordKeyTime } from "./entries.ts";

/** Number that stands for all logs. */
const ALL = 99;
/** A log when none is named, and the highest number of log and entry. */
const DEFAULT = 1, MOST = 255;

const which = intOr(0, MOST, DEFAULT);
const clearArgs = v.tuple([which]);
const queryArgs = v.tuple([which, intOr(0, MOST, 0)]);

/** MSG 209 and 210. */
export const codes: {
  readonly "209": Code<typeof clearArgs, X>;
  readonly "210": Code<typeof queryArgs, X>;
} = {
  "209": {
    name: "ResetLogs",
    summary: "Clears a log of the motor controller; 99 clears all",
    timeout: PATIENCE,
    args: clearArgs,
    run: async ([which], ctx, call) => {
      const wanted = lists.filter((list) =>
        which === ALL || list.which === which
      );
      const count = await askAlone(
        ctx,
        (from) => clear(ctx, wanted, whoOf(call), from),
      );
      return [which, count];
    },
  },
  "210": {
    name: "QueryLogs",
    summary: "Sends entries of a log of the motor controller as records",
    sensitive: false,
    timeout: PATIENCE,
    args: queryArgs,
    run: ([which, start], ctx) =>
      ask(ctx, async (from) => {
        await recordKeyTime(ctx, from);
        const list = lists.find((list) => list.which === which);
        if (!list) return [which, 0];
        const { count } = await readEntries(
          list,
          start,
          from,
          (n, row) => record(ctx, list, n, row),
        );
        return [which, count];
      }),
  },
};
