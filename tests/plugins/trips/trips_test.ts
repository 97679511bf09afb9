import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { BEGIN, run, type Told, world } from "./any_car.ts";

const MINUTE = 60;
const at = (seconds: number) =>
  `${new Date(BEGIN + seconds * 1000).toISOString().slice(0, 19)}Z`;

/** A drive of so many seconds at 36 km/h: 10 m and 1 Wh a second. */
const drive = (n: number, from = 0): Told => ({
  on: true,
  speed: 36,
  power: n % 2 ? 12 : -4,
  soc: 80 - n / 60,
  odometer: 1000 + Math.floor((from + n) / 10) / 10,
  used: (from + n) / 1000,
  regained: (from + n) / 10_000,
});
const PARKED: Told = { on: false, speed: 0 };

Deno.test("a trip is one record: from on to off, with what the car told", async () => {
  const hal = world(), car = run(hal);
  await car.tell(10, PARKED);
  await car.tell(601, drive);
  deepEqual(await car.trips(), []);
  await car.tell(6 * MINUTE, PARKED);
  const [trip, ...more] = await car.trips();
  deepEqual(more, []);
  deepEqual(
    { ...trip, id: 0 },
    {
      id: 0,
      vehicle: "",
      begin: at(11),
      end: at(611),
      seconds: 600,
      whole: true,
      moving: 601,
      km: 6,
      usedWh: 600,
      regainedWh: 60,
      socBefore: 80,
      socAfter: 70,
      maxSpeed: 36,
      maxPower: 12,
      maxRegained: 4,
      from: null,
      to: null,
    },
  );
  deepEqual(car.faults, []);
  car.end();
});

Deno.test("a short pause belongs to the trip, a long one ends it, and plugging in ends it at once", async () => {
  const hal = world(), car = run(hal);
  await car.tell(100, drive);
  await car.tell(4 * MINUTE, PARKED);
  await car.tell(100, (n) => drive(n, 100));
  await car.tell(6 * MINUTE, PARKED);
  await car.tell(100, (n) => drive(n, 200));
  await car.tell(5, PARKED);
  await car.tell(5, { ...PARKED, charging: true });
  const trips = await car.trips();
  deepEqual(trips.map(({ seconds, km }) => [seconds, km?.toFixed(1)]), [
    [439, "1.9"],
    [99, "0.9"],
  ]);
  equal(trips[1]?.end, at(100 + 240 + 100 + 360 + 100));
  car.end();
});

Deno.test("a car that was switched on and not driven made no trip; one that tells no way did", async () => {
  const hal = world(), car = run(hal);
  await car.tell(120, { on: true, speed: 0, odometer: 1000 });
  await car.tell(6 * MINUTE, PARKED);
  deepEqual(await car.trips(), []);
  car.end();
  const silent = run(hal, ["speed", "odometer", "power", "used", "regained"]);
  await silent.tell(120, { on: true, soc: 50 });
  await silent.tell(6 * MINUTE, { on: false });
  const [trip] = await silent.trips();
  deepEqual(
    [trip?.seconds, trip?.km, trip?.usedWh, trip?.moving, trip?.maxSpeed],
    [119, null, null, null, null],
  );
  equal(trip?.socBefore, 50);
  silent.end();
});

Deno.test("counters that begin anew with each trip, and odometers that jump, invent no way and no energy", async () => {
  const hal = world(), car = run(hal);
  await car.tell(10, { ...PARKED, odometer: 500, used: 7 });
  await car.tell(50, (n) => ({
    ...drive(n),
    odometer: n === 20 ? 99_999 : 500 + n / 100,
    used: n / 1000,
  }));
  await car.tell(6 * MINUTE, PARKED);
  const [trip] = await car.trips();
  // Both steps of the jump, up and down, are lost
  equal(trip?.km?.toFixed(2), "0.47");
  equal(trip?.usedWh?.toFixed(0), "49");
  car.end();
});

Deno.test("a car that falls silent was off since its last word", async () => {
  const hal = world(), car = run(hal);
  await car.tell(300, drive);
  await car.tell(10 * MINUTE);
  const [trip] = await car.trips();
  // A word counts as heard until the second after it
  equal(trip?.end, at(301));
  equal(trip?.seconds, 300);
  car.end();
});

