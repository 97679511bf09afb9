/** Whether what plugins read and hear comes from somebody, and from one only. */
import { heardEvent } from "../contract/events.ts";
import type { MetricRef } from "../contract/metric_types.ts";
import { isOptional } from "../contract/optional.ts";
import type { Plugin } from "../contract/plugin.ts";
import { standard } from "../contract/standard_metrics.ts";
import type { Vehicle } from "../contract/vehicle.ts";
import { isDriverMetric } from "../metrics/drivers.ts";
import { didYouMean } from "../nearest.ts";

const nameOf = (ref: MetricRef): string =>
  typeof ref === "string" ? ref : ref.name;

const namesOf = ({ metrics = {} }: Plugin): readonly string[] =>
  Object.values(metrics).map(nameOf);

/**
 * A metric of two writers has the value of neither.
 * @throws Error that names both
 */
export function checkWriters(plugins: readonly Plugin[]): void {
  const writers = new Map<string, string>();
  for (const plugin of plugins) {
    for (const name of namesOf(plugin)) {
      const { id } = plugin, other = writers.get(name);
      if (other !== undefined && other !== id) {
        throw new Error(
          `metric ${name} is written by ${other} and by ${id}: one of them has to leave it, or to read it only`,
        );
      }
      writers.set(name, id);
    }
  }
}

/**
 * Looks whether each metric has one writer, and what plugins read and hear, and the vehicle's messages
 * tell, comes from somebody.
 * @throws Error that names both writers, or who asks and the nearest name that there is
 */
export function checkSources(
  plugins: readonly Plugin[],
  vehicle?: Vehicle,
): void {
  checkWriters(plugins);
  const sources = sourcesOf(plugins);
  for (const plugin of plugins) {
    const missing = missingSource(plugin, sources);
    if (missing !== undefined) throw new Error(missing);
  }
  for (const [field, from] of Object.entries(vehicle?.messages ?? {})) {
    if (typeof from !== "string" || isKnown(from, sources)) continue;
    throw new Error(
      `vehicle type ${vehicle?.type} fills ${field} of its messages from ${
        unwritten(from, sources)
      }`,
    );
  }
}

/** What there is to read and to hear. */
export interface Sources {
  readonly metrics: ReadonlySet<string>;
  readonly events: ReadonlySet<string>;
}

/** All that these plugins write and emit. */
export function sourcesOf(plugins: readonly Plugin[]): Sources {
  const emitted = ({ id, events = {} }: Plugin) =>
    Object.keys(events).map((name) => `${id}.${name}`);
  return {
    metrics: new Set(plugins.flatMap(namesOf)),
    events: new Set(plugins.flatMap(emitted)),
  };
}

/**
 * Why a plugin would wait for ever: it hears an event that nobody emits, or reads a metric that nobody
 * writes. Standard metrics may be without a writer, since no car has all of them; they stay unknown.
 * @returns a sentence with the nearest name that there is; undefined where all is there
 */
export function missingSource(
  { id, hears = {}, reads = {} }: Plugin,
  sources: Sources,
): string | undefined {
  const { events } = sources;
  for (const [alias, ref] of Object.entries(hears)) {
    const { event } = heardEvent(alias, ref);
    if (isOptional(ref) || events.has(event)) continue;
    return `plugin ${id} hears ${event}, which nobody emits${
      didYouMean(event, [...events])
    }`;
  }
  for (const ref of Object.values(reads)) {
    if (isOptional<MetricRef>(ref) || isKnown(nameOf(ref), sources)) continue;
    return `plugin ${id} reads ${unwritten(nameOf(ref), sources)}`;
  }
  return undefined;
}

function isKnown(name: string, { metrics }: Sources): boolean {
  return metrics.has(name) || Object.hasOwn(standard, name) ||
    isDriverMetric(name);
}

function unwritten(name: string, { metrics }: Sources): string {
  return `${name}, which nobody writes${
    didYouMean(name, [...metrics, ...Object.keys(standard)])
  }`;
}
