import { Registry } from "../commands/registry.ts";
import type { Plugin } from "../contract/plugin.ts";
import type { Vehicle } from "../contract/vehicle.ts";
import type { RuntimeOptions } from "../options.ts";
import type { Settings } from "../settings/settings.ts";
import { allEditions } from "./editions.ts";
import { fitting } from "./fitting.ts";

/** What a module from outside brings. */
export interface FromOutside {
  readonly plugins: readonly Plugin[];
  readonly vehicles: readonly Vehicle[];
}

/** Which vehicles there are, and which plugins run with one: those that have to, and those from outside that fit. */
export class PluginChoice {
  readonly #options: RuntimeOptions;
  readonly #settings: Settings;
  /** Plugins from outside at present. */
  #extra: readonly Plugin[];
  /** Vehicle types at present. */
  #vehicles: readonly Vehicle[];
  #leftOut: readonly string[] = [];

  /**
   * Now, and not only when MODULE names the type, a collision can be told to whoever starts it.
   * @throws Error when plugins that have to run collide; the sentence names both
   */
  constructor(options: RuntimeOptions, settings: Settings) {
    this.#options = options;
    this.#settings = settings;
    this.#extra = options.extra ?? [];
    this.#vehicles = options.vehicles;
    this.#check(options.vehicles);
  }

  /** Vehicle types at present. */
  get vehicles(): readonly Vehicle[] {
    return this.#vehicles;
  }

  #check(vehicles: readonly Vehicle[]): void {
    for (const vehicle of vehicles.flatMap(allEditions)) {
      this.#settings.check(
        new Registry(this.#wanted(vehicle), vehicle).settings,
      );
    }
  }

  /** Sentences about plugins that do not run. */
  get leftOut(): readonly string[] {
    return this.#leftOut;
  }

  /** Plugins that have to fit. */
  #wanted(vehicle: Vehicle | undefined): readonly Plugin[] {
    const { common, strict } = this.#options;
    return [...common, ...vehicle?.plugins ?? [], ...strict ? this.#extra : []];
  }

  /** Chooses for a vehicle; what is left out is logged. */
  of(vehicle: Vehicle | undefined): readonly Plugin[] {
    const { strict, alone, leftOut = [], log } = this.#options;
    const { plugins, leftOut: unfit } = fitting({
      own: this.#wanted(vehicle),
      extra: strict ? [] : this.#extra,
      vehicle,
      alone: alone ?? false,
      checkSettings: (claims) => this.#settings.check(claims),
    });
    this.#leftOut = [...leftOut, ...unfit];
    for (const text of unfit) log("warning", text);
    return plugins;
  }

  /**
   * Puts what comes from outside in the place of what it was while `work` puts it to work; what that
   * throws brings the others back.
   * @param chosen the vehicle that is set, of those that there are then
   * @throws Error when the new ones do not go together with the rest
   */
  exchange(
    from: FromOutside,
    to: FromOutside,
    chosen: () => Vehicle | undefined,
    work: () => void,
  ): void {
    const extra = this.#extra, vehicles = this.#vehicles;
    this.#extra = inPlace(extra, from.plugins, to.plugins);
    this.#vehicles = inPlace(vehicles, from.vehicles, to.vehicles);
    try {
      this.#check(to.vehicles);
      const fits = this.of(chosen());
      if (!to.plugins.every((plugin) => fits.includes(plugin))) {
        throw new Error(this.#leftOut.join("; "));
      }
      work();
    } catch (error) {
      this.#extra = extra;
      this.#vehicles = vehicles;
      throw error;
    }
  }
}

/** A list with some of its entries, wherever they are, in the place of others. */
function inPlace<T>(
  all: readonly T[],
  from: readonly T[],
  to: readonly T[],
): readonly T[] {
  const at = all.findIndex((one) => from.includes(one));
  const rest = all.filter((one) => !from.includes(one));
  return rest.toSpliced(at < 0 ? rest.length : at, 0, ...to);
}
