/** What the car does, from its standard metrics. */
import { duration, fixed, inUnit, speedUnit } from "./lib.js";

/** A car that is awake sends its SOC all the time; after so many seconds without, it sleeps. */
const ASLEEP = 15;

/** `lost` (no connection to the gateway), `unknown`, `asleep`, `charging`, `driving`, `on` or `parked`. */
export function doing(live) {
  if (live.state === "lost") return "lost";
  const soc = live.look("v.b.soc");
  if (soc.value === undefined) return "unknown";
  if (soc.age === undefined || soc.age > ASLEEP) return "asleep";
  const charge = live.value("v.c.state");
  if (charge === "charging" || charge === "topoff") return "charging";
  if (live.value("v.e.on") !== true) return "parked";
  return live.value("v.p.speed") > 0 ? "driving" : "on";
}

/** The same in words. */
export function doingText(live) {
  switch (doing(live)) {
    case "lost":
      return "No connection to the gateway: last known values";
    case "unknown":
      return "No data from the vehicle yet";
    case "asleep":
      return "Asleep";
    case "charging":
      return live.value("v.c.state") === "topoff" ? "Topping off" : "Charging";
    case "driving":
      return `Driving ${fixed(inUnit(live.value("v.p.speed")))} ${speedUnit()}`;
    case "on":
      return "On, standing";
    default:
      return live.value("v.d.cp") === true ? "Parked, plugged in" : "Parked";
  }
}

/** What the charge still takes; empty outside of a charge. */
export function chargeText(live) {
  if (doing(live) !== "charging") return "";
  const time = (name) => {
    const { value, freshness } = live.look(name);
    return freshness === "fresh" && value >= 0 ? value : undefined;
  };
  const full = time("v.c.duration.full");
  const alerts = [
    [time("v.c.duration.soc"), `${fixed(live.value("v.c.limit.soc"))} %`],
    [time("v.c.duration.range"), "the range wanted"],
  ].filter(([minutes]) => minutes !== undefined && minutes > 0)
    .map(([minutes, what]) => `${duration(minutes)} to ${what}`);
  return [
    ...(full === undefined ? [] : [`${duration(full)} to full`]),
    ...alerts,
  ].join(" · ");
}
