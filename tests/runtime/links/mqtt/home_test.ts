import { deepEqual, equal, ok } from "node:assert/strict";
import { SimClock } from "../../../../hal/sim/clock.ts";
import { simHal } from "../../../../hal/sim/mod.ts";
import { common, vehicles } from "../../../../plugins/mod.ts";
import { carFacts } from "../../../../runtime/links/mqtt/home/car_facts.ts";
import { discoveryOf } from "../../../../runtime/links/mqtt/home/device.ts";
import { entityName } from "../../../../runtime/links/mqtt/home/names.ts";
import { definePlugin, type Plugin } from "../../../../runtime/mod.ts";
import { Runtime } from "../../../../runtime/runtime.ts";
import { readDiscovery } from "./home_rules.ts";
import { PREFIX, World } from "./stand_in.ts";

const SECOND = 1000;
const TOPIC = "homeassistant/device/ovms_twizy42/config";

/** Discovery messages of a world, in order. */
function announced({ broker }: World): readonly (readonly [string, string])[] {
  return broker.published.splice(0)
    .filter(({ topic }) => topic.startsWith("homeassistant/"))
    .map(({ topic, payload, qos, retain }) => {
      equal(qos, 1);
      ok(retain);
      return [topic, payload] as const;
    });
}

Deno.test("every vehicle's announcement follows Home Assistant's rules", () => {
  for (const vehicle of vehicles) {
    const hal = simHal(new SimClock());
    hal.store.put("params", { 8: "MYCAR", 14: vehicle.type });
    const runtime = new Runtime({
      hal,
      common,
      vehicles,
      fresh: false,
      log: () => {},
    });
    runtime.start();
    const { objectId, message } = discoveryOf(carFacts(runtime, "ovms/me/A/"));
    const text = JSON.stringify(message);
    ok(text.length < 65_536, `${vehicle.type}: ${text.length} bytes`);
    const read = readDiscovery(`homeassistant/device/${objectId}/config`, text);
    const entities = Object.values(read.cmps).map((one) => one.p);
    for (
      const platform of [
        "sensor",
        "binary_sensor",
        "device_tracker",
        "event",
        "button",
        "number",
      ]
    ) ok(entities.includes(platform), `${vehicle.type} has no ${platform}`);
    runtime.stop();
    hal.store.close();
  }
});

Deno.test("a plugin's metric is announced as its declaration says, without further code", () => {
  const plugin: Plugin = definePlugin({
    id: "sun",
    metrics: {
      yield: { name: "sun.energy", unit: "kWh", grows: true },
      left: { name: "sun.stored", unit: "kWh" },
      roof: { name: "sun.roof", unit: "", is: "flag", class: "door" },
      mode: { name: "sun.mode", unit: "", is: ["idle", "busy"] },
      panels: { name: "sun.panels", unit: "W", is: "list" },
      since: { name: "sun.since", unit: "s", class: "timestamp" },
      text: { name: "sun.note", unit: "", is: "text", icon: "mdi:note" },
    },
  });
  const hal = simHal(new SimClock());
  const runtime = new Runtime({
    hal,
    common: [plugin],
    vehicles: [],
    fresh: false,
    log: () => {},
  });
  const { message } = discoveryOf(carFacts(runtime, "p/"));
  const { cmps } = readDiscovery(
    "homeassistant/device/x/config",
    JSON.stringify(message),
  );
  const of = (name: string) => cmps[`ovms_edge_sun_${name}`];
  const shown = (name: string, keys: readonly string[]) => {
    const entity = of(name);
    ok(entity, name);
    const known = new Map(Object.entries(entity));
    return keys.map((key) => known.get(key));
  };
  const sensor = ["p", "device_class", "state_class", "unit_of_measurement"];
  deepEqual(shown("energy", sensor), [
    "sensor",
    "energy",
    "total_increasing",
    "kWh",
  ]);
  deepEqual(shown("stored", sensor), [
    "sensor",
    "energy_storage",
    "measurement",
    "kWh",
  ]);
  deepEqual(shown("roof", ["p", "device_class", "payload_on", "state_topic"]), [
    "binary_sensor",
    "door",
    "yes",
    "p/metric/sun/roof",
  ]);
  deepEqual(shown("mode", ["device_class", "options"]), [
    "enum",
    ["idle", "busy"],
  ]);
  deepEqual(shown("panels", ["json_attributes_topic", "device_class"]), [
    "p/metric/sun/panels",
    "power",
  ]);
  deepEqual(shown("since", ["device_class", "unit_of_measurement"]), [
    "timestamp",
    undefined,
  ]);
  deepEqual(shown("note", ["icon"]), ["mdi:note"]);
  hal.store.close();
});