Deno.test("a charge is one record, with its cost at the price of its time", async () => {
  const hal = world(), car = run(hal);
  car.set("trips.price", "0.3");
  const charging = (from: number) => (n: number): Told => ({
    on: false,
    charging: true,
    soc: 50 + n / 360,
    power: -3.6,
    charged: from + n / 1000,
    temperature: 20 + n / 3600,
  });
  await car.tell(1001, charging(0));
  car.set("trips.price", "0.5");
  await car.tell(1000, charging(1.001));
  await car.tell(6 * MINUTE, { charging: false });
  const [charge] = await car.charges();
  equal(charge?.chargedWh?.toFixed(0), "2000");
  equal(charge?.gridWh, null);
  equal(charge?.cost, 0.8);
  equal(charge?.currency, "EUR");
  equal(charge?.maxPower, 3.6);
  equal(charge?.socBefore, 50);
  deepEqual([charge?.tempMin, charge?.tempMax], [20, 20.3]);
  equal(charge?.begin, at(1));
  car.end();
});

Deno.test("what the mains gave is what costs; without a price nothing has a cost", async () => {
  const hal = world(), car = run(hal);
  car.set("trips.price", "0.25");
  car.set("trips.currency", "CHF");
  // A spreadsheet takes neither for a formula nor for the end of a cell
  for (const wrong of ["=1+1", "@a", '€"', "a,b", "a b"]) {
    throws(() => car.set("trips.currency", wrong), /a letter or a sign and up/);
  }
  car.set("trips.currency", "€/kWh");
  car.set("trips.currency", "CHF");
  await car.tell(1001, (n) => ({
    charging: true,
    charged: n / 1000,
    grid: n * 1.2 / 1000,
  }));
  await car.tell(6 * MINUTE, { charging: false });
  car.set("trips.price", "0");
  await car.tell(101, (n) => ({ charging: true, charged: 1 + n / 1000 }));
  await car.tell(6 * MINUTE, { charging: false });
  const [priced, free] = await car.charges();
  deepEqual([priced?.cost, priced?.currency], [0.3, "CHF"]);
  deepEqual([free?.cost, free?.currency], [null, ""]);
  car.end();
});

Deno.test("a power cut in the middle: the trip ends with what was known, and is told as cut", async () => {
  const hal = world(), car = run(hal);
  await car.tell(305, drive);
  // Nobody says stop: what is in the store is all there is
  const cut = world();
  for (const section of ["params", "plugin.trips"]) {
    cut.store.put(section, Object.fromEntries(hal.store.entries(section)));
  }
  cut.clock.setWall(BEGIN + 3_600_000, true);
  const after = run(cut);
  await after.tell(10, PARKED);
  const [trip, ...more] = await after.trips();
  deepEqual(more, []);
  equal(trip?.whole, false);
  equal(trip?.end, at(300));
  equal(trip?.km?.toFixed(1), "2.9");
  equal(trip?.begin, at(1));
  // Once, also over a further restart
  after.end();
  const again = run(cut);
  await again.tell(10, PARKED);
  equal((await again.trips()).length, 1);
  again.end();
  car.end();
});

Deno.test("a restart while driving does not cut a trip in two", async () => {
  const hal = world(), car = run(hal);
  await car.tell(200, drive);
  car.end();
  const after = run(hal);
  await after.tell(200, (n) => drive(n, 200));
  await after.tell(6 * MINUTE, PARKED);
  const trips = await after.trips();
  equal(trips.length, 1);
  deepEqual([trips[0]?.begin, trips[0]?.whole], [at(1), true]);
  after.end();
});

Deno.test("without a clock a trip has no date until the time comes, and none is invented", async () => {
  const hal = world(false), car = run(hal);
  await car.tell(100, drive);
  await car.tell(6 * MINUTE, PARKED);
  const [unknown] = await car.trips();
  deepEqual([unknown?.begin, unknown?.end, unknown?.seconds], [null, null, 99]);
  hal.clock.setWall(BEGIN + 460_000, true);
  await car.tell(2 * MINUTE, PARKED);
  const [known] = await car.trips();
  deepEqual([known?.begin, known?.end], [at(1), at(100)]);
  car.end();
  // A trip that a power cut ended without a clock stays without a date
  const other = world(false), begun = run(other);
  await begun.tell(130, drive);
  const left = world();
  left.store.put(
    "plugin.trips",
    Object.fromEntries(other.store.entries("plugin.trips")),
  );
  const after = run(left);
  await after.tell(3 * MINUTE, PARKED);
  const [cut] = await after.trips();
  deepEqual([cut?.begin, cut?.end, cut?.whole], [null, null, false]);
  begun.end();
  after.end();
});

