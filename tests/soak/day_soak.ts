/**
 * A simulated day: a car drives, charges and stays parked, all frames at their real rates while its
 * bus lives; then the gateway's records are compared with what the car model itself counted.
 *
 *     deno run --allow-read --allow-env tests/soak/day_soak.ts [drive=60] [charge=240] [hours=24] [soc=95] [seed=1]
 *
 * Prints both sides and the time that it took, and ends with 1 if they differ by more than 0.5 %.
 * @module
 */
import { parse } from "@std/csv";
import { SimulatedCar, worldOf } from "../../app/car/simulated_car.ts";
import { SimClock, type SimHal, simHal } from "../../hal/sim/mod.ts";
import { common, vehicles } from "../../plugins/mod.ts";
import {
  SimTwizy,
  simulateTwizy,
  type Truth,
} from "../../plugins/twizy/sim/mod.ts";
import { csvText, recordsOf } from "../../runtime/records/export/mod.ts";
import { PARAM } from "../../runtime/settings/params.ts";
import { Runtime } from "../../runtime/runtime.ts";
import { argument } from "./arguments.ts";

/** Steps of the car, ms. */
const STEP = 100;
const MINUTE = 60_000;
/** The day ends at a local midnight, so that there is a record of it. */
const MIDNIGHT = new Date(2026, 2, 3).getTime();

/** What the day is like. */
export interface DayPlan {
  /** Minutes of driving, half of them on fast roads, half in the city. */
  readonly drive: number;
  /** Minutes with the cable plugged in, soon after the drive. */
  readonly charge: number;
  /** Hours in all; the car is parked for the rest, a third of the day before it drives. */
  readonly hours: number;
  readonly seed: number;
  /** % at the beginning. */
  readonly soc: number;
  /** How the gateway counts energy: with the pack's voltage, or the guide's 64 V. */
  readonly energy?: "measured" | "guide";
}

/** One quantity by the records and by the car. */
export interface Compared {
  readonly what: string;
  readonly unit: string;
  readonly records: number;
  readonly car: number;
}

/** What came of a day. */
export interface DayResult {
  readonly compared: readonly Compared[];
  /** Largest difference between a recorded SOC and the car's in that minute, %. */
  readonly socDeviation: number;
  readonly frames: number;
  /** Records by type. */
  readonly counts: ReadonlyMap<string, number>;
  /** Reports of the log that are no news. */
  readonly complaints: readonly string[];
}

type Row = Readonly<Record<string, string | undefined>>;

/** Plays a day. */
export async function day(plan: DayPlan): Promise<DayResult> {
  const clock = new SimClock(MIDNIGHT - plan.hours * 60 * MINUTE),
    hal = simHal(clock);
  const car = new SimTwizy({ soc: plan.soc, seed: plan.seed });
  const complaints: string[] = [];
  hal.store.put("params", { [PARAM.vehicleType]: "RT" });
  const runtime = new Runtime({
    hal,
    common,
    vehicles,
    log: (level, event) => {
      if (level === "error" || level === "warning") complaints.push(event);
    },
  });
  runtime.settings.put("power.energy", plan.energy ?? "measured", "soak");
  runtime.start();
  const stop = new SimulatedCar(hal, simulateTwizy(worldOf(hal), car)).start(
    STEP,
  );
  try {
    const socs = await live(car, clock, plan);
    return {
      ...result(hal, runtime, car.truth, socs, plan.energy),
      frames: hal.bus.counters.received,
      complaints,
    };
  } finally {
    stop();
    runtime.stop();
    hal.store.close();
  }
}

/** The day itself; gives the car's SOC by the minute. */
async function live(
  car: SimTwizy,
  clock: SimClock,
  { drive, charge, hours }: DayPlan,
): Promise<ReadonlyMap<string, number>> {
  const socs = new Map<string, number>();
  const minutes = async (n: number) => {
    for (let i = 0; i < n; i++) {
      await clock.run(MINUTE);
      socs.set(minuteOf(clock.wall().ms), car.truth.soc);
    }
  };
  const before = Math.floor(hours * 60 / 3);
  await minutes(before);
  car.key(true);
  car.drive("highway");
  await minutes(drive / 2);
  car.drive("city");
  await minutes(drive / 2 - 1);
  car.halt();
  await minutes(1);
  car.key(false);
  await minutes(2);
  car.plug();
  await minutes(charge);
  car.unplug();
  const passed = before + drive + 2 + charge;
  // One minute more, in which the day is recorded.
  await minutes(Math.max(0, hours * 60 - passed) + 1);
  return socs;
}

const minuteOf = (ms: number) => new Date(ms).toISOString().slice(0, 16);

