/** The discovery message of one car: a device with its entities, as Home Assistant 2024.12 wants it. */
import type { FeatureDecl } from "../../../contract/plugin.ts";
import type { MetricSpec } from "../../../contract/metric_spec.ts";
import { PRODUCT, VERSION } from "../../../version.ts";
import { CONNECTED, metricTopic } from "../topics.ts";
import { type Component, metricEntity, type Platform } from "./entities.ts";

/** Topics of what only Home Assistant reads, below the prefix: others leave `client/` alone. */
export const HOME = {
  position: "client/homeassistant/position",
  notice: "client/homeassistant/notice",
  feature: (slot: number) => `client/homeassistant/feature/${slot}`,
  command: (id: string) => `client/homeassistant/command/${id}`,
} as const;
/** Kinds of notices, which are the types of the event. */
const NOTICE_TYPES = ["info", "alert", "error"] as const;
/** Largest value of a feature. */
const FEATURE_MAX = 255;

/** What is known of a car. */
export interface CarFacts {
  /** As parameter 8 has it; empty for none. */
  readonly id: string;
  /** Its type in words; empty where none is loaded. */
  readonly type: string;
  /** Begin of its topics, with a slash at the end. */
  readonly prefix: string;
  /** Metrics that somebody writes. */
  readonly metrics: readonly MetricSpec[];
  /** Features by their slots. */
  readonly features: ReadonlyMap<number, FeatureDecl>;
  /** What the user can press: names, and the text command of each. */
  readonly buttons: ReadonlyMap<string, string>;
  /** How distances are given. */
  readonly units: "K" | "M";
}

/** A discovery message before it is written. */
export interface Discovery {
  /** Part of its topic, and of everything that must be the same for ever. */
  readonly objectId: string;
  readonly message: Readonly<Record<string, unknown>> & {
    readonly cmps: Readonly<Record<string, Component>>;
  };
}

/** Letters, digits and `_`, which topics and ids may have. */
function slug(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_|_$/g, "");
}

/** What Home Assistant is told of a car. */
export function discoveryOf(car: CarFacts): Discovery {
  const objectId = `ovms_${slug(car.id) || "edge"}`;
  const id = (name: string) => `${objectId}_${slug(name)}`;
  const entries = [
    ...car.metrics.map((spec) =>
      metricEntity(
        spec,
        car.prefix + metricTopic(spec.name),
        id(spec.name),
      )
    ),
    ...tracker(car, id),
    notices(car, id),
    ...numbers(car, id),
    ...buttons(car, id),
  ].map((entity) => [String(entity["unique_id"]), entity] as const);
  return {
    objectId,
    message: {
      dev: {
        ids: [objectId],
        name: car.id || car.type || PRODUCT,
        mf: PRODUCT,
        ...(car.type === "" ? {} : { mdl: car.type }),
        sw: VERSION,
      },
      o: { name: PRODUCT, sw: VERSION },
      availability: [{
        topic: car.prefix + CONNECTED,
        payload_available: "yes",
        payload_not_available: "no",
      }],
      cmps: Object.fromEntries(entries),
    },
  };
}

/** The same message as it is sent once before it, for entities that are gone. */
export function withoutGone(
  { message }: Discovery,
  gone: ReadonlyMap<string, Platform>,
): Discovery["message"] {
  const removed = [...gone].map(([id, p]) => [id, { p }] as const);
  return {
    ...message,
    cmps: { ...message.cmps, ...Object.fromEntries(removed) },
  };
}

type Id = (name: string) => string;

function tracker({ prefix, metrics }: CarFacts, id: Id): readonly Component[] {
  const names = new Set(metrics.map(({ name }) => name));
  if (!names.has("v.p.latitude") || !names.has("v.p.longitude")) return [];
  return [{
    p: "device_tracker",
    unique_id: id("position"),
    name: "Position",
    json_attributes_topic: prefix + HOME.position,
    source_type: "gps",
    icon: "mdi:car",
    qos: 0,
  }];
}

function notices({ prefix }: CarFacts, id: Id): Component {
  return {
    p: "event",
    unique_id: id("notice"),
    name: "Notice",
    state_topic: prefix + HOME.notice,
    event_types: NOTICE_TYPES,
    icon: "mdi:message-alert",
    qos: 1,
  };
}

/** Thresholds: features that are a percentage or a distance. */
function numbers(
  { prefix, features, units }: CarFacts,
  id: Id,
): readonly Component[] {
  return [...features].flatMap(([slot, { summary, unit }]) => {
    if (unit !== "%" && unit !== "user") return [];
    return [
      {
        p: "number",
        unique_id: id(`feature_${slot}`),
        name: summary.split(";", 1)[0] ?? summary,
        state_topic: prefix + HOME.feature(slot),
        command_topic: prefix + HOME.command(`feature_${slot}`),
        command_template: `M 2,${slot},{{ value | int }}`,
        min: 0,
        max: unit === "%" ? 100 : FEATURE_MAX,
        step: 1,
        mode: "box",
        unit_of_measurement: unit === "%" ? "%" : units === "M" ? "mi" : "km",
        entity_category: "config",
        qos: 1,
      } satisfies Component,
    ];
  });
}

function buttons({ prefix, buttons }: CarFacts, id: Id): readonly Component[] {
  const press = (name: string, payload: string): Component => ({
    p: "button",
    unique_id: id(`button_${name}`),
    name,
    command_topic: prefix + HOME.command(slug(name)),
    payload_press: payload,
    qos: 1,
  });
  return [
    press("Update all values", "server v3 update all"),
    ...[...buttons].map(([name, line]) => press(name, `M 7,${line}`)),
  ];
}
