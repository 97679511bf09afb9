import { definePlugin, defineVehicle, type Vehicle } from "ovms-edge";
import { batt, ca, gps, power, range, stat } from "ovms-edge/car";

/** 500 Wh; nobody rides further than 80 km on them. */
const CAPACITY = 0.5, RANGE = 80;
const cadence = { name: "xeb.cadence", unit: "", fresh: 5 } as const;
const reach = { name: "xeb.range.full", unit: "km" } as const;

/** What the bicycle tells: frames in, metrics out. */
const bus = definePlugin({
  id: "ebike-bus",
  metrics: {
    soc: "v.b.soc",
    cadence,
    on: "v.e.on",
    charging: "v.c.charging",
    plugged: "v.d.cp",
    chargePower: "v.c.power",
    power: "v.b.power",
    pack: "v.b.voltage",
    speed: "v.p.speed",
    odometer: "v.p.odometer",
    capacity: "v.b.capacity",
    reach,
    cells: "v.b.c.voltage",
    temperatures: "v.b.c.temp",
  },
  frames: {
    0x10: { signals: { soc: { at: "B0" }, cadence: { at: "B1" } } },
    0x11: {
      signals: {
        on: { at: "B0.0", as: (bit) => bit === 1 },
        plugged: { at: "B0.1", as: (bit) => bit === 1 },
        charging: { at: "B0.2", as: (bit) => bit === 1 },
        chargePower: { at: "B1", per: 1000 },
      },
    },
    0x12: {
      signals: {
        power: { at: "B0:B1", per: 1000, offset: -10 },
        speed: { at: "B2", per: 4 },
        odometer: { at: "B3:B6", per: 100 },
      },
    },
    // Four cells and two sensors in one frame, so each is a set.
    0x13: {
      bytes: 6,
      decode: (frame, put) => {
        let sum = 0;
        for (let cell = 0; cell < 4; cell++) {
          const volts = 3 + frame.u8(cell) / 200;
          put.cells.set(cell, volts);
          sum += volts;
        }
        put.pack = sum;
        for (let k = 0; k < 2; k++) put.temperatures.set(k, frame.u8(4 + k));
      },
    },
  },
  start: ({ metrics: m }) => {
    m.capacity.set(CAPACITY);
    m.reach.set(RANGE);
  },
  sms: {
    "CADENCE": {
      usage: "CADENCE",
      run: (_, { metrics: { cadence } }) =>
        cadence.freshness === "fresh" ? `${cadence.value} rpm` : "Not pedalled",
    },
  },
});

/** Chosen with `--vehicle EB`, or while the program runs with `VEHICLE EB`. */
export const ebike: Vehicle = defineVehicle({
  type: "EB",
  name: "Electric bicycle",
  plugins: [
    bus,
    range({ full: reach }),
    ca({
      chargeMinutes: (soc, to, { power, capacity }) =>
        power && capacity
          ? Math.ceil(Math.max(0, to - soc) / 100 * capacity / power * 60)
          : undefined,
    }),
    power({ prefix: "EB" }),
    gps({ prefix: "EB" }),
    batt({
      cells: {
        count: 4,
        perUnit: 200,
        zero: 0,
        invalidFrom: 900,
        limits: {
          watchSpread: 4,
          alertSpread: 8,
          alert: 10,
          alertWithSpread: 8,
          watchWithSpread: 4,
        },
      },
      modules: {
        count: 2,
        perUnit: 1,
        zero: -40,
        invalidFrom: 250,
        limits: {
          watchSpread: 3,
          alertSpread: 5,
          alert: 6,
          alertWithSpread: 5,
          watchWithSpread: 3,
        },
      },
      records: { pack: "EB-PWR-BattPack", cell: "EB-PWR-BattCell" },
    }),
    stat(),
  ],
});
export default ebike;
