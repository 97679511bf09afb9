/**
 * The logs of the motor controller: active faults, fault log, system log, counters, extremes; and the
 * notice of a new fault. Made for the SEVCON Gen4 of the Twizy (twizy-later.md, section 21).
 */
import {
  type Call,
  type CanFrame,
  CommandError,
  definePlugin,
  type Plugin,
  type Text,
  v,
} from "ovms-edge";
import { entriesAnswer, forPage } from "./answer.ts";
import { ask, askAlone, byName, PATIENCE, whoOf } from "./ask.ts";
import { carFrames } from "../car.ts";
import { codes } from "./codes.ts";
import { lists } from "./lists.ts";
import { type LogsOptions, own, type X } from "./own.ts";
import { logText } from "./texts.ts";
import { clear, readEntries } from "./entries.ts";
import { hear, tellHeard, watchFaults } from "./watch.ts";
import { texts } from "./languages.ts";

const names = lists.map(({ name }) => name);

function read(
  ctx: X,
  word: string,
  first: string,
): Promise<Text> {
  const list = byName(word);
  if (!/^\d{1,3}$/.test(first)) {
    throw new CommandError(
      `Entries are counted from 0, and ${first} is no number of one`,
    );
  }
  return ask(
    ctx,
    async (from) => logText(list, await readEntries(list, Number(first), from)),
  );
}

/** Clears the named log, or all that can be. */
function clearThem(
  ctx: X,
  word: string | undefined,
  call: Call,
): Promise<Text> {
  const named = word === undefined ? lists : [byName(word)];
  const cleared = named.filter((list) => list.clear !== undefined);
  if (cleared.length === 0) {
    throw new CommandError(
      "Active faults cannot be cleared: they end with what causes them",
    );
  }
  return askAlone(ctx, async (from) => {
    await clear(ctx, cleared, whoOf(call), from);
    return `Cleared: ${cleared.map(({ name }) => name).join(", ")}`;
  });
}

/** The controller's logs in one edition of the vehicle. */
export function logs(options: LogsOptions): Plugin {
  return definePlugin({
    ...own,
    id: "logs",
    summary: "Faults and logs of the motor controller",
    texts,
    sms: {
      "LOGS": {
        usage: `LOGS [${names.join("|")}] [first]`,
        summary: "Logs of the motor controller; LOGS CLEAR [log] clears them",
        subcommands: [{ name: "CLEAR", usage: "[log]" }],
        sensitive: ([word = ""]) => word.toUpperCase() === "CLEAR",
        query: true,
        timeout: PATIENCE,
        run: ([word = "alerts", more], ctx, call) =>
          word.toUpperCase() === "CLEAR"
            ? clearThem(ctx, more, call)
            : read(ctx, word, more ?? "0"),
      },
    },
    ...(options.codes ? { msg: codes } : {}),
    queries: {
      entries: {
        summary: "Entries of a log, ten at a time, read from the controller",
        acts: true,
        sensitive: false,
        timeout: PATIENCE,
        args: v.object({
          log: v.picklist(names),
          first: v.optional(v.number(), 0),
        }),
        answer: entriesAnswer,
        run: ({ log, first }, ctx) =>
          ask(
            ctx,
            async (from) =>
              forPage(await readEntries(byName(log), first, from)),
          ),
      },
    },
    pages: {
      faults: {
        name: "Faults",
        names: { de: "Fehler", fr: "Défauts" },
        about: "tuning",
        icon: "M12 3 2 20h20zM12 10v5M12 17.500v.5",
        module: new URL("./page/faults.js", import.meta.url),
      },
    },
    ...(options.alerts === "asked"
      ? {
        frames: carFrames,
        every: { tenSeconds: (ctx: X) => watchFaults(ctx, options.codes) },
      }
      : {
        // CANopen emergency: error 0x1001 while the fault is there, 0 when it is gone; the fault's code
        frames: {
          ...carFrames,
          0x081: {
            bytes: 5,
            decode: (f: CanFrame, _: unknown, ctx: X) =>
              hear(ctx, f.u8(3) | f.u8(4) << 8, f.u8(1) !== 0 || f.u8(2) !== 0),
          },
        },
        every: {
          second: (ctx: X) =>
            ctx.state.news.length > 0 ? tellHeard(ctx) : undefined,
        },
      }),
  });
}
