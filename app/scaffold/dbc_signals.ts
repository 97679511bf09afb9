/** Names, units and choices of a DBC file's signals, as metrics have them. */
import { units } from "../../runtime/contract/metric_types.ts";
import type { DbcMessage, DbcSignal } from "../../runtime/dbc/mod.ts";
import { place } from "../../runtime/frames/place.ts";

/** Standard metrics that names and units tell. */
const KNOWN:
  readonly (readonly [metric: string, unit: string, name: RegExp])[] = [
    ["v.b.soc", "%", /soc|state.?of.?charge/i],
    ["v.b.soh", "%", /soh|state.?of.?health/i],
    [
      "v.b.voltage",
      "V",
      /(hv|pack|batt?|lb|bms|total).*volt|volt.*(pack|batt)/i,
    ],
    [
      "v.b.current",
      "A",
      /(hv|pack|batt?|lb|bms|total).*(curr|amp)|curr.*(pack|batt)/i,
    ],
    ["v.b.temp", "°C", /(hv|pack|batt?|lb|bms).*temp/i],
    ["v.p.speed", "km/h", /speed/i],
    ["v.p.odometer", "km", /odo/i],
    ["v.m.rpm", "", /(motor|engine).*(rpm|rev|speed)/i],
    ["v.m.temp", "°C", /motor.*temp/i],
    ["v.e.temp", "°C", /ambient|outside|exterior/i],
    ["v.e.cabintemp", "°C", /cabin|interior/i],
  ];
/** Spellings of units. */
const SPELLINGS: Readonly<Record<string, string>> = {
  degc: "°C",
  "°c": "°C",
  "degrees c": "°C",
  "km/h": "km/h",
  "km/hr": "km/h",
  "deg c": "°C",
  c: "°C",
  celsius: "°C",
  kph: "km/h",
  kmh: "km/h",
  volt: "V",
  v: "V",
  a: "A",
  amps: "A",
  kw: "kW",
  kwh: "kWh",
  w: "W",
  percent: "%",
};

/** A signal with the names that it gets. */
export interface Named {
  readonly message: DbcMessage;
  readonly signal: DbcSignal;
  /** Names of raw values of one that is a choice; a number with some has none. */
  readonly values: ReadonlyMap<number, string>;
  /** Raw values of a number that mean none. */
  readonly invalid: readonly number[];
  readonly alias: string;
  /** Its own metric's name, which no other has. */
  readonly metric: string;
  /** A standard name, or undefined for one of its own. */
  readonly standard: string | undefined;
  /** A standard metric that its name tells, too, but that another signal has. */
  readonly rival: string | undefined;
  readonly unit: string;
}

/** What every object has. */
const NOT_FREE = ["prototype", ...Object.getOwnPropertyNames(Object.prototype)];

/** The signals of a file, each with a name and a metric that no other has. */
export function namesOf(
  messages: readonly DbcMessage[],
  type: string,
): readonly Named[] {
  const used = new Set(NOT_FREE), metrics = new Set<string>();
  return messages.flatMap((message) =>
    message.signals.map((signal) => {
      const unit = unitOf(signal.unit), named = meanings(signal);
      const choice = isChoice(signal, named);
      const values = choice ? named : new Map<number, string>();
      const invalid = choice ? [] : noValues(named);
      const told = values.size > 0 ? [] : KNOWN
        .filter(([, its, name]) => its === unit && name.test(signal.name))
        .map(([metric]) => metric);
      const standard = told.find((metric) => !metrics.has(metric));
      if (standard) metrics.add(standard);
      const short = camel(signal.name);
      const alias = used.has(short)
        ? unused(camel(`${message.name}_${signal.name}`), used)
        : short;
      used.add(alias);
      const metric = standard ??
        unused(
          `x${type}.${message.name}.${signal.name}`.toLowerCase()
            .replaceAll(/[^a-z0-9.]+/g, "_"),
          metrics,
        );
      metrics.add(metric);
      return {
        message,
        signal,
        values,
        invalid,
        alias,
        metric,
        standard,
        rival: standard ? undefined : told[0],
        unit,
      };
    })
  );
}

/** Names of values that the field can hold; some files name others, too. */
function meanings({ signal, values }: DbcSignal): ReadonlyMap<number, string> {
  const { bits, kind } = place(signal.at);
  const signed = kind === "signed", most = 2 ** (signed ? bits - 1 : bits);
  const least = signed ? -most : 0;
  return new Map([...values].filter(([raw]) => raw >= least && raw < most));
}

/** What files call raw values that mean none. */
const NONE =
  /^n\/?a$|invalid|unavail|not?[ _-]?(avail|valid|data|measured|defined)|undefined|unknown|\bsna\b|error|fault|fail|init|reserved/i;
/** A field with more bits is a number, unless enough of its values have names. */
const FEW_BITS = 8, MANY_NAMES = 4;

/** Whether a signal is a choice of names; a number may have names of some values, such as that of none. */
function isChoice(
  { unit, signal }: DbcSignal,
  named: ReadonlyMap<number, string>,
): boolean {
  const { times = 1, per = 1, offset = 0 } = signal;
  const plain = unit.trim() === "" && times === 1 && per === 1 && offset === 0;
  const meant = named.size - noValues(named).length;
  return plain && meant > 0 &&
    (place(signal.at).bits <= FEW_BITS || named.size >= MANY_NAMES);
}

function noValues(named: ReadonlyMap<number, string>): readonly number[] {
  return [...named].filter(([, name]) => NONE.test(name)).map(([raw]) => raw);
}

function unused(name: string, used: ReadonlySet<string>): string {
  for (let n = 1;; n++) {
    const own = n === 1 ? name : `${name}${n}`;
    if (!used.has(own)) return own;
  }
}

function unitOf(text: string): string {
  const unit = SPELLINGS[text.trim().toLowerCase()] ?? text.trim();
  return units.some((known) => known === unit) ? unit : "";
}

/** `LB_SOC` is `lbSoc`, `LB_Usable_SOC` is `lbUsableSOC`, `ESPStatus` is `espStatus`. */
function camel(name: string): string {
  const text = (/[a-z]/.test(name) ? name : name.toLowerCase())
    .replace(/^[^A-Za-z0-9]+/, "")
    .replace(/^[A-Z]+(?![a-z])|^[A-Z]/, (begin) => begin.toLowerCase());
  const own = text.replaceAll(
    /[^A-Za-z0-9]+([A-Za-z0-9])?/g,
    (_, next = "") => next.toUpperCase(),
  );
  return /^[a-z]/.test(own) ? own : `x${own}`;
}