Deno.test("off by default; switched on, the car is announced after connecting, with its values in place", async () => {
  await using plain = await World.open();
  await plain.clock.run(30 * SECOND);
  deepEqual(announced(plain), []);
  await using world = await World.open({ discovery: "on" });
  world.set("v.p.latitude", 50.5);
  world.set("v.p.longitude", 7.25);
  await world.clock.run(20 * SECOND);
  equal(
    world.broker.published.find(({ topic }) =>
      topic === `${PREFIX}client/homeassistant/position`
    )?.payload,
    '{"latitude":50.5,"longitude":7.25,"gps_accuracy":100}',
  );
  const messages = announced(world);
  equal(messages.length, 1);
  const [[topic, text] = ["", ""]] = messages;
  equal(topic, TOPIC);
  const { availability, cmps } = readDiscovery(topic, text);
  equal(availability[0]?.topic, `${PREFIX}metric/s/v3/connected`);
  ok(cmps["ovms_twizy42_v_b_soc"]);
});

Deno.test("Home Assistant's birth is answered with announcement and values, after a while", async () => {
  await using world = await World.open({ discovery: "on" });
  const { broker, clock } = world;
  world.set("v.b.soc", 50);
  await clock.run(30 * SECOND);
  broker.published.length = 0;
  for (const payload of ["offline", "", "online"]) {
    broker.send("homeassistant/status", payload, {
      retain: payload === "offline",
    });
  }
  await clock.run(12 * SECOND);
  ok(
    broker.published.some(({ topic }) => topic === `${PREFIX}metric/v/b/soc`),
  );
  deepEqual(announced(world).map(([topic]) => topic), [TOPIC]);
});

Deno.test("what is gone is removed by its platform alone, then left out; switched off, all of it", async () => {
  await using world = await World.open({ discovery: "on" });
  const { clock, hal: { store }, runtime } = world;
  await clock.run(SECOND);
  announced(world);
  const kept = JSON.parse(store.get("mqtt", "home-assistant") ?? "");
  kept.parts["ovms_twizy42_old"] = "sensor";
  kept.parts["ovms_twizy42_v_b_soc"] = "binary_sensor";
  store.put("mqtt", { "home-assistant": JSON.stringify(kept) });
  world.broker.end({ reason: "gone" });
  await clock.run(61 * SECOND);
  const [first, second, ...more] = announced(world);
  deepEqual(more, []);
  const cmps = ([topic, text]: readonly [string, string] = ["", ""]) =>
    readDiscovery(topic, text).cmps;
  deepEqual(cmps(first)["ovms_twizy42_old"], { p: "sensor" });
  deepEqual(cmps(first)["ovms_twizy42_v_b_soc"], { p: "binary_sensor" });
  equal(cmps(second)["ovms_twizy42_old"], undefined);
  equal(cmps(second)["ovms_twizy42_v_b_soc"]?.p, "sensor");
  runtime.settings.set("mqtt.discovery", "off", "test");
  await clock.run(SECOND);
  deepEqual(announced(world), [[TOPIC, ""]]);
  await clock.run(90 * SECOND);
  deepEqual(announced(world), []);
});

Deno.test("another vehicle id leaves nothing of the old device behind", async () => {
  await using world = await World.open({ discovery: "on" });
  const { clock, runtime } = world;
  await clock.run(SECOND);
  announced(world);
  runtime.params.set(new Map([[8, "OTHER"]]), "test");
  await clock.run(SECOND);
  const [gone, next] = announced(world);
  deepEqual(gone, [TOPIC, ""]);
  equal(next?.[0], "homeassistant/device/ovms_other/config");
});

Deno.test("thresholds are numbers, set by a command and shown where they are set", async () => {
  await using world = await World.open({ discovery: "on" });
  const { broker, clock, runtime } = world;
  await clock.run(SECOND);
  const [[at, text] = ["", ""]] = announced(world);
  const number = readDiscovery(at, text).cmps["ovms_twizy42_feature_10"];
  ok(number?.p === "number" && "command_template" in number);
  deepEqual(
    [number.name, number.command_template, number.max, number.state_topic],
    [
      "Sufficient SOC",
      "M 2,10,{{ value | int }}",
      100,
      `${PREFIX}client/homeassistant/feature/10`,
    ],
  );
  broker.take();
  runtime.features.set(10, "80", "test");
  await clock.run(SECOND);
  equal(broker.take().get("client/homeassistant/feature/10"), "80");
});

Deno.test("names for people", () => {
  deepEqual(
    [
      "v.b.soc",
      "v.b.12v.voltage",
      "v.e.locked",
      "v.p.odometer",
      "v.d.fl",
      "xrt.b.u.soc.min",
      "m.net.sq",
      "speed",
    ].map(entityName),
    [
      "Battery SOC",
      "12 V battery voltage",
      "Locked",
      "Odometer",
      "Door front left",
      "B u SOC min",
      "Network signal",
      "Speed",
    ],
  );
});
