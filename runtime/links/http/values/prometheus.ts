/** Metrics in the text format of Prometheus: base units, names that tell them, nothing that is not fresh. */
import type { CanCounters } from "../../../../hal/mod.ts";
import type { Unit } from "../../../contract/metric_types.ts";
import type { Snapshot } from "../../../metrics/metrics.ts";
import type { HttpServices } from "../services.ts";

/** Base unit at the end of the name, and the factor to it. */
const UNITS: Readonly<Record<Unit, readonly [suffix: string, factor: number]>> =
  {
    "": ["", 1],
    "%": ["_ratio", 0.01],
    "km": ["_meters", 1000],
    "km/h": ["_meters_per_second", 1 / 3.6],
    "m": ["_meters", 1],
    "m/s²": ["_meters_per_second_squared", 1],
    "V": ["_volts", 1],
    "A": ["_amperes", 1],
    "Ah": ["_coulombs", 3600],
    "W": ["_watts", 1],
    "kW": ["_watts", 1000],
    "kWh": ["_joules", 3.6e6],
    "Wh/km": ["_joules_per_meter", 3.6],
    "°C": ["_celsius", 1],
    "K": ["_kelvin", 1],
    "°": ["_degrees", 1],
    "kPa": ["_pascals", 1000],
    "min": ["_seconds", 60],
    "s": ["_seconds", 1],
    "dBm": ["_dbm", 1],
    "Nm": ["_newton_meters", 1],
    "rad/s": ["_radians_per_second", 1],
  };

/** A family of samples: name, type, help, and label sets with values. */
interface Family {
  readonly name: string;
  readonly type: "gauge" | "counter";
  readonly help: string;
  readonly samples: readonly (readonly [labels: string, value: number])[];
}

/** Everything that is fresh, and the program's own counters. */
export function prometheusText(services: HttpServices): string {
  const { host: { metrics } } = services;
  const families = [
    ...metrics.slots().flatMap((slot) =>
      vehicleFamily(metrics.snapshot(slot), slot.spec.unit) ?? []
    ),
    ...programFamilies(services),
  ];
  return families.map(familyText).join("");
}

/** Name of a metric's family, which says its base unit. */
export function familyName(metric: string, unit: Unit): string {
  return baseOf(metric) + UNITS[unit][0];
}

function baseOf(metric: string): string {
  return `ovms_${metric.replaceAll(/[^a-zA-Z0-9]/g, "_")}`;
}

function vehicleFamily(
  { name, value, freshness }: Snapshot,
  unit: Unit,
): Family | undefined {
  if (value === undefined || freshness !== "fresh") return undefined;
  const [, factor] = UNITS[unit], base = baseOf(name);
  const help = unit === "" ? name : `${name}, given in ${unit} elsewhere`;
  const family = { name: familyName(name, unit), type: "gauge", help } as const;
  // Division keeps 12.3 % from becoming 0.12300000000000001.
  const scaled = (x: number) => factor < 1 ? x / (1 / factor) : x * factor;
  if (typeof value === "object") {
    return {
      ...family,
      samples: value.flatMap((x, i) =>
        Number.isNaN(x) ? [] : [[`{index="${i + 1}"}`, scaled(x)] as const]
      ),
    };
  }
  return typeof value === "string"
    ? {
      ...family,
      name: `${base}_info`,
      samples: [[`{value="${escaped(value)}"}`, 1]],
    }
    : { ...family, samples: [["", scaled(Number(value))]] };
}

function programFamilies({ options, host, seconds }: HttpServices): Family[] {
  const { buses } = options.hal.can;
  const counter = (name: keyof CanCounters, help: string): Family => ({
    name: `ovms_can_${name}_total`,
    type: "counter",
    help,
    samples: buses.map(({ number, counters }) => [
      `{bus="${number}"}`,
      counters[name],
    ]),
  });
  return [
    counter("received", "CAN frames received"),
    counter("sent", "CAN frames sent"),
    counter("errors", "CAN errors"),
    counter("overruns", "CAN frames lost"),
    {
      name: "ovms_plugin_faults_total",
      type: "counter",
      help: "Faults of each plugin",
      samples: host.plugins.map(({ plugin, faults }) => [
        `{plugin="${escaped(plugin.id)}"}`,
        faults,
      ]),
    },
    {
      name: "ovms_uptime_seconds",
      type: "gauge",
      help: "Seconds since the start of the program",
      samples: [["", seconds]],
    },
  ];
}

function familyText({ name, type, help, samples }: Family): string {
  const lines = samples.map(([labels, value]) => `${name}${labels} ${value}`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${
    lines.join("\n")
  }\n`;
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')
    .replaceAll("\n", "\\n");
}
