/** What Home Assistant is told of one metric: an entity, from the metric's declaration. */
import type {
  MetricClass,
  MetricSpec,
  Unit,
} from "../../../contract/metric_spec.ts";
import { entityName } from "./names.ts";

/** An entity as a discovery message has it; keys as Home Assistant names them. */
export type Component =
  & Readonly<
    Record<string, string | number | boolean | readonly string[]>
  >
  & { readonly p: Platform };
/** Kinds of entities that there are here. */
export type Platform =
  | "sensor"
  | "binary_sensor"
  | "device_tracker"
  | "button"
  | "number"
  | "event";

/** Device classes by unit, where the unit means one thing only. */
const BY_UNIT: Readonly<Partial<Record<Unit, string>>> = {
  km: "distance",
  m: "distance",
  "km/h": "speed",
  V: "voltage",
  A: "current",
  W: "power",
  kW: "power",
  kWh: "energy_storage",
  "°C": "temperature",
  kPa: "pressure",
  min: "duration",
  s: "duration",
  dBm: "signal_strength",
};
/** Classes that a sensor may have; the others are for flags. */
const OF_SENSORS: ReadonlySet<MetricClass> = new Set([
  "battery",
  "energy_storage",
  "timestamp",
]);
/** What the program tells of itself. */
const DIAGNOSTIC = /^[msx]\.|^v\.(type|vin)$|^v\.p\.(gps|satcount)/;
/** What changes all the time and tells little: switched off until somebody wants it. */
const NOISE: ReadonlySet<string> = new Set([
  "m.time.utc",
  "m.monotonic",
  "v.p.gpstime",
]);
/** Longest state that there may be. */
const LONGEST = 255;

/** The values of a list that are measured. */
const NUMBERS = "{% set x = value.split(',') | select | map('float') | list %}";
/** A list's mean. */
const MEAN = `${NUMBERS}{{ (x | sum / x | count) | round(4) if x else none }}`;
/** Least, greatest, mean and standard deviation of a list, and its values, as JSON. */
const STATISTICS =
  `${NUMBERS}{% if x %}{% set m = x | sum / x | count %}{% set d = namespace(s=0) %}` +
  "{% for y in x %}{% set d.s = d.s + (y - m) ** 2 %}{% endfor %}" +
  "{{ {'minimum': x | min, 'maximum': x | max, 'mean': m | round(4), " +
  "'deviation': (d.s / x | count) | sqrt | round(5), 'values': x} | tojson }}" +
  "{% else %}{}{% endif %}";

/** The entity of a metric; its state is the topic on which the metric is published. */
export function metricEntity(
  spec: MetricSpec,
  stateTopic: string,
  uniqueId: string,
): Component {
  const { name, is } = spec;
  return {
    p: is === "flag" ? "binary_sensor" : "sensor",
    unique_id: uniqueId,
    name: entityName(name),
    state_topic: stateTopic,
    qos: 0,
    ...(spec.icon === undefined ? {} : { icon: spec.icon }),
    ...(DIAGNOSTIC.test(name) ? { entity_category: "diagnostic" } : {}),
    ...(NOISE.has(name) ? { enabled_by_default: false } : {}),
    ...(is === "flag" ? flag(spec) : sensor(spec, stateTopic)),
  };
}

type Part = Readonly<
  Record<string, string | number | boolean | readonly string[]>
>;

function flag({ class: about }: MetricSpec): Part {
  // There, a lock's sensor is on while it is open.
  const [on, off] = about === "lock" ? ["no", "yes"] : ["yes", "no"];
  return {
    payload_on: on,
    payload_off: off,
    ...(about === undefined ? {} : { device_class: about }),
  };
}

function sensor(spec: MetricSpec, stateTopic: string): Part {
  const { is, unit, class: about } = spec;
  if (is === "text") return { value_template: `{{ value[:${LONGEST}] }}` };
  if (typeof is === "object") return { device_class: "enum", options: is };
  if (about === "timestamp") {
    return {
      device_class: "timestamp",
      value_template: "{{ value | replace(' UTC', '+00:00') }}",
    };
  }
  // A time of the day is a text such as 06:30:00.
  if (about === "time") return {};
  const measured = { ...classed(spec), ...unitOf(unit) };
  return is === "list"
    ? {
      ...measured,
      value_template: MEAN,
      json_attributes_topic: stateTopic,
      json_attributes_template: STATISTICS,
    }
    : measured;
}

/** Energy that was counted is another class than energy that is there. */
function classed({ unit, class: about, grows }: MetricSpec): Part {
  const counted = grows && unit === "kWh" ? "energy" : BY_UNIT[unit];
  const device = about !== undefined && OF_SENSORS.has(about) ? about : counted;
  return {
    ...(device === undefined ? {} : { device_class: device }),
    state_class: grows ? "total_increasing" : "measurement",
  };
}

function unitOf(unit: Unit): Part {
  return unit === "" ? {} : { unit_of_measurement: unit };
}
