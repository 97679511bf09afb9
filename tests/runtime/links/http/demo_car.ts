/** A simulated Twizy with a runtime, as the web console's tests and its demonstration need it. */
import { openSeries } from "../../../../hal/series/mod.ts";
import { deviceSettings } from "../../../../app/hardware/chosen.ts";
import { SimulatedCar, worldOf } from "../../../../app/car/simulated_car.ts";
import { SimClock, type SimHal, simHal } from "../../../../hal/sim/mod.ts";
import { common, vehicles } from "../../../../plugins/mod.ts";
import { SimTwizy, simulateTwizy } from "../../../../plugins/twizy/sim/mod.ts";
import type { Log } from "../../../../runtime/log.ts";
import type { Plugin } from "../../../../runtime/contract/plugin.ts";
import { Runtime } from "../../../../runtime/runtime.ts";

const MINUTE = 60_000;
/** Raster in which the car lives, ms. */
const STEP = 100;
const DAYS = 30, DAY = 86_400_000, CELLS = 14;

/** What there is to act on. */
export interface DemoCar {
  readonly runtime: Runtime;
  readonly hal: SimHal<SimClock>;
  readonly car: SimTwizy;
  readonly clock: SimClock;
  /** Takes the car away: nothing is heard of it any more. */
  away(): void;
  /** Events of the log: level and event with details. */
  readonly logged: readonly string[];
  [Symbol.dispose](): void;
}

/** How the car is made. */
export interface DemoOptions {
  /** Wall time at the start, ms. */
  readonly wall?: number;
  /** Parameters to start with. */
  readonly params?: Readonly<Record<number, string>>;
  /** Plugins from outside. */
  readonly extra?: readonly Plugin[];
}

/** Makes the car, parked with its key off; time passes only when the clock is run. */
export function demoCar(
  { wall, params = {}, extra = [] }: DemoOptions = {},
): DemoCar {
  const clock = wall === undefined ? new SimClock() : new SimClock(wall);
  const series = openSeries(":memory:");
  const hal = { ...simHal(clock), series }, logged: string[] = [];
  const log: Log = (level, event, details = {}) =>
    logged.push(`${level} ${event} ${JSON.stringify(details)}`);
  hal.store.put("params", { 8: "TWIZY42", 14: "RT", ...params });
  writeDrift(hal);
  const car = new SimTwizy();
  const runtime = new Runtime({
    hal,
    common,
    vehicles,
    extra,
    log,
    settings: { devices: deviceSettings },
    fresh: false,
  });
  runtime.start();
  const stop = new SimulatedCar(hal, simulateTwizy(worldOf(hal), car)).start(
    STEP,
  );
  return {
    runtime,
    hal,
    car,
    clock,
    logged,
    away: stop,
    [Symbol.dispose]() {
      stop();
      runtime.stop();
      hal.store.close();
      series.close();
    },
  };
}

/** A month of the battery's drift: cell 9 gets worse. */
function writeDrift({ clock, store }: SimHal): void {
  const today = Math.floor(clock.wall().ms / DAY);
  const days = Array.from({ length: DAYS }, (_, i) => {
    const cells = Array.from(
      { length: CELLS },
      (_, cell) => cell === 8 ? -5 - Math.round(i * 0.7) : (cell * 5) % 15 - 5,
    );
    return [String(today - DAYS + i), JSON.stringify(cells)];
  });
  store.put("plugin.batt", Object.fromEntries(days));
}

/** Two drives with a charge between them: records for every page. */
export async function liveThrough(
  { car, clock, hal, runtime }: DemoCar,
): Promise<void> {
  const pass = (minutes: number) => clock.run(minutes * MINUTE);
  const reception = (signal: number) =>
    hal.gsm.state = { ...hal.gsm.state, signal, registered: signal > 0 };
  runtime.features.set(8, "1", "test");
  runtime.settings.set("trips.price", "0.3", "test");
  car.command("cell 9 -20");
  car.key(true);
  await pass(0.2);
  car.drive("city");
  for (const signal of [22, 18, 12, 6, 0, 9, 16, 24]) {
    reception(signal);
    await pass(1);
  }
  car.key(false);
  await pass(12);
  car.command("soc 90");
  car.plug();
  await pass(25);
  car.unplug();
  await pass(11);
  car.key(true);
  await pass(0.2);
  car.drive("highway");
  for (const signal of [20, 25, 28, 26, 21]) {
    reception(signal);
    await pass(1);
  }
}

/** Runs the clock with real time until stopped. */
export function keepTime(clock: SimClock): () => void {
  let busy = false;
  const timer = setInterval(async () => {
    if (busy) return;
    busy = true;
    await clock.run(STEP);
    busy = false;
  }, STEP);
  return () => clearInterval(timer);
}
