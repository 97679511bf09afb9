import { GivenUp } from "../commands/given_up.ts";
import type { Log } from "../log.ts";
import { placeOf } from "./fault_place.ts";
import { isGateRefusal } from "./gate.ts";
import type { Loaded } from "./loaded.ts";
import { onBehalfOf, thrown } from "./plugin_code.ts";

/** Calls of a plugin's hooks that go on at the same time: whoever watches a fast value and never ends fills the memory. */
const UNDER_WAY = 1000;

/** What the owner is told of a plugin, and what the program does about it. */
export interface PluginNews {
  readonly plugin: string;
  /** Set aside for the first time, tried again, or well again after that. */
  readonly is: "aside" | "tried" | "well";
  readonly text: string;
}

/** What faults are counted with. */
export interface FaultsParts {
  readonly log: Log;
  /** Seconds since the start. */
  readonly now: () => number;
  /** Runs when a plugin was set aside: its frames are not decoded any more. */
  readonly aside: () => void;
}

/** The faults of plugins, which stay their own: caught, counted, told, and after too many the plugin rests. */
export class Faults {
  /** Plugins that had a fault: only they may have to be tried again, or are well after that. */
  readonly troubled = new Set<Loaded>();
  readonly #parts: FaultsParts;
  #news: PluginNews[] = [];

  constructor(parts: FaultsParts) {
    this.#parts = parts;
  }

  /** Runs a plugin's hook; what it throws stays here. */
  guard(loaded: Loaded, where: string, work: () => unknown): void {
    if (loaded.aside) return;
    try {
      this.follow(loaded, where, onBehalfOf(loaded.plugin.id, work));
    } catch (error) {
      this.fault(loaded, where, error);
    }
  }

  /** A hook that goes on by itself may still fail, or never end: of those only so many are borne. */
  follow(loaded: Loaded, where: string, result: unknown): void {
    if (!(result instanceof Promise)) return;
    loaded.underWay++;
    result.catch((error) => this.fault(loaded, where, error))
      .finally(() => loaded.underWay--);
    if (loaded.underWay <= UNDER_WAY) return;
    const why = `more than ${UNDER_WAY} calls of its hooks have not ended`;
    this.fault(loaded, where, new Error(why));
  }

  /**
   * Counts and reports a fault; after too many within a while the plugin is set aside. What the closed
   * write gate refuses is no fault.
   */
  fault(loaded: Loaded, where: string, what: unknown): void {
    const { log, now } = this.#parts, error = thrown(what);
    if (error instanceof GivenUp) return;
    const { plugin: { id }, patience } = loaded;
    if (isGateRefusal(error)) {
      loaded.awaitsGate ||= where === "start";
      log("debug", "write gate closed", { plugin: id, where });
      return;
    }
    loaded.faults++;
    this.troubled.add(loaded);
    const at = placeOf(error);
    log("error", "plugin fault", {
      plugin: id,
      where,
      ...at !== undefined && { at },
      error: textOf(error),
    });
    if (patience.fault(now())) this.setAside(loaded, where);
  }

  /** A plugin rests for a while. */
  setAside(loaded: Loaded, where: string): void {
    const { log, now, aside } = this.#parts;
    if (loaded.aside) return;
    const { plugin: { id }, faults, patience } = loaded;
    loaded.aside = true;
    this.troubled.add(loaded);
    loaded.awaitsGate = false;
    log("error", "plugin set aside", { plugin: id, faults });
    const rest = patience.begin(now());
    if (rest !== undefined) {
      const minutes = Math.round(rest / 60);
      this.tell(
        loaded,
        "aside",
        `Plugin ${id} is set aside after ${faults} faults, the last in ${where}. It is tried again in ${minutes} minutes`,
      );
    }
    aside();
  }

  // ---- news ------------------------------------------------------------------

  /** Keeps for the owner what became of a plugin. */
  tell({ plugin: { id } }: Loaded, is: PluginNews["is"], text: string): void {
    if (is !== "aside") this.#parts.log("info", `plugin ${is}`, { plugin: id });
    this.#news.push({ plugin: id, is, text });
  }

  /** What became of plugins since the last call. */
  takeNews(): readonly PluginNews[] {
    if (this.#news.length === 0) return this.#news;
    const news = this.#news;
    this.#news = [];
    return news;
  }
}

/** What was thrown, as text; a plugin may throw anything, also what cannot be made a text. */
export function textOf(error: unknown): string {
  try {
    return String(error);
  } catch {
    return "something without a text";
  }
}
