import { Registry } from "../commands/registry.ts";
import type { Plugin } from "../contract/plugin.ts";
import type { Vehicle } from "../contract/vehicle.ts";
import type { RuntimeOptions } from "../options.ts";
import type { Settings } from "../settings/settings.ts";
import { allEditions } from "./editions.ts";
import { fitting } from "./fitting.ts";

/** Which plugins run with a vehicle: those that have to, and those from outside that fit. */
export class PluginChoice {
  readonly #options: RuntimeOptions;
  readonly #settings: Settings;
  /** Plugins from outside at present. */
  #extra: readonly Plugin[];
  #leftOut: readonly string[] = [];

  /**
   * Now, and not only when MODULE names the type, a collision can be told to whoever starts it.
   * @throws Error when plugins that have to run collide; the sentence names both
   */
  constructor(options: RuntimeOptions, settings: Settings) {
    this.#options = options;
    this.#settings = settings;
    this.#extra = options.extra ?? [];
    for (const vehicle of options.vehicles.flatMap(allEditions)) {
      settings.check(new Registry(this.#wanted(vehicle), vehicle).settings);
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
   * Puts plugins from outside in the place of others while `work` puts them to work; what it throws
   * brings the others back.
   * @throws Error when the new ones do not go together with the rest
   */
  exchange(
    from: readonly Plugin[],
    to: readonly Plugin[],
    vehicle: Vehicle | undefined,
    work: () => void,
  ): void {
    const before = this.#extra;
    const at = before.findIndex((plugin) => from.includes(plugin));
    const rest = before.filter((plugin) => !from.includes(plugin));
    this.#extra = rest.toSpliced(at < 0 ? rest.length : at, 0, ...to);
    try {
      const fits = this.of(vehicle);
      if (!to.every((plugin) => fits.includes(plugin))) {
        throw new Error(this.#leftOut.join("; "));
      }
      work();
    } catch (error) {
      this.#extra = before;
      throw error;
    }
  }
}
