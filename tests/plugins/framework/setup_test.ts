import { deepEqual, equal } from "node:assert/strict";
import { definePlugin, defineVehicle } from "ovms-edge";
import { openStore } from "../../../hal/store/mod.ts";
import { SimClock, type SimHal, simHal } from "../../../hal/sim/mod.ts";
import framework from "../../../plugins/framework/mod.ts";
import type { Store } from "../../../hal/mod.ts";
import { Runtime } from "../../../runtime/runtime.ts";

const phone = "+491701234567";

/** Stands for a vehicle that takes a verb over and brings others. */
const rt = defineVehicle({
  type: "RT",
  name: "Renault Twizy",
  plugins: [
    definePlugin({
      id: "debug",
      sms: { "DEBUG": { usage: "DEBUG", run: () => "debug" } },
    }),
    definePlugin({
      id: "stat",
      sms: {
        "STAT": {
          usage: "STAT",
          query: true,
          code: 6,
          replaces: "framework",
          run: () => ["Not charging", "SOC: 97.38%"],
        },
      },
    }),
    definePlugin({
      id: "range",
      sms: { "RANGE": { usage: "RANGE", run: () => "range" } },
    }),
  ],
});

/** A gateway with nothing in its store. */
class Gateway implements AsyncDisposable {
  readonly hal: SimHal<SimClock>;
  readonly runtime: Runtime;

  constructor(store?: Store, readonly clock = new SimClock()) {
    this.hal = store ? simHal(clock, store) : simHal(clock);
    this.runtime = new Runtime({
      hal: this.hal,
      common: [framework],
      vehicles: [rt],
      log: () => {},
    });
    this.runtime.start();
  }

  async sms(text: string, from = phone): Promise<string> {
    const { gsm } = this.hal, before = gsm.sent.length;
    const handled = gsm.incoming(from, text);
    await this.clock.drain();
    await handled;
    return gsm.sent.slice(before).map((sms) => sms.text).join("|");
  }

  async seconds(n: number): Promise<readonly string[]> {
    const { gsm } = this.hal, before = gsm.sent.length;
    await this.clock.run(n * 1000);
    return gsm.sent.slice(before).map((sms) => sms.text);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.runtime.stop();
    this.hal.store.close();
    return Promise.resolve();
  }
}

async function setUp(car: Gateway): Promise<void> {
  equal(
    await car.sms("REGISTER OVMS"),
    "Your phone has been registered as the owner.",
  );
  equal(await car.sms("PASS secret"), "Module password has been changed.");
  equal(
    await car.sms("MODULE TWIZY42 K SMSIP RT"),
    "Module:\r\n VehicleID:TWIZY42\r\n VehicleType:RT\r\n Units:K\r\n Notifications:SMSIP",
  );
}

async function works(car: Gateway): Promise<void> {
  const version = await car.sms("VERSION");
  equal(
    /^OVMS Firmware version: [\d.]+\/RT[\d.]+\/V2$/.test(version),
    true,
    version,
  );
  equal(await car.sms("STAT?"), "Not charging\n SOC: 97.38%");
  equal(await car.sms("GPS?"), "No GPS position yet");
  equal(await car.sms("FEATURES?"), "Features:");
  equal(await car.sms("VERSION secret", "+33123"), version);
}

Deno.test("the first set-up by SMS, on an empty store without vehicle type", async () => {
  await using car = new Gateway();
  equal(car.runtime.vehicle, undefined);
  equal(await car.sms("STAT?"), "Permission denied");
  await setUp(car);
  equal(car.runtime.vehicle, rt);
  await works(car);
  deepEqual(await car.runtime.msg("6"), [
    "PANot charging\r SOC: 97.38%",
    "c6,0",
  ]);
});

Deno.test("what was set up survives a restart", async () => {
  const path = await Deno.makeTempDir();
  try {
    const clock = new SimClock();
    const open = () => openStore({ path: `${path}/store.db`, clock });
    {
      await using car = new Gateway(open(), clock);
      await setUp(car);
    }
    await using car = new Gateway(open(), clock);
    await works(car);
  } finally {
    await Deno.remove(path, { recursive: true });
  }
});

Deno.test("HELP lists what the vehicle brings or takes over", async () => {
  await using car = new Gateway();
  await setUp(car);
  const help = await car.sms("HELP");
  equal(
    help.startsWith("Commands: REGISTER? REGISTER PASS? PASS GPS STAT "),
    true,
  );
  equal(help.endsWith("Twizy Commands: DEBUG STAT RANGE"), true, help);
});

Deno.test("the owner is reminded at each start while the password is the default", async () => {
  const clock = new SimClock(), store = openStore({ path: ":memory:", clock });
  const first = new Gateway(store, clock);
  deepEqual(await first.seconds(5), []);
  await first.sms("REGISTER OVMS");
  first.runtime.stop();
  const second = new Gateway(store, clock);
  deepEqual(await second.seconds(5), [
    "The module password is still the one it came with: change it with PASS <new password>",
  ]);
  equal(await second.sms("RESET"), "Restarting");
  deepEqual(await second.seconds(5), [], "RESET is no start");
  await second.sms("VEHICLE RT");
  deepEqual(await second.seconds(5), [], "nor is another vehicle type");
  await second.sms("PASS secret");
  second.runtime.stop();
  await using third = new Gateway(store, clock);
  deepEqual(await third.seconds(5), []);
});
