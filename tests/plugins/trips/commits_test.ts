import { ok } from "node:assert/strict";
import { SimulatedCar, worldOf } from "../../../app/car/simulated_car.ts";
import { SimClock, simHal } from "../../../hal/sim/mod.ts";
import { openStore } from "../../../hal/store/mod.ts";
import { common, vehicles } from "../../../plugins/mod.ts";
import { SimTwizy, simulateTwizy } from "../../../plugins/twizy/sim/mod.ts";
import { Runtime } from "../../../runtime/runtime.ts";

const MINUTE = 60_000;
/** Minutes that are looked at. */
const DRIVEN = 10, PARKED = 20;

/** Commits that the store's ledger counts. */
const commits = (path: string) =>
  Number(
    /^commits (\d+)/.exec(Deno.readTextFileSync(`${path}.ledger`))?.[1],
  );

Deno.test("trips, logbook, statistics, track and last values together are two commits a minute at most, and none while parked", async () => {
  const folder = Deno.makeTempDirSync({ prefix: "commits_" });
  const path = `${folder}/x.db`;
  const clock = new SimClock(), store = openStore({ path, clock });
  const hal = simHal(clock, store), car = new SimTwizy();
  store.put("params", { 14: "RT" });
  const runtime = new Runtime({ hal, common, vehicles, log: () => {} });
  runtime.start();
  const stop = new SimulatedCar(hal, simulateTwizy(worldOf(hal), car)).start(
    100,
  );
  try {
    car.key(true);
    car.drive("city");
    await clock.run(2 * MINUTE);
    const driving = commits(path);
    await clock.run(DRIVEN * MINUTE);
    const made = commits(path) - driving;
    ok(made >= DRIVEN - 1, `${made} commits: something is not kept`);
    ok(made <= 2 * DRIVEN, `${made} commits in ${DRIVEN} minutes of driving`);
    car.key(false);
    await clock.run(30 * MINUTE);
    const parked = commits(path);
    await clock.run(PARKED * MINUTE);
    const rest = commits(path) - parked;
    ok(rest <= 1, `${rest} commits in ${PARKED} minutes of parking`);
  } finally {
    stop();
    runtime.stop();
    store.close();
    Deno.removeSync(folder, { recursive: true });
  }
});
