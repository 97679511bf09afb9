/** What the dyno declares, and what it remembers while it runs. */
import {
  type Ctx,
  declare,
  type MetricRefs,
  type RecordDecl,
  setting,
  v,
} from "ovms-edge";
import { Curves } from "./curves.ts";
import type { Round } from "./readings.ts";

/** The motor controller on the bus. */
export const NODE = 1;
/** Seconds that a value of the controller counts as present. */
const FRESH = 2;

const metrics = {
  running: {
    name: "xrt.i.monitor",
    unit: "",
    is: "flag",
    initial: false,
    fresh: Infinity,
  },
  current: { name: "xrt.i.cur.act", unit: "A", fresh: FRESH },
  voltage: { name: "xrt.i.vlt.act", unit: "V", fresh: FRESH },
  modulation: { name: "xrt.i.vlt.mod", unit: "%", fresh: FRESH },
  slip: { name: "xrt.i.frq.slip", unit: "rad/s", fresh: FRESH },
  frequency: { name: "xrt.i.frq.output", unit: "rad/s", fresh: FRESH },
  torqueDemand: { name: "xrt.i.trq.demand", unit: "Nm", fresh: FRESH },
  torque: { name: "xrt.i.trq.act", unit: "Nm", fresh: FRESH },
  torqueLimit: { name: "xrt.i.trq.limit", unit: "Nm", fresh: FRESH },
  batteryVoltage: { name: "xrt.i.vlt.bat", unit: "V", fresh: FRESH },
  capacitorVoltage: { name: "xrt.i.vlt.cap", unit: "V", fresh: FRESH },
  power: { name: "xrt.i.pwr.act", unit: "kW", fresh: FRESH },
  powerDrive: { name: "xrt.s.b.pwr.drv", unit: "kW", is: "list" },
  powerRegain: { name: "xrt.s.b.pwr.rec", unit: "kW", is: "list" },
  torqueDrive: { name: "xrt.s.m.trq.drv", unit: "Nm", is: "list" },
  torqueRegain: { name: "xrt.s.m.trq.rec", unit: "Nm", is: "list" },
} as const satisfies MetricRefs;

/** One curve: a value for each km/h from 0 on, empty where nothing was measured. */
const curve = (type: string, summary: string) =>
  ({
    type,
    summary,
    lifetime: 86_400,
    fields: { values: "text" },
  }) as const satisfies RecordDecl;

const records = {
  powerDrive: curve(
    "RT-ENG-BatPwrDrv",
    "Highest battery power while driving, kW by km/h from 0 on",
  ),
  powerRegain: curve(
    "RT-ENG-BatPwrRec",
    "Highest battery power while regaining, kW by km/h from 0 on",
  ),
  torqueDrive: curve(
    "RT-ENG-MotTrqDrv",
    "Highest torque while driving, Nm by km/h from 0 on",
  ),
  torqueRegain: curve(
    "RT-ENG-MotTrqRec",
    "Highest torque while regaining, Nm by km/h from 0 on",
  ),
  objects: {
    type: "RT-ENG-SDO",
    summary:
      "All raw values of the controller's lists 4600 and 4602; number: the list",
    lifetime: 86_400,
    fields: { speed: 1, power: 0, rpm: 0, values: "text" },
  },
} as const;

/** One line of the table that can be exported. */
export interface Sample extends Round {
  /** Seconds since the measuring began. */
  readonly time: number;
  /** km/h. */
  readonly speed: number;
  /** rpm and %; undefined where the car did not say so at that time. */
  readonly rpm: number | undefined;
  readonly pedal: number | undefined;
  readonly brake: number | undefined;
  /** Battery, A and kW; motor, kW. */
  readonly batteryCurrent: number;
  readonly batteryPower: number;
  readonly power: number;
}

/** Declarations of the plugin `dyno`. */
export const own = declare({
  needs: ["can.sdo", "clock"],
  reads: {
    on: "v.e.on",
    speed: "v.p.speed",
    gear: "v.e.gear",
    rpm: "v.m.rpm",
    pedal: "v.e.throttle",
    brake: "v.e.footbrake",
    batteryCurrent: "v.b.current",
    batteryPower: "v.b.power",
    node: { name: "co.can1.nd1.state", unit: "", is: "text" },
  },
  metrics,
  records,
  settings: {
    objects: setting({
      schema: v.pipe(
        v.number(),
        v.integer(),
        v.minValue(0),
        v.maxValue(3600),
      ),
      default: 0,
      unit: "s",
      summary:
        "Time between records RT-ENG-SDO while the dyno measures; 0 for none",
    }),
  },
  state: () => ({
    curves: new Curves(),
    samples: [] as Sample[],
    /** Time of the first sample, ms of the clock. */
    since: undefined as number | undefined,
    /** A round is under way. */
    reading: false,
    /** Rounds since the start of the measuring, and those that broke off. */
    rounds: 0,
    broken: 0,
    /** Rounds when the curves were published last. */
    published: 0,
    /** What a round ended with that is none of the controller's errors. */
    fault: undefined as unknown,
    /** When the controller's lists were read last, ms of the clock, and their places without a value. */
    objectsAt: undefined as number | undefined,
    gaps: new Set<string>(),
  }),
});
/** Context of the plugin's hooks. */
export type X = Ctx<typeof own>;