/** Reads the records as the program exports them. */
function result(
  { store }: SimHal,
  { registry }: Runtime,
  truth: Truth,
  socs: ReadonlyMap<string, number>,
  energy: DayPlan["energy"],
): Pick<DayResult, "compared" | "socDeviation" | "counts"> {
  const counts = new Map<string, number>();
  const rows = (type: string): readonly Row[] => {
    const decl = registry.records.get(type)?.def;
    if (!decl) throw new Error(`nobody declares the record ${type}`);
    const text = csvText(recordsOf(store, decl), decl);
    const all = parse(text, { skipFirstRow: true });
    counts.set(type, all.length);
    return all;
  };
  const trips = rows("RT-PWR-Trip"), charges = rows("RT-PWR-Charge");
  const usage = usageOf(rows("RT-PWR-UsageStats"));
  const packs = rows("RT-PWR-BattPack");
  rows("RT-GPS-Log");
  rows("RT-PWR-BattCell");
  const compare = (
    what: string,
    unit: string,
    records: number,
    car: number,
  ) => ({
    what,
    unit,
    records,
    car,
  });
  const { distance, soc } = truth;
  const { used, regained, charged } = energy === "guide"
    ? truth
    : truth.measured;
  return {
    counts,
    compared: [
      compare("used, trips", "Wh", sum(trips, "usedWh"), used),
      compare("regained, trips", "Wh", sum(trips, "regainedWh"), regained),
      compare("charged, charges", "Wh", sum(charges, "chargedWh"), charged),
      compare("distance, trips", "km", sum(trips, "km"), distance / 1000),
      compare("used, usage statistics", "Wh", usage.used, used),
      compare(
        "recovered, usage statistics",
        "Wh",
        usage.recovered,
        regained + charged,
      ),
      compare("distance, usage statistics", "km", usage.km, distance / 1000),
      ...rows("RT-PWR-Day").flatMap((day) => [
        compare("used, day", "Wh", number(day, "usedWh"), used),
        compare("regained, day", "Wh", number(day, "regainedWh"), regained),
        compare("charged, day", "Wh", number(day, "chargedWh"), charged),
        compare("distance, day", "km", number(day, "km"), distance / 1000),
      ]),
      compare("SOC at the end", "%", number(packs.at(-1), "soc") / 100, soc),
    ],
    socDeviation: Math.max(
      ...packs.map((pack) => {
        const then = socs.get((pack["time"] ?? "").slice(0, 16));
        return Math.abs(number(pack, "soc") / 100 - (then ?? NaN));
      }),
    ),
  };
}

function number(row: Row | undefined, name: string): number {
  const text = row?.[name];
  if (text === undefined || text === "") {
    throw new Error(`the record has no ${name}`);
  }
  return Number(text);
}

const sum = (rows: readonly Row[], name: string) =>
  rows.reduce((total, row) => total + number(row, name), 0);

/** Sums of the usage records, which begin anew with each trip and charge. */
function usageOf(rows: readonly Row[]) {
  const total = { used: 0, recovered: 0, km: 0 };
  const columns = (row: Row, name: string) =>
    ["const", "accel", "decel"].reduce(
      (sum, section) => sum + number(row, section + name),
      0,
    );
  rows.forEach((row, i) => {
    const next = rows[i + 1];
    const isLast = next === undefined ||
      columns(next, "Used") + columns(next, "Recovered") <
        columns(row, "Used") + columns(row, "Recovered");
    if (!isLast) return;
    total.used += columns(row, "Used") / 22500;
    total.recovered += columns(row, "Recovered") / 22500;
    total.km += columns(row, "Distance") / 10_000;
  });
  return total;
}

/** Difference in percent of the car's value. */
export function deviation({ records, car }: Compared): number {
  return car === 0
    ? Math.abs(records) * 100
    : Math.abs(records / car - 1) * 100;
}

/** Difference that is allowed, %. */
export const ALLOWED = 0.5;
/** Seconds that a day ought to take at most. */
const WANTED = 20;

async function main(): Promise<boolean> {
  const begin = performance.now();
  const { compared, socDeviation, frames, counts, complaints } = await day({
    drive: argument("drive", 60),
    charge: argument("charge", 240),
    hours: argument("hours", 24),
    seed: argument("seed", 1),
    soc: argument("soc", 95),
  });
  const seconds = (performance.now() - begin) / 1000;
  console.log(
    `${frames} frames in ${seconds.toFixed(1)} s (wanted: ${WANTED})`,
  );
  for (const [type, count] of counts) console.log(`${count} ${type}`);
  for (const row of compared) {
    const { what, unit, records, car } = row;
    console.log(
      `${what.padEnd(28)} records ${records.toFixed(3).padStart(10)} ${unit}` +
        `, car ${car.toFixed(3).padStart(10)} ${unit}` +
        `, ${deviation(row).toFixed(3)} %`,
    );
  }
  console.log(`SOC of the records: at most ${socDeviation.toFixed(3)} % off`);
  for (const complaint of complaints) console.log(complaint);
  return socDeviation <= ALLOWED && complaints.length === 0 &&
    compared.every((row) => deviation(row) <= ALLOWED);
}

// Explicitly, as main.ts does: at a natural end Deno 2.9.6 crashed in some runs, in a thread of V8
if (import.meta.main) Deno.exit(await main() ? 0 : 1);