Deno.test("places are kept where the fix is of the begin and of the end, and only if the owner wants them", async () => {
  for (const wanted of [true, false]) {
    const hal = world(), car = run(hal);
    if (!wanted) car.set("trips.places", "off");
    await car.tell(100, (n) => {
      hal.gps.report({
        fix: true,
        latitude: 51.5 + n / 1000,
        longitude: 7.25,
      });
      return drive(n);
    });
    await car.tell(6 * MINUTE, PARKED);
    const [trip] = await car.trips();
    ok(trip !== undefined);
    equal(trip.from !== null, wanted);
    equal(trip.to?.latitude.toFixed(2), wanted ? "51.60" : undefined);
    const stored = JSON.stringify([
      hal.store.history({ type: "*-Log-Trip" }),
      [...hal.store.entries("plugin.trips")],
    ]);
    equal(stored.includes("51."), wanted);
    car.end();
  }
});

Deno.test("what is under way is told, with the last ones; one is found by its number", async () => {
  const hal = world(), car = run(hal);
  await car.tell(100, drive);
  const now = await car.ask("now") as Record<
    string,
    { seconds: number } | null
  >;
  deepEqual([now["trip"]?.seconds, now["charge"], now["lastTrip"]], [
    99,
    null,
    null,
  ]);
  await car.tell(6 * MINUTE, PARKED);
  const [trip] = await car.trips();
  deepEqual(await car.ask("trip", { id: String(trip?.id) }), trip);
  const after = await car.ask("now") as { trip: null; lastTrip: unknown };
  deepEqual([after.trip, after.lastTrip], [null, trip]);
  const none = await car.ask("trip", { id: "9999" }).catch(String);
  equal(none, "Error: There is no 9999: it was not kept, or never was");
  const since = BEGIN + 3_600_000;
  deepEqual(await car.ask("trips", { since: String(since) }), []);
  car.end();
});

Deno.test("another vehicle type has trips and charges of its own; those that do not tell it are of any", async () => {
  const hal = world(), unknown = run(hal);
  await unknown.tell(100, drive);
  await unknown.tell(6 * MINUTE, PARKED);
  unknown.end();
  const first = run(hal, [], "AA");
  await first.tell(100, drive);
  await first.tell(6 * MINUTE, PARKED);
  await first.tell(100, (n) => ({ charging: true, charged: n / 1000 }));
  await first.tell(6 * MINUTE, { charging: false });
  // Under way while the owner changes the vehicle type
  await first.tell(100, drive);
  first.end();
  const second = run(hal, [], "BB");
  const types = async (vehicle?: string) => {
    const args = vehicle === undefined ? {} : { vehicle };
    return (await second.ask("trips", args) as { vehicle: string }[])
      .map(({ vehicle }) => vehicle);
  };
  deepEqual(await types("present"), [""]);
  deepEqual(await second.ask("charges", { vehicle: "present" }), []);
  const before = await second.ask("now") as Record<string, unknown>;
  deepEqual([before["trip"], before["lastCharge"], before["others"]], [
    null,
    null,
    ["AA"],
  ]);
  await second.tell(100, (n) => drive(n, 300));
  await second.tell(6 * MINUTE, PARKED);
  deepEqual(await types(), ["", "AA", "AA", "BB"]);
  deepEqual(await types("AA"), ["", "AA", "AA"]);
  deepEqual(await types("present"), ["", "BB"]);
  // What was under way ended with the change, and is no trip of the other car
  const all = await second.trips();
  deepEqual(all.map(({ seconds, whole }) => [seconds, whole]), [
    [99, true],
    [99, true],
    [99, true],
    [99, true],
  ]);
  const wrong = await second.ask("trips", { vehicle: "car" }).catch(String);
  match(String(wrong), /expected a vehicle type such as RT, or present/);
  second.end();
});

Deno.test("what was under way before types were kept goes on", async () => {
  const hal = world(), car = run(hal, [], "AA");
  await car.tell(100, drive);
  car.end();
  const open = JSON.parse(hal.store.get("plugin.trips", "open") ?? "");
  delete open.trip.vehicle;
  hal.store.put("plugin.trips", { open: JSON.stringify(open) });
  const after = run(hal, [], "AA");
  await after.tell(100, (n) => drive(n, 100));
  await after.tell(6 * MINUTE, PARKED);
  const trips = await after.trips();
  deepEqual(trips.map(({ begin, whole }) => [begin, whole]), [[at(1), true]]);
  after.end();
});

Deno.test("what is under way costs no write of its own while others write, and none while parked", async () => {
  const hal = world(), car = run(hal);
  let puts = 0;
  const { put } = hal.store;
  hal.store.put = (section, changes) => {
    if (section === "plugin.trips") puts++;
    put.call(hal.store, section, changes);
  };
  await car.tell(10 * MINUTE, drive);
  ok(puts >= 9 && puts <= 11, `${puts} writes in ten minutes`);
  await car.tell(7 * MINUTE, PARKED);
  const before = puts;
  await car.tell(30 * MINUTE, PARKED);
  equal(puts, before);
  car.end();
});
