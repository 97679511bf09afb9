/** What the flags ask for. */
import { resolve } from "node:path";
import { LOG_FORMATS } from "../../hal/replay/formats/names.ts";
import type { RecordLimit } from "../../hal/replay/mod.ts";
import {
  type Action,
  FORMATS,
  isScript,
  type Reading,
  type Speed,
  STANDARD_INPUT,
} from "../action.ts";
import { busChoiceOf } from "../recordings/bus_choice.ts";
import { parseDuration } from "../duration.ts";
import { dateOf } from "../../runtime/records/date.ts";
import type { Surroundings } from "../surroundings.ts";
import { UsageError } from "../usage_error.ts";
import type { FlagValues } from "./table.ts";
import { oneOf } from "./one_of.ts";

const SPEEDS = ["1", "10", "max"] as const;

/** @throws UsageError with one sentence for a value that cannot be */
export function actionOf(flags: FlagValues, around: Surroundings): Action {
  const path = (text: string) => resolve(around.folder, text);
  const input = (text: string) => text === STANDARD_INPUT ? text : path(text);
  if (flags.help) return { do: "help" };
  if (flags.version) return { do: "version" };
  if (flags.list) return { do: "list" };
  if (flags.notifications) return { do: "notifications" };
  if (flags.journal) return { do: "journal" };
  if (flags.probe) return { do: "probe" };
  if (flags.export !== undefined) {
    return {
      do: "export",
      type: flags.export,
      format: oneOf("format", flags.format ?? "csv", FORMATS),
      since: flags.since === undefined
        ? undefined
        : sinceOf(flags.since, around.now),
      out: flags.out === undefined ? undefined : path(flags.out),
    };
  }
  if (flags.backup !== undefined) {
    return {
      do: "backup",
      file: path(flags.backup),
      withSecrets: flags["with-secrets"] ?? false,
    };
  }
  if (flags.install !== undefined) {
    return { do: "install", from: flags.install };
  }
  if (flags.uninstall !== undefined) {
    return { do: "uninstall", id: flags.uninstall };
  }
  if (flags.restore !== undefined) {
    return { do: "restore", file: path(flags.restore) };
  }
  const controllerFile = flags["export-controller"];
  if (controllerFile !== undefined) {
    return {
      do: "export",
      type: "controller",
      format: "csv",
      since: undefined,
      out: path(controllerFile),
    };
  }
  if (flags.convert !== undefined) {
    if (flags.target === undefined) {
      throw new UsageError(
        "--convert needs two files: expected --convert IN OUT",
      );
    }
    return {
      do: "convert",
      from: input(flags.convert),
      to: path(flags.target),
      reading: readingOf(flags),
    };
  }
  const exec = flags.exec ?? [], dumpMetrics = flags["dump-metrics"] ?? false;
  const replay = flags.replay === undefined ? undefined : input(flags.replay);
  return {
    do: "run",
    exec,
    replay,
    speed: speedOf(
      flags.speed ?? (isScript({ exec, replay, dumpMetrics }) ? "max" : "1"),
    ),
    reading: readingOf(flags),
    record: flags.record === undefined ? undefined : {
      file: path(flags.record),
      limit: limitOf(flags["record-limit"]),
    },
    watchCan: flags["watch-can"] ?? false,
    dumpMetrics,
    controller: flags.controller === undefined
      ? undefined
      : path(flags.controller),
    server: serverOf(flags),
  };
}

function serverOf(
  flags: FlagValues,
): Extract<Action, { readonly do: "run" }>["server"] {
  if (flags["demo-server"]) return "demo";
  if (flags.tls) return "tls";
  return flags.offline ? "offline" : "plain";
}

function readingOf(flags: FlagValues): Reading {
  const format = flags["replay-format"];
  return {
    format: format === undefined
      ? undefined
      : oneOf("replay-format", format, LOG_FORMATS),
    buses: flags.bus === undefined ? undefined : busChoiceOf(flags.bus),
    keepGaps: flags["keep-gaps"] ?? false,
  };
}

const SIZES: Readonly<Record<string, number>> = { kb: 1e3, mb: 1e6, gb: 1e9 };

/** `100MB`, `24h`, or both with a comma between them. */
function limitOf(text = ""): RecordLimit {
  let limit: RecordLimit = {};
  for (const part of text === "" ? [] : text.split(",")) {
    const [, count, unit = ""] = /^(\d+)([kmg]b)$/i.exec(part.trim()) ?? [];
    const ms = parseDuration(part.trim());
    if (count !== undefined) {
      limit = {
        ...limit,
        bytes: Number(count) * (SIZES[unit.toLowerCase()] ?? 1),
      };
    } else if (ms !== undefined) limit = { ...limit, ms };
    else {
      throw new UsageError(
        `--record-limit cannot be "${text}": expected a size such as 100MB, a time such as 24h, or both with a comma between them`,
      );
    }
  }
  return limit;
}

function speedOf(text: string): Speed {
  const speed = oneOf("speed", text, SPEEDS);
  return speed === "max" ? speed : Number(speed);
}

function sinceOf(text: string, now: number): number {
  const age = parseDuration(text);
  if (age !== undefined) return now - age;
  const date = dateOf(text);
  if (date !== undefined) return date;
  throw new UsageError(
    `--since cannot be "${text}": expected a date that exists, such as 2026-05-01 or 2026-05-01T08:00Z, or an age such as 24h`,
  );
}
