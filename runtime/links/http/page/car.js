// @ts-check
/** What the car does, from its standard metrics. */
import { duration, fixed, inUnit, speedUnit } from "./lib.js";
import { t } from "./texts.js";

/** Until the gateway has told. @type {import("./answers.ts").Vehicle} */
export const NOBODY = {
  id: "",
  type: "",
  name: "",
  version: "",
  units: "K",
  caller: "password",
  right: "see",
  login: false,
  map: { tiles: "", attribution: "" },
};

/**
 * A car that is awake sends its SOC all the time; after so many seconds without, it sleeps. The gateway tells
 * the age of a SOC that stays the same each half minute only.
 */
const ASLEEP = 45;

/** What a car that is awake tells all the time, the first that it tells at all: one with a tank alone has no SOC. */
const TOLD = ["v.b.soc", "v.p.speed", "v.m.rpm", "v.p.odometer"];

/**
 * What the car told last of what it tells all the time; unknown before its first word.
 * @param {import("./live.js").Live} live
 */
export function lastWord(live) {
  const told = TOLD.map((name) => live.look(name));
  return told.find(({ value }) => value !== undefined) ??
    live.look("v.b.soc");
}

/**
 * `lost` (no connection to the gateway), `unknown`, `asleep`, `charging`, `driving`, `on` or `parked`.
 * @param {import("./live.js").Live} live
 */
export function doing(live) {
  if (live.state !== "live" && live.state !== "starting") return "lost";
  const { value, age } = lastWord(live);
  if (value === undefined) return "unknown";
  if (age === undefined || age > ASLEEP) return "asleep";
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
      return t("car.lost");
    case "unknown":
      return t("car.unknown");
    case "asleep":
      return t("car.asleep");
    case "charging":
      return live.text("v.c.state") === "topoff"
        ? t("car.topping")
        : t("car.charging");
    case "driving":
      return t("car.driving", {
        speed: fixed(inUnit(live.number("v.p.speed") ?? NaN)),
        unit: speedUnit(),
      });
    case "on":
      return t("car.on");
    default:
      return live.flag("v.d.cp") ? t("car.plugged") : t("car.parked");
  }
}

/**
 * When the charge will be done, ms; undefined where nobody knows.
 * @param {import("./live.js").Live} live
 */
export function fullAt(live) {
  const minutes = doing(live) === "charging"
    ? freshTime(live, "v.c.duration.full")
    : undefined;
  return minutes === undefined || live.time === null
    ? undefined
    : live.time + minutes * 60_000;
}

/**
 * Minutes that the car tells, as far as it tells them now.
 * @param {import("./live.js").Live} live
 * @param {string} name
 */
function freshTime(live, name) {
  const { value, freshness } = live.look(name);
  return freshness === "fresh" && typeof value === "number" && value >= 0
    ? value
    : undefined;
}

/**
 * What the charge still takes; empty outside of a charge.
 * @param {import("./live.js").Live} live
 */
export function chargeText(live) {
  if (doing(live) !== "charging") return "";
  const full = freshTime(live, "v.c.duration.full");
  const soc = freshTime(live, "v.c.duration.soc"),
    range = freshTime(live, "v.c.duration.range");
  return [
    full !== undefined && t("charge.toFull", { time: duration(full) }),
    soc !== undefined && soc > 0 &&
    t("charge.toSoc", {
      time: duration(soc),
      soc: fixed(live.number("v.c.limit.soc")),
    }),
    range !== undefined && range > 0 &&
    t("charge.toRange", { time: duration(range) }),
  ].filter((text) => text !== false).join(" · ");
}
