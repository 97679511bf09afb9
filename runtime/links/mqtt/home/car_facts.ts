import type { FeatureDecl } from "../../../contract/plugin.ts";
import type { MetricSpec } from "../../../contract/metric_spec.ts";
import { required } from "../../../contract/optional.ts";
import type { MetricRef } from "../../../contract/metric_types.ts";
import { coreMetrics } from "../../../metrics/inputs.ts";
import type { LinkServices } from "../../link.ts";
import { PARAM } from "../../../settings/params.ts";
import type { CarFacts } from "./device.ts";

/** What is known of the car, from what its plugins declare. */
export function carFacts(services: LinkServices, prefix: string): CarFacts {
  const { params, vehicle, units } = services;
  return {
    id: params.get(PARAM.vehicleId),
    type: vehicle?.name ?? "",
    prefix,
    metrics: writtenMetrics(services),
    features: shownFeatures(services),
    buttons: buttonsOf(services),
    units,
  };
}

/** Metrics that somebody writes; those that are read only would stay unknown for ever. */
function writtenMetrics({ host }: LinkServices): readonly MetricSpec[] {
  const nameOf = (ref: MetricRef) => typeof ref === "string" ? ref : ref.name;
  const written = new Set([
    ...coreMetrics,
    ...host.plugins.flatMap(({ plugin: { metrics = {} } }) =>
      Object.values(metrics).map((ref) => nameOf(required(ref)))
    ),
  ]);
  return host.metrics.slots()
    .filter((slot) =>
      written.has(slot.spec.name) || slot.owner === "core" ||
      host.metrics.read(slot) !== undefined
    )
    .map(({ spec }) => spec);
}

/** Features by their slots, as the plugins claim them. */
export function shownFeatures(
  { registry }: Pick<LinkServices, "registry">,
): ReadonlyMap<number, FeatureDecl> {
  return new Map(
    [...registry.features].map(([slot, { def }]) => [slot, def]),
  );
}

function buttonsOf({ registry }: LinkServices): ReadonlyMap<string, string> {
  return new Map(
    [...registry.verbs].flatMap(([verb, { def: { buttons = {} } }]) =>
      Object.entries(buttons).map(([name, words]) =>
        [name, `${verb} ${words}`.trim()] as const
      )
    ),
  );
}
