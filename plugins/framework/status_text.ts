import { distance, round, unitName, type Units } from "ovms-edge";

/** What the status text is made from; distances in km, undefined while unknown. */
export interface Status {
  /** %, undefined before any data. */
  readonly soc: number | undefined;
  /** Undefined in a car that does not tell it. */
  readonly portOpen: boolean | undefined;
  /** Undefined in a car that does not tell it. */
  readonly charging: boolean | undefined;
  readonly state: string | undefined;
  readonly mode: string | undefined;
  /** V and A of the mains. */
  readonly volts: number | undefined;
  readonly amperes: number | undefined;
  /** Minutes to full, to the SOC limit and to the range limit; below 0 while unknown. */
  readonly toFull: number;
  readonly toSoc: number;
  readonly toRange: number;
  /** %, 0 while there is none. */
  readonly socLimit: number;
  readonly rangeLimit: number;
  readonly ideal: number;
  readonly estimated: number;
  readonly odometer: number | undefined;
  /** Ah, 0 where the vehicle does not tell. */
  readonly cac: number;
}

const modes: Readonly<Record<string, string>> = {
  standard: "Standard",
  storage: "Storage",
  range: "Range",
  performance: "Performance",
};
const states: Readonly<Record<string, string>> = {
  charging: "Charging",
  topoff: "Charging, Topping off",
  done: "Charging Done",
  prepare: "Preparing",
  heating: "Charging, Heating",
};
/** States in which power flows and times are told. */
const ACTIVE = ["charging", "topoff", "prepare", "heating"];

/** The framework's status text, for vehicles that bring none of their own; lines without leading blanks. */
export function statusText(status: Status, units: Units): readonly string[] {
  const { soc } = status;
  if (soc === undefined) return ["No data from the vehicle yet"];
  const unit = unitName(units);
  const shown = (km: number) => round(distance(km, units));
  const ranges = [
    ["Ideal Range", status.ideal],
    ["Est. Range", status.estimated],
  ] as const;
  return [
    ...chargeLines(status, units),
    `SOC: ${round(soc)}%`,
    ...ranges.filter(([, km]) => shown(km) !== 0)
      .map(([name, km]) => `${name}: ${shown(km)} ${unit}`),
    ...status.odometer === undefined
      ? []
      : [`ODO: ${grouped(distance(status.odometer, units))} ${unit}`],
    ...(status.cac > 0 ? [`CAC: ${status.cac.toFixed(2)}`] : []),
  ];
}

function chargeLines(status: Status, units: Units): readonly string[] {
  const { mode = "standard", volts, amperes, portOpen, charging } = status;
  const open = portOpen ?? charging ??
    (status.state === undefined ? undefined : ACTIVE.includes(status.state));
  if (open === undefined) return [];
  if (!open) return ["Not charging"];
  const { state = charging ? "charging" : "" } = status;
  const head = `${modes[mode] ?? "Standard"} - ${
    states[state] ?? "Charging Stopped"
  }`;
  if (!ACTIVE.includes(state)) return [head];
  const range = `${round(distance(status.rangeLimit, units))} ${
    unitName(units)
  }`;
  const times:
    readonly (readonly [of: string, set: number, minutes: number])[] = [
      ["Full", 1, status.toFull],
      [`${round(status.socLimit)}%`, status.socLimit, status.toSoc],
      [range, status.rangeLimit, status.toRange],
    ];
  return [
    head,
    ...volts === undefined || amperes === undefined
      ? []
      : [`${round(volts)}V/${round(amperes)}A`],
    ...times.filter(([, set, minutes]) => set > 0 && minutes >= 0)
      .map(([of, , minutes]) => `${of}: ${round(minutes)} mins`),
  ];
}

/** One decimal, thousands apart: `4,419.4`. */
function grouped(value: number): string {
  return value.toFixed(1).replace(/\B(?=(\d{3})+\.)/g, ",");
}
