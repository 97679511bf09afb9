import type { BatterySpec, Raw } from "./options.ts";
import { SensorGroup, type Statistics } from "./sensor_group.ts";

/** Sets after which a sensor that was away is back for good. */
const BACK = 10;

/** The sensor values as the vehicle received them last; what was never received is left out. */
export interface SensorSet {
  /** Raw cell voltages. */
  readonly cells: Raw | undefined;
  /** Raw module temperatures. */
  readonly modules: Raw | undefined;
  /** Pack voltage, V. */
  readonly pack: number | undefined;
}

/** What one evaluated set says; a part with a value that is no measurement is left out. */
export interface Evaluation {
  readonly volts: Statistics | undefined;
  readonly temperatures: Statistics | undefined;
}

/** The battery since the last reset: cells, modules, pack voltage and what was told about them. */
export class BatteryMonitor {
  readonly cells: SensorGroup;
  readonly modules: SensorGroup;
  /** V; NaN while unknown. */
  #packMin = NaN;
  #packMax = NaN;
  readonly #said: { -readonly [K in keyof Evaluation]: Evaluation[K] } = {
    volts: undefined,
    temperatures: undefined,
  };
  /** Sensors that measure nothing, as `C5` and `M6`; those that the owner knows of, with sets since they are back. */
  #missing: readonly string[] = [];
  readonly #toldMissing = new Map<string, number>();
  /** Alerts that the owner knows. */
  #toldCells = "";
  #toldModules = "";

  constructor(options: BatterySpec) {
    this.cells = new SensorGroup(options.cells);
    this.modules = new SensorGroup(options.modules);
  }

  /** Lowest pack voltage, V. */
  get packMin(): number | undefined {
    return Number.isNaN(this.#packMin) ? undefined : this.#packMin;
  }
  /** Highest pack voltage, V. */
  get packMax(): number | undefined {
    return Number.isNaN(this.#packMax) ? undefined : this.#packMax;
  }
  /** Whether any cell, module or spread is an alert. */
  get alert(): boolean {
    return this.cells.worst === "alert" || this.modules.worst === "alert";
  }
  /** Whether the alerts are others than the owner was told about. */
  get news(): boolean {
    return this.cells.alerts !== this.#toldCells ||
      this.modules.alerts !== this.#toldModules ||
      this.#missing !== NONE &&
        this.#missing.some((sensor) => !this.#toldMissing.has(sensor));
  }

  /** The owner was told about the present alerts, or wants none. */
  tell(): void {
    this.#toldCells = this.cells.alerts;
    this.#toldModules = this.modules.alerts;
    for (const sensor of this.#missing) this.#toldMissing.set(sensor, 0);
  }

  /**
   * Takes in one consistent set: temperatures first, as the original does.
   * @returns what it says, until the next one
   */
  evaluate({ cells, modules, pack }: SensorSet): Evaluation {
    const said = this.#said;
    said.temperatures = modules && this.modules.evaluate(modules);
    this.#extendPack(pack);
    said.volts = cells && this.cells.evaluate(cells);
    const complete = (!cells || this.cells.complete) &&
      (!modules || this.modules.complete);
    this.#missing = complete
      ? NONE
      : [...missing("C", cells), ...missing("M", modules)];
    if (this.#toldMissing.size > 0) this.#followMissing();
    return said;
  }

  /** Sensors that are back for good are told again when they go away. */
  #followMissing(): void {
    for (const [sensor, sets] of this.#toldMissing) {
      if (this.#missing.includes(sensor)) this.#toldMissing.set(sensor, 0);
      else if (sets >= BACK) this.#toldMissing.delete(sensor);
      else this.#toldMissing.set(sensor, sets + 1);
    }
  }

  /** Begins anew with these values. */
  reset({ cells, modules, pack }: SensorSet): void {
    this.cells.reset(cells);
    this.modules.reset(modules);
    this.#packMin = this.#packMax = NaN;
    this.#extendPack(pack);
    this.tell();
  }

  #extendPack(pack: number | undefined): void {
    if (pack === undefined) return;
    if (!(this.#packMin <= pack)) this.#packMin = pack;
    if (!(this.#packMax >= pack)) this.#packMax = pack;
  }
}

const NONE: readonly string[] = [];

/** Names of the sensors that measure nothing. */
function missing(
  kind: string,
  values: Raw | undefined,
): readonly string[] {
  return values === undefined
    ? NONE
    : Array.from(values).flatMap((value, i) =>
      Number.isNaN(value) ? [`${kind}${i + 1}`] : []
    );
}
