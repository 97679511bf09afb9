/** The rules of Home Assistant's documentation for device discovery, as far as a car's entities go. */
import * as v from "valibot";

const topic = v.pipe(v.string(), v.regex(/^[^+#\0]+$/));
const qos = v.picklist([0, 1, 2]);
const template = v.pipe(
  v.string(),
  v.check(
    (text) =>
      text.split("{{").length === text.split("}}").length &&
      text.split("{%").length === text.split("%}").length,
    "braces do not match",
  ),
);
const common = {
  unique_id: v.pipe(v.string(), v.regex(/^[a-z0-9_]+$/)),
  name: v.pipe(v.string(), v.nonEmpty()),
  icon: v.optional(v.pipe(v.string(), v.startsWith("mdi:"))),
  enabled_by_default: v.optional(v.boolean()),
  qos,
};
/** Units that a device class may have; the empty list means none at all. */
const UNITS: Readonly<Record<string, readonly string[]>> = {
  battery: ["%"],
  current: ["A", "mA"],
  distance: ["km", "m", "mi"],
  duration: ["d", "h", "min", "s", "ms"],
  energy: ["kWh", "Wh", "MWh"],
  energy_storage: ["kWh", "Wh", "MWh"],
  power: ["W", "kW"],
  pressure: ["kPa", "bar", "hPa", "psi"],
  signal_strength: ["dB", "dBm"],
  speed: ["km/h", "m/s", "mph"],
  temperature: ["°C", "°F", "K"],
  voltage: ["V", "mV"],
};
/** State classes by device class; all others may have any. */
const STATES: Readonly<Record<string, readonly string[]>> = {
  energy: ["total", "total_increasing"],
  energy_storage: ["measurement"],
  battery: ["measurement"],
  temperature: ["measurement"],
  voltage: ["measurement"],
  current: ["measurement"],
  power: ["measurement"],
  speed: ["measurement"],
  pressure: ["measurement"],
  signal_strength: ["measurement"],
};
const NO_NUMBERS = ["timestamp", "enum", "date"];

const sensor = v.pipe(
  v.strictObject({
    p: v.literal("sensor"),
    ...common,
    state_topic: topic,
    // A sensor cannot be of category config.
    entity_category: v.optional(v.literal("diagnostic")),
    device_class: v.optional(
      v.picklist([...Object.keys(UNITS), "timestamp", "enum"]),
    ),
    state_class: v.optional(
      v.picklist(["measurement", "total", "total_increasing"]),
    ),
    unit_of_measurement: v.optional(v.string()),
    value_template: v.optional(template),
    json_attributes_topic: v.optional(topic),
    json_attributes_template: v.optional(template),
    options: v.optional(v.pipe(v.array(v.string()), v.nonEmpty())),
    // All values come again every 1,200 s.
    expire_after: v.optional(v.pipe(v.number(), v.gtValue(1200))),
  }),
  v.check(
    ({ device_class: about = "", unit_of_measurement: unit }) =>
      !(about in UNITS) ||
      (unit !== undefined && UNITS[about]?.includes(unit) === true),
    "a unit that its class does not have",
  ),
  v.check(
    ({ device_class: about = "", state_class: state }) =>
      !(about in STATES) ||
      (state !== undefined && STATES[about]?.includes(state) === true),
    "a state class that its class does not have",
  ),
  v.check(
    ({ device_class: about = "", state_class, unit_of_measurement }) =>
      !NO_NUMBERS.includes(about) ||
      (state_class === undefined && unit_of_measurement === undefined),
    "a number's attribute on what is none",
  ),
  v.check(
    ({ device_class, options }) => (device_class === "enum") === !!options,
    "options belong to enum",
  ),
);
const binarySensor = v.strictObject({
  p: v.literal("binary_sensor"),
  ...common,
  state_topic: topic,
  entity_category: v.optional(v.literal("diagnostic")),
  payload_on: v.picklist(["yes", "no"]),
  payload_off: v.picklist(["yes", "no"]),
  device_class: v.optional(
    v.picklist([
      "battery_charging",
      "cold",
      "connectivity",
      "door",
      "heat",
      "light",
      "lock",
      "plug",
      "power",
      "problem",
      "running",
    ]),
  ),
});
const tracker = v.strictObject({
  p: v.literal("device_tracker"),
  ...common,
  json_attributes_topic: v.pipe(topic, v.includes("/client/")),
  source_type: v.literal("gps"),
});
const button = v.strictObject({
  p: v.literal("button"),
  ...common,
  command_topic: topic,
  payload_press: v.string(),
});
const number = v.strictObject({
  p: v.literal("number"),
  ...common,
  state_topic: topic,
  command_topic: topic,
  command_template: template,
  min: v.number(),
  max: v.number(),
  step: v.number(),
  mode: v.picklist(["auto", "box", "slider"]),
  unit_of_measurement: v.string(),
  entity_category: v.literal("config"),
});
const event = v.strictObject({
  p: v.literal("event"),
  ...common,
  state_topic: topic,
  event_types: v.pipe(v.array(v.string()), v.nonEmpty()),
});

/** An entity, or what is left of one that is gone. */
const component = v.union([
  v.variant("p", [sensor, binarySensor, tracker, button, number, event]),
  v.strictObject({ p: v.string() }),
]);

/** One unknown key in the root, the device or the origin has the whole message refused. */
const device = v.strictObject({
  dev: v.strictObject({
    ids: v.pipe(v.array(v.string()), v.nonEmpty()),
    name: v.pipe(v.string(), v.nonEmpty()),
    mf: v.optional(v.string()),
    mdl: v.optional(v.string()),
    sw: v.optional(v.string()),
    sn: v.optional(v.string()),
    cu: v.optional(v.pipe(v.string(), v.url())),
  }),
  o: v.strictObject({
    name: v.string(),
    sw: v.optional(v.string()),
    url: v.optional(v.pipe(v.string(), v.url())),
  }),
  availability: v.array(v.strictObject({
    topic,
    payload_available: v.literal("yes"),
    payload_not_available: v.literal("no"),
  })),
  cmps: v.record(v.string(), component),
});
/** A discovery message as Home Assistant takes it. */
export type DeviceMessage = v.InferOutput<typeof device>;

/**
 * Reads a discovery message.
 * @throws Error that says which rule it breaks, and where
 */
export function readDiscovery(at: string, text: string): DeviceMessage {
  if (!/^[\w/-]+\/device\/[a-zA-Z0-9_-]+\/config$/.test(at)) {
    throw new Error(`${at} is no discovery topic`);
  }
  const parsed = v.safeParse(device, JSON.parse(text));
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new Error(
      `${v.getDotPath(issue) ?? "root"}: ${issue.message} ${
        JSON.stringify(parsed.issues.map((one) => one.issues?.[0]?.message))
      }`,
    );
  }
  const ids = Object.values(parsed.output.cmps).flatMap((one) =>
    "unique_id" in one ? [one.unique_id] : []
  );
  if (new Set(ids).size !== ids.length) {
    throw new Error("a unique_id is there twice");
  }
  return parsed.output;
}
