/** A whole life of an owner with the module, by SMS alone, on a store that survives restarts. */
import { deepEqual, equal, match } from "node:assert/strict";
import { SimulatedCar, worldOf } from "../../app/car/simulated_car.ts";
import { SimClock, type SimHal, simHal } from "../../hal/sim/mod.ts";
import { openStore } from "../../hal/store/mod.ts";
import { common, vehicles } from "../../plugins/mod.ts";
import { SimTwizy, simulateTwizy } from "../../plugins/twizy/sim/mod.ts";
import { Runtime } from "../../runtime/runtime.ts";

const OWNER = "+491701234567", FRIEND = "+491709999999";
/** Steps of the simulated car, ms. */
const STEP = 100;

/** The module in its car: can be unplugged from its supply and plugged in again. */
class Life implements AsyncDisposable {
  readonly clock = new SimClock();
  /** Errors and warnings of the log. */
  readonly complaints: string[] = [];
  #at: { hal: SimHal<SimClock>; end: () => void };
  #seen = 0;

  constructor(readonly path: string, readonly car: SimTwizy) {
    this.#at = this.#powerUp();
  }

  #powerUp() {
    const { clock, path, complaints } = this;
    const hal = simHal(clock, openStore({ path, clock }));
    const runtime = new Runtime({
      hal,
      common,
      vehicles,
      log: (level, event) => {
        if (level === "error" || level === "warning") complaints.push(event);
      },
    });
    runtime.start();
    const leave = new SimulatedCar(hal, simulateTwizy(worldOf(hal), this.car))
      .start(STEP);
    this.#seen = 0;
    return {
      hal,
      end: () => {
        leave();
        runtime.stop();
        hal.store.close();
      },
    };
  }

  /** Takes the module's power away and gives it back. */
  restart(): void {
    this.#at.end();
    this.#at = this.#powerUp();
  }

  async minutes(n: number): Promise<void> {
    await this.clock.run(n * 60_000);
  }

  /** Texts the module; the answer, messages joined by `|`. */
  async sms(text: string, from = OWNER): Promise<string> {
    const { gsm } = this.#at.hal, before = gsm.sent.length;
    let done = false;
    void gsm.incoming(from, text).then(() => done = true);
    while (!done) await this.clock.run(STEP);
    return gsm.sent.splice(before).map((sms) => sms.text).join("|");
  }

  /** What the module texted unasked since the last call. */
  told(): readonly string[] {
    const { sent } = this.#at.hal.gsm, texts = sent.slice(this.#seen);
    this.#seen = sent.length;
    return texts.map(({ text }) => text);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#at.end();
    return Promise.resolve();
  }
}

/** The guide's chapter on configuration, before the car is turned on for the first time. */
async function setUp(module: Life): Promise<void> {
  equal(await module.sms("STAT?"), "Permission denied");
  equal(
    await module.sms("REGISTER OVMS"),
    "Your phone has been registered as the owner.",
  );
  equal(
    await module.sms("PASS secret1"),
    "Module password has been changed.",
  );
  equal(
    await module.sms("MODULE TWIZY42 K SMSIP RT"),
    "Module:\r\n VehicleID:TWIZY42\r\n VehicleType:RT\r\n Units:K\r\n Notifications:SMSIP",
  );
  match(await module.sms("VERSION"), /^OVMS Firmware version: .*\/RT.*\/V2$/);
  equal(await module.sms("STAT?"), "No data from the vehicle yet");
  equal(await module.sms("FEATURES?"), "Features:");
}

/** The set-up is there, and obeys the owner alone. */
async function isSetUp(module: Life): Promise<void> {
  match(await module.sms("VERSION"), /^OVMS Firmware version: .*\/RT.*\/V2$/);
  equal(
    await module.sms("MODULE?"),
    "Module:\r\n VehicleID:TWIZY42\r\n VehicleType:RT\r\n Units:K\r\n Notifications:SMSIP",
  );
  equal(await module.sms("STAT?", FRIEND), "Permission denied");
  match(await module.sms("GPS? secret1", FRIEND), /^Car location:\r\nhttps:/);
}

