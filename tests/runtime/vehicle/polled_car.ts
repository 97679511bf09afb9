import {
  definePlugin,
  kwp,
  type NodeAnswer,
  type Plugin,
  SimulatedNode,
  troubleCodes,
} from "../../../runtime/mod.ts";
import { type Bench, bench, type BenchOptions } from "../../../testing/mod.ts";

/** Feature 15. */
export const WRITE = 15;
const ON = "01", OFF = "00";

/** A car with broadcasts on two buses, and a table of polls. */
const car: Plugin = definePlugin({
  id: "car",
  metrics: {
    on: "v.e.on",
    charging: "v.c.charging",
    speed: "v.p.speed",
    soh: "v.b.soh",
    soc: "v.b.soc",
    vin: "v.vin",
    count: { name: "x.car.count", unit: "" },
  },
  frames: {
    0x100: {
      signals: {
        on: { at: "B0.0", as: (bit) => bit === 1 },
        charging: { at: "B0.1", as: (bit) => bit === 1 },
        speed: { at: "B1" },
      },
    },
  },
  framesOn: { 2: { 0x200: { signals: { count: { at: "B0" } } } } },
  polls: [
    {
      to: 0x79b,
      from: 0x7bb,
      read: kwp(1),
      every: { on: 10, driving: 5, charging: 60 },
      decode: (answer, put) => {
        put.soh = answer.u16(0) / 100;
      },
    },
    {
      to: 0x79b,
      from: 0x7bb,
      read: kwp(2),
      every: { driving: 5 },
      bytes: 2,
      decode: (answer, put) => {
        put.soc = answer.u8(0);
      },
    },
    {
      to: 0x797,
      from: 0x79a,
      bus: 2,
      read: kwp(0x81),
      every: { on: 3600, driving: 3600 },
      decode: (answer, put) => {
        put.vin = answer.text();
      },
    },
  ],
  needs: ["diag"],
  sms: {
    "DTC": {
      usage: "DTC",
      run: async (_, { hal }) => {
        const codes = await hal.diag.request(
          { to: 0x79b, from: 0x7bb },
          troubleCodes(0xff),
        );
        return `${codes.length / 4} codes`;
      },
    },
  },
});

export interface Rig {
  readonly bench: Bench;
  readonly bms: SimulatedNode;
  readonly vcm: SimulatedNode;
  /** Requests that both units took since the last call. */
  asked(): string[];
  /** Lets seconds pass in which the car sends its broadcasts. */
  drive(seconds: number, broadcast?: string | undefined): Promise<void>;
}

export async function rig(
  plugin: Plugin = car,
  options: BenchOptions = {},
): Promise<Rig & AsyncDisposable> {
  const car = await bench(plugin, options), { hal } = car;
  const unit = (
    to: number,
    from: number,
    bus: number,
    answers: Record<string, NodeAnswer>,
  ) => {
    const node = new SimulatedNode({
      to,
      from,
      answers,
      after: (ms, work) => hal.clock.after(ms, work),
      emit: (id, data) => hal.bus.inject(id, data, false, bus),
    });
    hal.bus.attach({ receive: (id, data) => node.receive(id, data) }, bus);
    return node;
  };
  const bms = unit(0x79b, 0x7bb, 1, {
    "2101": [0x61, 1, 0x22, 0x10, 0, 0, 0, 0, 0, 0],
    "2102": [0x61, 2, 55, 0],
    "1902ff": [0x59, 2, 0xff, 1, 2, 3, 4],
  });
  const vcm = unit(0x797, 0x79a, 2, {
    "2181": [0x61, 0x81, ...new TextEncoder().encode("TESTCAR0000000042")],
  });
  car.feature(WRITE, 1);
  return {
    bench: car,
    bms,
    vcm,
    asked: () => [...bms.asked.splice(0), ...vcm.asked.splice(0)],
    async drive(seconds, broadcast) {
      for (let k = 0; k < seconds; k++) {
        if (broadcast !== undefined) {
          car.frame(0x100, broadcast);
          car.frame(0x200, "01", 2);
        }
        await hal.clock.run(1000);
      }
    },
    [Symbol.asyncDispose]: () => car[Symbol.asyncDispose](),
  };
}

export const STANDS = `${ON}00`,
  DRIVES = `${ON}32`,
  CHARGES = "0200",
  PARKED = `${OFF}00`;
