import assert, { equal } from "node:assert/strict";
import { fromHex } from "../../../hal/can_frame.ts";
import { simHal } from "../../../hal/sim/mod.ts";
import framework from "../../../plugins/framework/mod.ts";
import {
  estimate,
  smoothed,
} from "../../../plugins/twizy/capacity_estimate.ts";
import { rt } from "../../../plugins/twizy/mod.ts";
import { Runtime } from "../../../runtime/runtime.ts";

Deno.test("the capacity follows from the charge up to the end of the constant current", () => {
  // 70 Ah for 74 %, and 4 Ah more
  const ah = estimate({ socMin: 20, constantSoc: 94, constantAh: 70, ah: 74 });
  equal(ah?.toFixed(2), "92.92");
});

Deno.test("a charge that says too little gives no capacity", () => {
  const whole = { constantSoc: 94, constantAh: 50, ah: 55 };
  equal(estimate({ ...whole, socMin: 40 }), undefined);
  equal(estimate({ ...whole, socMin: 20, constantSoc: 20 }), undefined);
  equal(estimate({ ...whole, socMin: 20, constantSoc: 0 }), undefined);
});

Deno.test("what was known counts nine times as much as a measurement", () => {
  equal(smoothed(0, 86.02), 86.02);
  equal(smoothed(90.5, 86.02), 90.05);
});

/** A whole Twizy that charges, of a release; 375 A into the battery, so that it is not for long. */
class ChargedCar {
  readonly #hal = simHal();
  #runtime: Runtime;

  constructor(firmware: string) {
    const { store } = this.#hal;
    store.put("params", { 14: "RT" });
    store.put("settings", { "rt.firmware": JSON.stringify(firmware) });
    this.#runtime = this.#start();
  }

  #start(): Runtime {
    const runtime = new Runtime({
      hal: this.#hal,
      common: [framework],
      vehicles: [rt],
      log: () => {},
    });
    runtime.start();
    return runtime;
  }

  /** The program ends, and begins again. */
  restart(): void {
    this.#runtime.stop();
    this.#runtime = this.#start();
  }

  /** Seconds with a status byte and a hundred frames of the BMS each. */
  async seconds(
    n: number,
    status: "charges" | "switches" | "parked",
    soc: number,
    level: number,
  ): Promise<void> {
    const { bus, clock } = this.#hal;
    const word = { charges: "20A5", switches: "20D5", parked: "2085" }[status];
    const hex = (value: number, digits: number) =>
      value.toString(16).padStart(digits, "0");
    const amperes = status === "charges" && level > 0 ? 375 : 0;
    const request = fromHex(
      `${hex(level, 2)}${hex(0x9000 | 2000 + 4 * amperes, 4)}54${
        hex(soc * 400, 4)
      }0073`,
    );
    for (let i = 0; i < n; i++) {
      bus.inject(0x597, fromHex(`${word}21412900013C`));
      bus.inject(0x55f, fromHex("00FE73000023E23E"));
      for (let k = 0; k < 100; k++) bus.inject(0x155, request);
      clock.second();
      await clock.drain(1_000_000);
    }
  }

  async end(soc: number, level: number): Promise<void> {
    if (level === 0) await this.seconds(1, "charges", soc, 0);
    await this.seconds(1, "switches", soc, level);
    await this.seconds(3, "parked", soc, level);
  }

  get capacity(): unknown {
    return this.#runtime.host.metrics.look("xrt.b.capacity").value;
  }

  [Symbol.dispose](): void {
    this.#runtime.stop();
    this.#hal.store.close();
  }
}

/** Ah of so many seconds. */
const ahOf = (seconds: number) => seconds * 375 / 3600;
/** % of 108 Ah, as it is kept. */
const percent = (ah: number) => Math.round(ah / 108 * 10_000) / 100;

for (const firmware of ["3.0", "3.9"]) {
  Deno.test(`a whole charge tells the capacity in ${firmware}`, async () => {
    using car = new ChargedCar(firmware);
    await car.seconds(2, "parked", 20, 7);
    // The frames of the first second came before the charge was noticed
    await car.seconds(1, "charges", 20, 7);
    await car.seconds(100, "charges", 35, 7);
    await car.seconds(100, "charges", 50, 7);
    await car.seconds(20, "charges", 52, 4);
    await car.end(52, 0);
    equal(car.capacity, percent(ahOf(200) / 30 * 50 + ahOf(20)));
  });

  Deno.test(`a charge in two parts tells it in ${firmware}`, async () => {
    using car = new ChargedCar(firmware);
    await car.seconds(2, "parked", 20, 7);
    await car.seconds(1, "charges", 20, 7);
    await car.seconds(60, "charges", 30, 7);
    await car.end(30, 7);
    equal(car.capacity, 0);
    await car.seconds(1, "charges", 30, 7);
    await car.seconds(120, "charges", 50, 7);
    await car.end(50, 0);
    // The last release goes on with its sums, RT3.0 begins anew with each part
    const [ah, from] = firmware === "3.9"
      ? [ahOf(60 + 1 + 120), 20]
      : [ahOf(120), 30];
    equal(car.capacity, percent(ah / (50 - from) * 50));
  });

  Deno.test(`a charge in which the program restarts tells it by what came after, in ${firmware}`, async () => {
    using car = new ChargedCar(firmware);
    await car.seconds(2, "parked", 20, 7);
    await car.seconds(61, "charges", 30, 7);
    car.restart();
    await car.seconds(1, "charges", 30, 7);
    await car.seconds(120, "charges", 50, 7);
    await car.end(50, 0);
    const told = Number(car.capacity), whole = percent(ahOf(120) / 20 * 50);
    assert(Math.abs(told / whole - 1) < 0.02, `${told} instead of ${whole}`);
  });
}
