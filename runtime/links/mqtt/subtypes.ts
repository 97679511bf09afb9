/** Under which subtypes OVMS v3 publishes what this program tells and records. */
import type { ChannelMessage } from "../../contract/notices.ts";
import type { Vehicle } from "../../contract/vehicle.ts";
import type { Value } from "../../metrics/metrics.ts";

/** Where a text is published: `notify/<type>/<subtype>`. */
export interface NoticeTopic {
  readonly type: "info" | "alert" | "error";
  readonly subtype: string;
}

/** Topics of a vehicle, as it declares them. */
export type Topics = NonNullable<Vehicle["topics"]>;

/** What decides the subtype besides the notice's name. */
export interface Situation {
  /** Topics of the vehicle's own. */
  readonly topics: Topics;
  /** A metric's present value. */
  readonly look: (name: string) => Value | undefined;
}

const info = (subtype: string): NoticeTopic => ({ type: "info", subtype });
const alert = (subtype: string): NoticeTopic => ({ type: "alert", subtype });

/** Charge notices by the charge's state; while it charges, or when it ended, a threshold may be the reason. */
function charge({ look }: Situation): NoticeTopic {
  const enough = reached(look, "v.b.soc", "v.c.limit.soc") ||
    reached(look, "v.b.range.ideal", "v.c.limit.range");
  switch (look("v.c.state")) {
    case "done":
      return info("charge.done");
    case "topoff":
      return info("charge.toppingoff");
    case "stopped":
      return enough ? info("charge.stopped") : alert("charge.stopped");
    default:
      return info(enough ? "charge.status.sufficient" : "charge.started");
  }
}

function reached(
  look: Situation["look"],
  name: string,
  limit: string,
): boolean {
  const value = look(name), wanted = look(limit);
  return typeof value === "number" && typeof wanted === "number" &&
    wanted > 0 && value >= wanted;
}

/** Notices that OVMS v3 knows, by plugin and name. */
const NOTICES: Readonly<Record<string, (now: Situation) => NoticeTopic>> = {
  "ca.charge": charge,
  "framework.supply": ({ look }) =>
    look("v.b.12v.voltage.alert") === true
      ? alert("batt.12v.alert")
      : info("batt.12v.recovered"),
  "framework.minimumSoc": () => alert("batt.soc.alert"),
  "framework.criticalSoc": () => alert("batt.soc.alert"),
  "batt.alert": () => alert("batt.bms.alert"),
  "power.report": () => info("drive.trip.report"),
};

/** Where a notice is published. */
export function noticeTopic(
  { kind }: Pick<ChannelMessage, "kind">,
  now: Situation,
): NoticeTopic {
  return ownTopic(now.topics[kind]) ?? NOTICES[kind]?.(now) ??
    info(`usr.${kind}`);
}

/** `alert/battery.status` in its parts. */
function ownTopic(topic = ""): NoticeTopic | undefined {
  const [type, subtype = ""] = topic.split("/");
  return type === "info" || type === "alert" || type === "error"
    ? { type, subtype }
    : undefined;
}

const DATA = "data/";

/** Logs of OVMS v3 by what is behind the vehicle type in a record's type. */
const LOGS: readonly (readonly [type: RegExp, log: string])[] = [
  [/^GPS-Log$/, "gps.log"],
  [/^PWR-(UsageStats|Stats)$/, "power.log"],
  [/^(PWR-Batt(Pack|Cell)|BAT-[PC])$/, "battery.log"],
  [/^PWR-Log$/, "trip.log"],
];

/**
 * Subtype of a record: what the car's own metrics begin with, and the log.
 * @param type type on the wire, such as `RT-GPS-Log`; `*` stands for any vehicle
 * @param vehicle type of the vehicle
 * @param topics of all vehicles: the record may be of one that was chosen before
 */
export function recordSubtype(
  type: string,
  vehicle: string,
  topics: Topics,
): string {
  const own = Object.entries(topics).find(([begin, topic]) =>
    topic.startsWith(DATA) && type.startsWith(begin)
  );
  if (own) return own[1].slice(DATA.length);
  const [, of = "*", rest = type] = /^([^-]*)-(.*)$/.exec(type) ?? [];
  const prefix = `x${(of === "*" ? vehicle : of).toLowerCase()}`;
  const log = LOGS.find(([form]) => form.test(rest))?.[1];
  return `${prefix}.${log ?? rest.toLowerCase().replaceAll("-", ".")}`;
}
