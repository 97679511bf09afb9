/** The line above the prompt: the car at a glance, from standard metrics. */
import type { Snapshot } from "../../runtime/metrics/metrics.ts";
import {
  distance,
  unitName,
  type Units,
} from "../../runtime/contract/units.ts";
import { spanText } from "../duration.ts";

/** A car that is awake sends its SOC all the time; after so many seconds without, it sleeps. */
const ASLEEP = 10;

/** What a car that is awake tells all the time, the first that it tells at all: one with a tank alone has no SOC. */
const TOLD = ["v.b.soc", "v.p.speed", "v.m.rpm", "v.p.odometer"];

/** Gives the present value of a metric. */
export type Look = (
  name: string,
) => Pick<Snapshot, "value" | "age"> | undefined;

/** One line such as `SOC 80.0 % | driving 45 km/h | range 51 - 60 km | live`. */
export function statusText(look: Look, units: Units): string {
  const soc = look("v.b.soc")?.value;
  const age = TOLD.map(look).find((told) => told?.value !== undefined)?.age;
  if (age === undefined) return "No data from the vehicle yet";
  const asleep = age > ASLEEP;
  return [
    ...typeof soc === "number" ? [`SOC ${soc.toFixed(1)} %`] : [],
    asleep ? "asleep" : doing(look, units),
    ...range(look, units),
    asleep ? `data ${spanText(age)} old` : "live",
  ].join(" | ");
}

function doing(look: Look, units: Units): string {
  const speed = look("v.p.speed")?.value, state = look("v.c.state")?.value;
  if (state === "charging" || state === "topoff") return "charging";
  if (look("v.e.on")?.value !== true) return "parked";
  if (typeof speed !== "number" || speed <= 0) return "on, standing";
  const shown = Math.round(distance(speed, units));
  return `driving ${shown} ${units === "M" ? "mph" : "km/h"}`;
}

function range(look: Look, units: Units): string[] {
  const [from, to] = ["v.b.range.est", "v.b.range.ideal"].map((name) =>
    look(name)?.value
  );
  if (typeof from !== "number" || typeof to !== "number") return [];
  const shown = (km: number) => Math.round(distance(km, units));
  return [`range ${shown(from)} - ${shown(to)} ${unitName(units)}`];
}
