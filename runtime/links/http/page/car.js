// @ts-check
/** What the car does, from its standard metrics. */
import { duration, fixed, inUnit, speedUnit } from "./lib.js";

/** A car that is awake sends its SOC all the time; after so many seconds without, it sleeps. */
const ASLEEP = 15;

/**
 * `lost` (no connection to the gateway), `unknown`, `asleep`, `charging`, `driving`, `on` or `parked`.
 * @param {import("./live.js").Live} live
 */
export function doing(live) {
  if (live.state !== "live" && live.state !== "starting") return "lost";
  const soc = live.look("v.b.soc");
  if (soc.value === undefined) return "unknown";
  if (soc.age === undefined || soc.age > ASLEEP) return "asleep";
  const charge = live.text("v.c.state");
  if (charge === "charging" || charge === "topoff") return "charging";
  if (!live.flag("v.e.on")) return "parked";
  return (live.number("v.p.speed") ?? 0) > 0 ? "driving" : "on";
}

/**
 * The same in words.
 * @param {import("./live.js").Live} live
 */
export function doingText(live) {
  switch (doing(live)) {
    case "lost":
      return "No connection to the gateway: last known values";
    case "unknown":
      return "No data from the vehicle yet";
    case "asleep":
      return "Asleep";
    case "charging":
      return live.text("v.c.state") === "topoff" ? "Topping off" : "Charging";
    case "driving":
      return `Driving ${
        fixed(inUnit(live.number("v.p.speed") ?? NaN))
      } ${speedUnit()}`;
    case "on":
      return "On, standing";
    default:
      return live.flag("v.d.cp") ? "Parked, plugged in" : "Parked";
  }
}

/**
 * What the charge still takes; empty outside of a charge.
 * @param {import("./live.js").Live} live
 */
export function chargeText(live) {
  if (doing(live) !== "charging") return "";
  /** @param {string} name */
  const time = (name) => {
    const { value, freshness } = live.look(name);
    return freshness === "fresh" && typeof value === "number" && value >= 0
      ? value
      : undefined;
  };
  const full = time("v.c.duration.full");
  /**
   * @param {number | undefined} minutes
   * @param {string} what
   */
  const until = (minutes, what) =>
    minutes !== undefined && minutes > 0
      ? [`${duration(minutes)} to ${what}`]
      : [];
  const alerts = [
    ...until(
      time("v.c.duration.soc"),
      `${fixed(live.number("v.c.limit.soc"))} %`,
    ),
    ...until(time("v.c.duration.range"), "the range wanted"),
  ];
  return [
    ...(full === undefined ? [] : [`${duration(full)} to full`]),
    ...alerts,
  ].join(" · ");
}