/** A first drive of a quarter of an hour; the report comes by itself. */
async function drives(module: Life): Promise<void> {
  const { car } = module;
  car.key(true);
  await module.minutes(1);
  match(
    await module.sms("STAT?"),
    /^Not charging\n Full charge: 106 min\.\n Range: 49 - 49 km\n SOC: (59\.9\d)% \(\1%\.\.60\.00%\)\n ODO: 4419 km$/,
  );
  equal(await module.sms("RANGE 80"), "Max ideal range: 80 km");
  car.drive("city");
  await module.minutes(15);
  car.halt();
  await module.minutes(1);
  equal(await module.sms("BATT"), "Volts: SD:5mV OK Temps: SD:1C OK ");
  deepEqual(module.told(), []);
  car.key(false);
  await module.minutes(1);
  const [report = "", ...more] = module.told();
  deepEqual(more, []);
  match(report, /^Efficiency \d+ Wh\/km R=\d+%\n Const \d+% /);
  equal(await module.sms("POWER"), report);
  match(
    await module.sms("POWER T"),
    /^Power -\d{3} \+\d+ Wh 8\.\d km\n Const .*\n Accel .*\n Decel .*\n Up \d+m .*\n Down \d+m /,
  );
}

/** A charge with an alert, which somebody interrupts while the module is restarted as well. */
async function charges(module: Life): Promise<void> {
  const { car } = module;
  match(
    await module.sms("CA 60%"),
    /^Charge Alert: 60%\n Time: 1\d min\.\n Full charge: 12\d min\.$/,
  );
  car.plug();
  await module.minutes(5);
  deepEqual(module.told(), []);
  match(await module.sms("STAT?"), /^Charging\n CHG: 1\d\d Wh\n Full: \d+ min/);
  car.unplug();
  await module.minutes(5);
  const [stopped = "", ...more] = module.told();
  match(stopped, /^Charging Stopped\n CHG: 1\d\d Wh\n Full: \d+ min\.\n/);
  deepEqual(more, []);
  module.restart();
  match(await module.sms("STAT?"), /^Charging Stopped\n /);
  car.plug();
  await module.minutes(20);
  const [again = "", enough = "", ...others] = module.told();
  match(again, /^Charging\n CHG: \d Wh\n Full: \d+ min\.\n/);
  match(
    enough,
    /^Charging, Topping off\n CHG: \d+ Wh\n .*\n Range: \d+ - 48 km\n SOC: 60\.0\d% /,
  );
  deepEqual(others, []);
  car.setSoc(99);
  await module.minutes(30);
  const [done = "", ...later] = module.told();
  match(
    done,
    /^Charging Done\n CHG: \d+ Wh\n Range: \d+ - 80 km\n SOC: 100\.00% /,
  );
  deepEqual(later, []);
}

/** The car is parked for the night; the module knows the last values after a restart, too. */
async function sleeps(module: Life): Promise<void> {
  module.car.unplug();
  await module.minutes(60);
  module.restart();
  await module.minutes(60);
  deepEqual(module.told(), [], "nobody is woken");
  match(await module.sms("STAT?"), /^Charging Done\n /);
  equal(await module.sms("FEATURES?"), "Features:\r\n 10:60\r\n 12:80");
  equal(
    await module.sms("PARAMS?"),
    "Params:\n0:+491701234567\n1:secret1\n2:K\n3:SMSIP\n8:TWIZY42\n14:RT\n26:60%\n28:80",
  );
  equal(await module.sms("CA"), "Charge Alert: OFF\n Full charge: 0 min.");
  module.car.key(true);
  await module.minutes(1);
  match(await module.sms("STAT?"), /^Not charging\n Full charge: 1 min\.\n /);
}

Deno.test("an owner's life: set-up, restart, drive, charge with alert and interruption, all by SMS", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const car = new SimTwizy({ soc: 60, odometer: 4419.4 });
    await using module = new Life(`${folder}/store.db`, car);
    await setUp(module);
    module.restart();
    await module.minutes(1);
    deepEqual(module.told(), [], "nothing to remind of");
    await isSetUp(module);
    await drives(module);
    await charges(module);
    await sleeps(module);
    deepEqual(module.complaints, []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
