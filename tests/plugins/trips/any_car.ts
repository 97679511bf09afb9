/** A car of which each metric is what a test says, with the plugin of trips, on a store that outlives it. */
import { definePlugin, type Plugin, v } from "ovms-edge";
import { SimClock, simHal } from "../../../hal/sim/mod.ts";
import trips from "../../../plugins/trips/mod.ts";
import { chargeAnswer, tripAnswer } from "../../../plugins/trips/records.ts";
import { Runtime } from "../../../runtime/runtime.ts";

/** When tests begin, ms. */
export const BEGIN = Date.UTC(2026, 5, 1, 8);

/** Names of numbers that the car can tell. */
const NUMBERS = {
  soc: "v.b.soc",
  odometer: "v.p.odometer",
  speed: "v.p.speed",
  power: "v.b.power",
  used: "v.b.energy.used",
  regained: "v.b.energy.recd",
  charged: "v.c.kwh",
  grid: "v.c.kwh.grid",
  temperature: "v.b.temp",
} as const;

/** What the car tells in a second. */
export type Told = Partial<
  Record<keyof typeof NUMBERS, number> & {
    readonly on: boolean;
    readonly charging: boolean;
  }
>;

/** What a power cut leaves: the store as it was written, on a clock that goes on. */
export function world(trusted = true) {
  const hal = simHal(new SimClock(BEGIN, trusted));
  hal.store.put("params", { 8: "CAR", 6: "" });
  return hal;
}

/**
 * A run of the program in that world.
 * @param type vehicle type of the car; empty: none is set
 */
export function run(
  hal: ReturnType<typeof world>,
  without: readonly string[] = [],
  type = "",
) {
  let told: Told = {};
  const names = Object.fromEntries(
    Object.entries(NUMBERS).filter(([name]) => !without.includes(name)),
  );
  const car: Plugin = definePlugin({
    id: "any-car",
    metrics: { ...names, on: "v.e.on", charging: "v.c.charging" },
    every: {
      second: ({ metrics }) => {
        for (const [name, value] of Object.entries(told)) {
          const metric = Reflect.get(metrics, name);
          metric?.set(value);
        }
      },
    },
  });
  const faults: string[] = [];
  hal.store.put("params", { 14: type });
  const runtime = new Runtime({
    hal,
    common: [car, trips],
    vehicles: type === "" ? [] : [{ type, name: type, plugins: [] }],
    log: (level, event, details) =>
      level === "error" && faults.push(`${event} ${JSON.stringify(details)}`),
    alone: true,
    strict: true,
    fresh: false,
  });
  runtime.start();
  const ask = async (name: string, args = {}) => {
    const call = { link: "http", from: "", principal: "owner" } as const;
    const asked = runtime.query(`trips/${name}`, args, false, call);
    await hal.clock.drain();
    const answer = await asked;
    if (answer?.status !== "ok") throw new Error(answer?.text);
    return answer.value;
  };
  return {
    runtime,
    faults,
    ask,
    /** Seconds in which it tells this; undefined: nothing. */
    async tell(seconds: number, what: Told | ((n: number) => Told) = {}) {
      for (let n = 0; n < seconds; n++) {
        told = typeof what === "function" ? what(n) : what;
        hal.clock.second();
        await hal.clock.drain();
      }
    },
    set: (name: string, text: string) =>
      void runtime.settings.set(name, text, "test"),
    trips: async () => v.parse(v.array(tripAnswer), await ask("trips")),
    charges: async () => v.parse(v.array(chargeAnswer), await ask("charges")),
    end: () => runtime.stop(),
  };
}
