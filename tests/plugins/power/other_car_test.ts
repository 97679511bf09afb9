/** What was driven with one vehicle type is not shown as another's. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { demoCar } from "../../runtime/links/http/demo_car.ts";

const MINUTE = 60_000, TYPE = 14;

Deno.test("another vehicle type has a logbook of its own: its days, and no trip of the car before", async () => {
  using world = demoCar();
  const { car, clock, hal, runtime } = world;
  const be = async (type: string) => {
    runtime.params.set(new Map([[TYPE, type]]), "test");
    await clock.run(2 * MINUTE);
  };
  const usedToday = async () => {
    const call = { link: "http", from: "", principal: "owner" } as const;
    const asked = runtime.query("power/now", {}, false, call);
    await clock.run(100);
    const { value } = await asked as { value: { today: { usedWh: number } } };
    return value.today?.usedWh ?? 0;
  };
  const trips = (type: string) =>
    hal.store.history({ type: `${type}-PWR-Trip` }).length;
  car.key(true);
  car.drive("city");
  await clock.run(3 * MINUTE);
  const used = await usedToday();
  ok(used > 10, `${used} Wh`);
  await be("NL");
  equal(await usedToday(), 0);
  equal(trips("NL"), 0);
  await be("RT");
  ok(await usedToday() >= used);
  deepEqual([trips("RT"), trips("NL")], [1, 0]);
});
