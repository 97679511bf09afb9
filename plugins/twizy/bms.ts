/**
 * What the Twizy's control units say about their own state: warning lamps, and the BMS of a third
 * party's battery. Frames from the community's CAN object list and OVMS v3.
 */
import { type Ctx, declare, definePlugin, type Plugin } from "ovms-edge";
import { xrt } from "./metrics.ts";

const NOT_AVAILABLE = 0xff;
/** Temperature of an eDriver from which it is an alert, °C. */
const HOT = 85;
const CELLS = 16;
/**
 * Seconds for which a lamp has to be on: all of them light up for some when the car is switched on.
 * A BMS that fails has to say so twice.
 */
const LAMP = 10, ERROR = 2;

const lamps = {
  lamp12v: "12V",
  lampBattery: "battery",
  lampTemperature: "temperature",
} as const;
type Lamp = keyof typeof lamps;

const own = declare({
  reads: { temperature: xrt.bmsTemperature },
  metrics: {
    chargerStatus: xrt.chargerStatus,
    batteryStatus: xrt.batteryStatus,
    controllerStatus: xrt.controllerStatus,
    lamp12v: xrt.lamp12v,
    lampBattery: xrt.lampBattery,
    lampTemperature: xrt.lampTemperature,
    type: xrt.bmsType,
    state1: xrt.bmsState1,
    state2: xrt.bmsState2,
    error: xrt.bmsError,
    balancing: xrt.balancing,
    balanceTime: xrt.balanceTime,
  },
  notices: {
    lamps: {
      priority: "alarm",
      summary: "A warning lamp of the display stays on",
    },
    bms: {
      priority: "alarm",
      summary: "The BMS tells an error, or is too hot",
    },
  },
  state: () => ({
    /** Seconds for which each lamp has been on, and for which an error was told. */
    on: { lamp12v: 0, lampBattery: 0, lampTemperature: 0 },
    failing: 0,
    /** The error that the owner knows; heat counts as one. */
    told: "",
    balanced: new Array<number>(CELLS).fill(0),
  }),
});
type X = Ctx<typeof own>;

/** Tells lamps that stay on, once until they go out. */
function watchLamps(ctx: X): void {
  const { metrics: m, notify, state: { on } } = ctx;
  // Silence says nothing: it neither lights a lamp nor puts it out. One frame tells all of them.
  if (m.lamp12v.age !== 0) return;
  let isNew = false;
  const lit = (Object.keys(lamps) as Lamp[]).filter((lamp) => {
    on[lamp] = m[lamp].value === true ? on[lamp] + 1 : 0;
    if (on[lamp] === LAMP) isNew = true;
    return on[lamp] >= LAMP;
  });
  if (!isNew) return;
  notify.lamps(`Warning lamp: ${lit.map((lamp) => lamps[lamp]).join(", ")}`);
}

/** Tells another error of the BMS, and that it became too hot. */
function watchBms({ metrics: m, notify, state }: X): void {
  if (m.error.age !== 0) return;
  const hot = m.temperature.or(0) >= HOT, error = m.error.or(0);
  const now = error === 0 && !hot ? "" : `${error} ${hot}`;
  if (now === state.told) {
    state.failing = 0;
    return;
  }
  if (++state.failing < ERROR) return;
  state.failing = 0;
  state.told = now;
  if (now === "") return;
  notify.bms([
    "BMS Alert:",
    `State1: ${m.state1.or(0)}`,
    `State2: ${m.state2.or(0)}`,
    `Error: ${error}`,
    ...(m.temperature.value === undefined
      ? []
      : [`Temp: ${m.temperature.value}C`]),
  ]);
}

const plugin: Plugin = definePlugin({
  ...own,
  id: "twizy-bms",
  summary: "Warning lamps and the BMS of other batteries",
  frames: {
    // Charger, BMS and motor controller, every 100 ms: 24 bits each.
    0x627: { signals: { chargerStatus: { at: "B0:B2" } } },
    0x628: {
      signals: {
        batteryStatus: { at: "B0:B2" },
        lamp12v: { at: "B2.5" },
        lampBattery: { at: "B2.6" },
        lampTemperature: { at: "B2.7" },
      },
    },
    0x629: { signals: { controllerStatus: { at: "B0:B2" } } },
    // BMS of a third party, every second; its cells 15 and 16 are decoded with the others.
    0x700: {
      bytes: 8,
      when: { at: "B0", not: NOT_AVAILABLE },
      decode: (f, put, { state }) => {
        put.state1 = f.u8(0);
        put.type = f.u8(1) >> 5;
        put.error = f.u8(1) & 0x1f;
        put.state2 = f.u8(7);
        const bits = f.u16(5);
        for (let cell = 0; cell < CELLS; cell++) {
          const balances = bits >> cell & 1;
          put.balancing.set(cell, balances);
          if (balances === 1) {
            state.balanced[cell] = (state.balanced[cell] ?? 0) + 1;
          }
          put.balanceTime.set(cell, state.balanced[cell]);
        }
      },
    },
  },
  every: {
    second: (ctx) => {
      watchLamps(ctx);
      watchBms(ctx);
    },
  },
});
export default plugin;
