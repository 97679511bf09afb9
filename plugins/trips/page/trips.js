// @ts-check
/** Trips and charges: by day, month and year, and the report of each. */
import { html } from "ovms-edge/page";
import { ChargeReport } from "./charge_report.js";
import { Period } from "./list.js";
import { keyOf } from "./periods.js";
import { TripReport } from "./trip_report.js";

/** What is to be shown stands behind the colon of the address: `trip-12`, `charge-7`, `2026-11`. */
export default function Trips() {
  const [, wanted = ""] = location.hash.split(":");
  const [kind, id = ""] = wanted.split("-");
  if (kind === "trip") return html`<${TripReport} key=${id} id=${id} />`;
  if (kind === "charge") return html`<${ChargeReport} key=${id} id=${id} />`;
  const key = /^\d{4}(-\d\d){0,2}$/.test(wanted)
    ? wanted
    : keyOf(Date.now(), "month");
  return html`<${Period} period=${key} />`;
}
