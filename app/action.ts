/** What the program does: one of these. */
import type { LogFormat } from "../hal/replay/formats/names.ts";
import type { RecordLimit } from "../hal/replay/mod.ts";
import type { BusChoice } from "./recordings/bus_choice.ts";

/** Formats of exported records. */
export const FORMATS = ["csv", "gpx", "json"] as const;
/** Stands for standard input where a recording is expected. */
export const STANDARD_INPUT = "-";

/** How fast a recording runs: a factor, or as fast as it can. */
export type Speed = number | "max";
/** Format of exported records. */
export type ExportFormat = (typeof FORMATS)[number];

/** How a recording is read and played. */
export interface Reading {
  /** Its format; undefined: found out from its content. */
  readonly format: LogFormat | undefined;
  readonly buses: BusChoice | undefined;
  readonly keepGaps: boolean;
}

/** Where a recording goes. */
export interface RecordTo {
  readonly file: string;
  readonly limit: RecordLimit;
}

/** What the program does. */
export type Action =
  | {
    readonly do:
      | "help"
      | "version"
      | "list"
      | "notifications"
      | "journal"
      | "probe";
  }
  | {
    readonly do: "export";
    readonly type: string;
    readonly format: ExportFormat;
    /** Wall time, ms since 1970. */
    readonly since: number | undefined;
    /** File, or undefined for standard output. */
    readonly out: string | undefined;
  }
  | {
    readonly do: "backup";
    readonly file: string;
    readonly withSecrets: boolean;
  }
  | { readonly do: "restore"; readonly file: string }
  | { readonly do: "install"; readonly from: string }
  | { readonly do: "uninstall"; readonly id: string }
  | {
    readonly do: "convert";
    readonly from: string;
    readonly to: string;
    readonly reading: Reading;
  }
  | {
    readonly do: "run";
    /** Commands to run; empty for the prompt. */
    readonly exec: readonly string[];
    readonly replay: string | undefined;
    readonly speed: Speed;
    /** How the recording is read and played. */
    readonly reading: Reading;
    readonly record: RecordTo | undefined;
    /** Whether the frames of the buses are shown. */
    readonly watchCan: boolean;
    /** Whether all metrics are printed at the end. */
    readonly dumpMetrics: boolean;
    /** Dump of a controller for the simulated car. */
    readonly controller: string | undefined;
    /** The OVMS server: none, that of the parameters, the same by TLS, or one of the program's own. */
    readonly server: "offline" | "plain" | "tls" | "demo";
  };

/** Whether a run ends by itself, without a prompt. */
export function isScript(
  { exec, replay, dumpMetrics }: Pick<
    Extract<Action, { readonly do: "run" }>,
    "exec" | "replay" | "dumpMetrics"
  >,
): boolean {
  return exec.length > 0 || dumpMetrics || replay === STANDARD_INPUT;
}

/** What is only tried out, on a simulated car. */
export function isTrial(action: Action): boolean {
  return action.do === "list" || action.do === "run" &&
      (isScript(action) || action.replay !== undefined);
}
