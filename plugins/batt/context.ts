/** What the battery monitor declares, and what it remembers. */
import { type Ctx, declare, pollsState, v } from "ovms-edge";
import { Arrivals } from "./arrivals.ts";
import { DriftHistory } from "./drift.ts";
import { BatteryMonitor, type SensorSet } from "./monitor.ts";
import { type BatterySpec, RawValues } from "./options.ts";
import { cellColumns, packColumns } from "./rows.ts";
import type { Battery } from "./texts.ts";

/** Sensor sets that the monitor used, where the vehicle has no metric of its own for it. */
const USED = { name: "v.b.p.sets", unit: "" } as const;
/** Seconds that the server keeps the records. */
const LIFETIME = 86_400;

/** A set that the next one takes the place of. */
class PresentSet implements SensorSet {
  cells: Float64Array | undefined = undefined;
  modules: Float64Array | undefined = undefined;
  /** V; NaN while unknown. */
  volts = NaN;

  get pack(): number | undefined {
    return Number.isNaN(this.volts) ? undefined : this.volts;
  }
}

/** What the plugin remembers while it runs. */
class BattState {
  readonly monitor: BatteryMonitor;
  /** Read from the store when the plugin starts. */
  drift: DriftHistory;
  /** Largest deviation of each cell on the day that was noted last, in sensor units; undefined before one was. */
  readonly drifted: Float64Array;
  driftDay: number | undefined;
  /** The set that was evaluated last, the same object for all; its raw values are in the lists below. */
  readonly evaluatedSet = new PresentSet();
  /** Raw values of the set that is evaluated. */
  readonly rawCells: RawValues;
  readonly rawModules: RawValues;
  /** Those who wait for the next set. */
  readonly arrivals = new Arrivals();
  /** Sets were evaluated since the last ten seconds; the second of the last one. */
  evaluated = false;
  evaluatedAt: number | undefined;
  /** The car was switched on since the last second. */
  switchedOn = false;
  /** Energy flowed in the present state of the charge. */
  charging = false;
  /** A reset waits for its sensor set. */
  resetting = false;
  /** An alert waits for its sensor set. */
  telling = false;
  /** Revision of what was collected, when it was published last. */
  published = -1;
  /** The last alert, as each channel is to get it. */
  alert = { sms: "", ip: "" };
  /** The last text that was pushed to the server, so that none is repeated. */
  pushed: string | undefined;

  constructor(readonly options: BatterySpec) {
    const { count, most = count } = options.cells;
    this.drifted = new Float64Array(most);
    this.rawCells = new RawValues(options.cells);
    this.rawModules = new RawValues(options.modules);
    this.monitor = new BatteryMonitor(options);
    this.drift = new DriftHistory(new Map(), options.cells.count);
  }
}

/** The declaring half of the plugin for one battery. */
export const declaration = (options: BatterySpec) => {
  const form = options.records.guide ? { form: "guide" } as const : {};
  return declare({
    needs: ["clock", "memory"],
    reads: {
      polls: pollsState,
      volts: "v.b.c.voltage",
      temperatures: "v.b.c.temp",
      pack: "v.b.voltage",
      soc: "v.b.soc",
      on: options.switchedOn ?? "v.e.on",
      chargeState: "v.c.state",
      awake: "v.e.awake",
      asleep: options.asleep?.metric ?? "v.b.soc",
      sets: options.sets?.complete ?? "v.b.soc",
      socMin: options.socWindow?.min ?? "v.b.soc",
      socMax: options.socWindow?.max ?? "v.b.soc",
    },
    metrics: {
      used: options.sets?.used ?? USED,
      temperature: options.temperature ?? "v.b.temp",
      voltsMin: "v.b.c.voltage.min",
      voltsMax: "v.b.c.voltage.max",
      voltDeviations: "v.b.c.voltage.dev.max",
      voltAlerts: "v.b.c.voltage.alert",
      temperaturesMin: "v.b.c.temp.min",
      temperaturesMax: "v.b.c.temp.max",
      temperatureDeviations: "v.b.c.temp.dev.max",
      temperatureAlerts: "v.b.c.temp.alert",
      cellVoltMin: "v.b.p.voltage.min",
      cellVoltMax: "v.b.p.voltage.max",
      cellVoltMean: "v.b.p.voltage.avg",
      cellVoltSpread: "v.b.p.voltage.stddev",
      cellVoltSpreadMax: "v.b.p.voltage.stddev.max",
      moduleMin: "v.b.p.temp.min",
      moduleMax: "v.b.p.temp.max",
      moduleMean: "v.b.p.temp.avg",
      moduleSpread: "v.b.p.temp.stddev",
      moduleSpreadMax: "v.b.p.temp.stddev.max",
    },
    records: {
      pack: {
        type: options.records.pack,
        ...form,
        summary: "State of the battery",
        lifetime: LIFETIME,
        pace: { atOnce: 15, every: 300, both: { atOnce: 15, every: 900 } },
        fields: packColumns,
      },
      cell: {
        type: options.records.cell,
        ...form,
        summary: "State of each cell and its module",
        lifetime: LIFETIME,
        // Most of all data: fourteen records a minute while energy flows.
        pace: { atOnce: 10, every: 900, both: { atOnce: 3, every: 2400 } },
        fields: cellColumns,
      },
    },
    // Records were written: those that changed, or all since somebody asked for them.
    events: {
      // `collected`: other than before when extremes, deviations or marks are, of one start of the program.
      recorded: v.object({ asked: v.boolean(), collected: v.number() }),
      // Extremes and flags begin anew with the present sensor set
      reset: v.undefined(),
    },
    notices: {
      alert: {
        priority: "alarm",
        summary: "A cell, a module or the spread became critical",
        prompt: true,
      },
    },
    state: () => new BattState(options),
  });
};

/** Context of the plugin's handlers. */
export type X = Ctx<ReturnType<typeof declaration>>;

/** The present set, in an object and arrays that the next second uses again. */
export function presentSet({ metrics: m, state }: X): SensorSet {
  const set = state.evaluatedSet;
  set.cells = state.rawCells.read(m.volts);
  set.modules = state.rawModules.read(m.temperatures);
  set.volts = m.pack.or(NaN);
  return set;
}

/** The battery as it is known at present. */
export function batteryOf({ metrics: m, state }: X): Battery {
  const { options, monitor } = state;
  const set = {
    cells: new RawValues(options.cells).read(m.volts),
    modules: new RawValues(options.modules).read(m.temperatures),
    pack: m.pack.value,
  };
  return { options, monitor, set };
}
