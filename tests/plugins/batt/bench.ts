/** A Twizy's battery on the bench: frames in, texts and records out. */
import { type Bench, bench, type BenchOptions } from "ovms-edge/testing";
import { batt } from "../../../plugins/batt/mod.ts";
import { twizyBattery } from "../../../plugins/twizy/battery.ts";
import can from "../../../plugins/twizy/can.ts";
import car from "../../../plugins/twizy/car.ts";
import use from "../../../plugins/twizy/use.ts";
import { IDS, type SetName, sets } from "./twizy_sets.ts";

/** Status frames 0x597 with the key on and off; without one for ten seconds the car is offline. */
const KEY_ON = "00 95 21 41 29 00 01 3C", KEY_OFF = "00 85 21 41 29 00 01 3C";
/** Shortly after a command began to wait, ms. */
const SOON = 50;

/** What a test does to the battery. */
export interface BatteryBench extends Bench {
  /** Receives a whole sensor set. */
  set(name: SetName): void;
  /** Receives a whole sensor set while the next command, or the next alert, waits for one. */
  setSoon(name: SetName): void;
  key(on: boolean): void;
  /** Receives a SOC, %. */
  soc(percent: number): void;
  /** The key-on second on a set, which is not evaluated. */
  switchOn(name: SetName): Promise<void>;
  /** One second with a set. */
  second(name: SetName): Promise<void>;
  /** Texts and records to the server since the last call, without `MP-0 `. */
  pushed(): readonly string[];
  /** Texts to the owner since the last call. */
  texted(): readonly string[];
}

/** Runs the monitor for a Twizy's battery. */
export async function batteryBench(
  options: Omit<BenchOptions, "with"> = {},
): Promise<BatteryBench> {
  const base = await bench(batt(twizyBattery), {
    ...options,
    with: [can, car, use],
  });
  let seen = 0, read = 0;
  const self: BatteryBench = {
    ...base,
    set(name) {
      IDS.forEach((id, i) => base.frame(id, sets[name][i] ?? ""));
    },
    setSoon: (name) => void base.hal.clock.after(SOON, () => self.set(name)),
    key: (on) => base.frame(0x597, on ? KEY_ON : KEY_OFF),
    soc(percent) {
      const raw = (percent * 400).toString(16).padStart(4, "0");
      base.frame(0x155, `0797D054${raw}0073`);
    },
    async switchOn(name) {
      self.key(true);
      await self.second(name);
    },
    async second(name) {
      self.set(name);
      await base.seconds(1);
    },
    pushed() {
      const lines = base.server.slice(seen);
      seen = base.server.length;
      return lines.map((line) => line.replace("MP-0 ", ""))
        .filter((line) => /^(PA|H)/.test(line));
    },
    texted() {
      const texts = base.hal.gsm.sent.slice(read).map(({ text }) => text);
      read = base.hal.gsm.sent.length;
      return texts;
    },
    [Symbol.asyncDispose]: base[Symbol.asyncDispose],
  };
  return self;
}
