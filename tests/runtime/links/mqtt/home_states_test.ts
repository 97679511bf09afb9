/** Every value that a driving and a charging car publishes is one that its entity in Home Assistant takes. */
import { deepEqual, ok } from "node:assert/strict";
import * as v from "valibot";
import { bicycle } from "../../../../examples/bicycle/mod.ts";
import { SimulatedCar, worldOf } from "../../../../app/car/simulated_car.ts";
import { SimClock } from "../../../../hal/sim/clock.ts";
import { simHal } from "../../../../hal/sim/mod.ts";
import { common, vehicles } from "../../../../plugins/mod.ts";
import { busesOf, type Vehicle } from "../../../../runtime/contract/vehicle.ts";
import { carFacts } from "../../../../runtime/links/mqtt/home/car_facts.ts";
import { discoveryOf } from "../../../../runtime/links/mqtt/home/device.ts";
import { valueText } from "../../../../runtime/links/mqtt/values.ts";
import { Runtime } from "../../../../runtime/runtime.ts";
import { type DeviceMessage, readDiscovery } from "./home_rules.ts";

type Entity = DeviceMessage["cmps"][string];

const choices = v.object({ options: v.optional(v.array(v.string())) });
const NUMBER = /^-?\d+(\.\d+)?$/;
const MOMENT = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+00:00$/;
const LONGEST = 255;
const MINUTE = 60_000, RASTER = 100;

/**
 * Why Home Assistant would refuse a state, or undefined. What has a unit, a state class or a class of
 * numbers has to be a number; the templates are those that entities have.
 */
function refusal(entity: Entity, payload: string): string | undefined {
  const keys = new Map<string, unknown>(Object.entries(entity));
  const among = (choices: readonly unknown[]) => choices.includes(payload);
  const { options } = v.parse(choices, entity);
  if (entity.p === "binary_sensor") {
    return among([keys.get("payload_on"), keys.get("payload_off")])
      ? undefined
      : `${payload} is neither on nor off`;
  }
  if (options) {
    return among(options) ? undefined : `${payload} is none of ${options}`;
  }
  if (keys.get("device_class") === "timestamp") {
    const moment = payload.replaceAll(" UTC", "+00:00");
    return MOMENT.test(moment) ? undefined : `${moment} is no moment`;
  }
  if (!keys.has("state_class") && !keys.has("unit_of_measurement")) {
    const shortened = keys.has("value_template");
    return shortened || payload.length <= LONGEST ? undefined : "too long";
  }
  const numbers = keys.has("json_attributes_topic")
    ? payload.split(",").filter((one) => one !== "")
    : [payload];
  return numbers.every((one) => NUMBER.test(one))
    ? undefined
    : `${payload} is no number`;
}

/** What a vehicle's states would be refused for, and how many there were. */
async function refused(
  vehicle: Vehicle,
  live: (hand: (word: string, ...words: string[]) => void) => readonly (
    () => void
  )[],
): Promise<{ readonly states: number; readonly wrong: readonly string[] }> {
  const clock = new SimClock(), hal = simHal(clock);
  hal.store.put("params", { 8: "MYCAR", 14: vehicle.type });
  const runtime = new Runtime({
    hal,
    common,
    vehicles: [vehicle],
    fresh: true,
    log: () => {},
  });
  runtime.start();
  const simulated = await vehicle.simulator?.(worldOf(hal));
  ok(simulated, vehicle.type);
  const stop = new SimulatedCar(hal, simulated, busesOf(vehicle)).start(RASTER);
  const hand = (word: string, ...words: string[]) =>
    void simulated.steering?.[word]?.run(words);
  const wrong = new Set<string>();
  let states = 0;
  for (const step of live(hand)) {
    step();
    await clock.run(MINUTE);
    const { cmps } = readDiscovery(
      "homeassistant/device/x/config",
      JSON.stringify(discoveryOf(carFacts(runtime, "p/")).message),
    );
    const { metrics } = runtime.host;
    for (const { spec, spec: { name } } of metrics.slots()) {
      const text = valueText(spec, metrics.look(name).value);
      const entity = Object.values(cmps).find((one) =>
        "state_topic" in one &&
        one.state_topic === `p/metric/${name.replaceAll(".", "/")}`
      );
      if (text === undefined || !entity) continue;
      states++;
      const why = refusal(entity, text);
      if (why !== undefined) wrong.add(`${name}: ${why}`);
    }
  }
  stop();
  runtime.stop();
  hal.store.close();
  return { states, wrong: [...wrong] };
}

for (const vehicle of [...vehicles, bicycle]) {
  Deno.test(`what ${vehicle.name} publishes is taken by its entities`, async () => {
    const { states, wrong } = await refused(vehicle, (hand) => [
      () => hand("key", "on"),
      () => hand("drive", vehicle.type === "RT" ? "city" : "50"),
      () => hand("stop"),
      () => hand("key", "off"),
      () => hand("plug"),
    ]);
    deepEqual(wrong, []);
    ok(states > 100, `${states} states`);
  });
}
